import '../../styles/developers.css'
import { useState } from 'react'
import { usePlatformNow } from '../../data/here.tsx'
import { useWrite } from '../../data/queries.ts'
import { useMay } from '../../data/session.tsx'
import { Button } from '../../parts/button.tsx'
import { CopyButton } from '../../parts/copy-button.tsx'
import { ConfirmDialog, Dialog } from '../../parts/dialog.tsx'
import { Checkbox, FieldError, Input, Select } from '../../parts/field.tsx'
import { useWords } from '../../words/words.ts'
import { tokenWords } from './token-words.ts'

const DAY_MS = 86_400_000
const lasting = ['90', '30', '365', ''] as const

type Props = {
  open: boolean
  onClose(): void
  /** The one that it shall replace: the same name and scopes. */
  like?: { name: string; scopes: readonly string[] } | undefined
}

/** Makes a token and shows it once. */
export function TokenForm({ open, onClose, like }: Props) {
  const say = useWords(tokenWords)
  const may = useMay()
  const [name, setName] = useState(like?.name ?? '')
  const [scopes, setScopes] = useState<readonly string[]>(() => like?.scopes.filter(may) ?? [])
  const [days, setDays] = useState<(typeof lasting)[number]>('90')
  const [token, setToken] = useState<string>()
  // By the platform's clock, which the demo moves; one moment, so that a repeat is the same request.
  const now = usePlatformNow().getTime()
  const [begun, setBegun] = useState(now)
  const write = useWrite<{ token: string }>(['/api_token'])
  const close = () => {
    setName(like?.name ?? '')
    setScopes(like?.scopes.filter(may) ?? [])
    setToken(undefined)
    setBegun(now)
    write.reset()
    onClose()
  }
  if (token !== undefined)
    return (
      <Dialog
        open={open}
        onClose={close}
        once
        title={say.shownTitle}
        description={like ? say.shownReplacing : say.shown}
      >
        <p className="row">
          <code className="break">{token}</code>
          <CopyButton text={token} name={say.token} />
        </p>
        <footer className="row end">
          <Button look="primary" onClick={close}>
            {say.done}
          </Button>
        </footer>
      </Dialog>
    )
  const asked = {
    name,
    scopes,
    expires_at: days === '' ? null : new Date(begun + Number(days) * DAY_MS).toISOString(),
  }
  const known = Object.entries(say.means).filter(([scope]) => may(scope))
  return (
    <ConfirmDialog
      open={open}
      onClose={close}
      title={like ? say.replaceTitle(like.name) : say.create}
      description={like && say.replaceText}
      confirm={say.make}
      busy={write.isPending}
      error={write.error}
      onConfirm={() =>
        write.mutate({ path: '/api_token', body: asked }, { onSuccess: ({ token }) => setToken(token) })
      }
    >
      <Input
        label={say.name}
        hint={say.nameHint}
        required
        maxLength={100}
        value={name}
        onChange={({ target }) => setName(target.value)}
        error={write.error?.of('name')}
      />
      <fieldset className="choices">
        <legend>{say.scopes}</legend>
        <p className="hint">{say.scopesHint}</p>
        <div className="scroll">
          {known.map(([scope, means]) => (
            <Checkbox
              key={scope}
              label={`${scope}: ${means}`}
              checked={scopes.includes(scope)}
              onChange={({ target }) =>
                setScopes(target.checked ? [...scopes, scope] : scopes.filter((other) => other !== scope))
              }
            />
          ))}
        </div>
        <FieldError>{write.error?.of('scopes')}</FieldError>
      </fieldset>
      <Select
        label={say.lasts}
        value={days}
        onChange={({ target }) => setDays(target.value as typeof days)}
        options={lasting.map((value) => ({ value, label: say.lasting[value] }))}
        error={write.error?.of('expires_at')}
      />
    </ConfirmDialog>
  )
}
