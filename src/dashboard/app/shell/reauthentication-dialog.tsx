import { useEffect, useRef, useState } from 'react'
import { ask } from '../data/ask.ts'
import { AskError } from '../data/problem.ts'
import { onProofNeeded } from '../data/reauthentication.ts'
import { useSession, useSessionAnew } from '../data/session.tsx'
import { Button } from '../parts/button.tsx'
import { ConfirmDialog } from '../parts/dialog.tsx'
import { Input } from '../parts/field.tsx'
import { shellWords } from '../words/shell-words.ts'
import { useWords } from '../words/words.ts'

/** Loaded when it is used: few pages need it. */
const byPasskey = async () => (await import('../data/passkeys.ts')).showPasskey()

/**
 * Asks for a passkey, or the password and, where there is a second factor, for that too, before money moves
 * or a key is made, where the last proof is too old.
 */
export function ReauthenticationDialog() {
  const say = useWords(shellWords)
  const [open, setOpen] = useState(false)
  const { user } = useSession()
  const anew = useRef<() => void>(undefined)
  anew.current = useSessionAnew()
  const [password, setPassword] = useState('')
  const [second, setSecond] = useState('')
  const [isLost, setLost] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const answer = useRef<(proven: boolean) => void>(undefined)
  useEffect(() => {
    onProofNeeded(
      () =>
        new Promise((resolve) => {
          answer.current = resolve
          // An app or a passkey may have been added since the page was opened.
          anew.current?.()
          setOpen(true)
        }),
    )
  }, [])
  const end = (proven: boolean) => {
    setOpen(false)
    setPassword('')
    setSecond('')
    setLost(false)
    setError(null)
    answer.current?.(proven)
  }
  const prove = async (shown: () => Promise<object>) => {
    setBusy(true)
    try {
      await ask('/session/reauthenticate', { method: 'POST', company: null, body: await shown() })
      end(true)
    } catch (error) {
      setError(error instanceof AskError ? error : String(error))
    } finally {
      setBusy(false)
    }
  }
  /** What goes with the password: who has a passkey alone, and has lost it, has the codes. */
  const asked =
    user.has_totp && !isLost ? 'code' : user.has_totp || user.passkeys > 0 ? 'recovery_code' : null
  return (
    <ConfirmDialog
      open={open}
      onClose={() => end(false)}
      title={say.proveTitle}
      description={say.prove}
      confirm={say.proveDo}
      busy={busy}
      error={error}
      onConfirm={() => void prove(async () => ({ password, ...(asked && { [asked]: second }) }))}
    >
      <Input
        label={say.password}
        type="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={({ target }) => setPassword(target.value)}
      />
      {asked && (
        <Input
          key={asked}
          label={asked === 'code' ? say.code : say.recoveryCode}
          inputMode={asked === 'code' ? 'numeric' : 'text'}
          autoComplete="one-time-code"
          required
          value={second}
          onChange={({ target }) => setSecond(target.value)}
        />
      )}
      {user.has_totp && (
        <Button
          look="plain"
          onClick={() => {
            setSecond('')
            setLost(!isLost)
          }}
        >
          {isLost ? say.useCode : say.useRecovery}
        </Button>
      )}
      <Button icon="key" onClick={() => void prove(byPasskey)}>
        {say.provePasskey}
      </Button>
    </ConfirmDialog>
  )
}
