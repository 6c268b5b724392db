import { useState } from 'react'
import { addressAfterSignIn } from '../../data/after-sign-in.ts'
import { ask } from '../../data/ask.ts'
import { useFilters } from '../../data/filters.ts'
import { showPasskey } from '../../data/passkeys.ts'
import { codeOf } from '../../data/problem.ts'
import { moveTo } from '../../parts/arrival.ts'
import { Button } from '../../parts/button.tsx'
import { Input } from '../../parts/field.tsx'
import { useLanguage } from '../../words/language.tsx'
import { useWords } from '../../words/words.ts'
import { useAct } from './act.ts'
import { Alone, Form } from './alone.tsx'
import { signInPage } from './people-pages.ts'
import { peopleWords } from './people-words.ts'

type Step = 'password' | 'code' | 'recovery' | 'forgot' | 'sent'

/** Password, then the app's code where there is one; or a passkey; or a mail that sets a new password. */
export default function SignIn() {
  const say = useWords(peopleWords)
  const { language } = useLanguage()
  const [step, setStep] = useState<Step>('password')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const act = useAct()
  const { next, ended } = useFilters(signInPage.filters!).values
  const goIn = () => moveTo(addressAfterSignIn(next as string | undefined, location.origin))

  const turnTo = (step: Step) => {
    act.forget()
    setCode('')
    setStep(step)
  }

  const send = () =>
    act.run(async () => {
      if (step === 'forgot') {
        await ask('/session/reset', { method: 'POST', company: null, body: { email } })
        return setStep('sent')
      }
      const second = step === 'code' ? { code } : step === 'recovery' ? { recovery_code: code } : {}
      try {
        await ask('/session', { method: 'POST', company: null, body: { email, password, ...second } })
      } catch (error) {
        if (codeOf(error) !== 'second_factor_required') throw error
        return setStep('code')
      }
      goIn()
    })
  const byPasskey = () =>
    act.run(async () => {
      await ask('/session/passkey', { method: 'POST', company: null, body: await showPasskey() })
      goIn()
    })

  if (step === 'sent')
    return (
      <Alone title={signInPage.title[language]}>
        <p role="status">{say.mailSent}</p>
        <Button onClick={() => setStep('password')}>{say.back}</Button>
      </Alone>
    )
  const second = step === 'code' || step === 'recovery'
  return (
    <Alone title={signInPage.title[language]}>
      {ended && step === 'password' && (
        <p className="alert" role="alert">
          {say.hasEnded}
        </p>
      )}
      <Form error={act.error} busy={act.busy} onSubmit={() => void send()}>
        {!second && (
          <Input
            label={say.email}
            type="email"
            autoComplete="username"
            required
            autoFocus
            value={email}
            onChange={({ target }) => setEmail(target.value)}
          />
        )}
        {step === 'password' && (
          <Input
            label={say.password}
            type="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={({ target }) => setPassword(target.value)}
          />
        )}
        {second && (
          <Input
            key={step}
            label={step === 'code' ? say.code : say.recoveryCode}
            hint={step === 'code' ? say.codeHint : undefined}
            inputMode={step === 'code' ? 'numeric' : 'text'}
            autoComplete="one-time-code"
            required
            autoFocus
            value={code}
            onChange={({ target }) => setCode(target.value)}
          />
        )}
        <Button type="submit" look="primary" busy={act.busy}>
          {step === 'forgot' ? say.sendMail : say.signIn}
        </Button>
        {step === 'password' && (
          <>
            <Button icon="key" onClick={() => void byPasskey()}>
              {say.withPasskey}
            </Button>
            <Button look="plain" onClick={() => turnTo('forgot')}>
              {say.forgot}
            </Button>
          </>
        )}
        {second && (
          <Button look="plain" onClick={() => turnTo(step === 'code' ? 'recovery' : 'code')}>
            {step === 'code' ? say.useRecovery : say.useCode}
          </Button>
        )}
        {step !== 'password' && (
          <Button look="plain" onClick={() => turnTo('password')}>
            {say.back}
          </Button>
        )}
      </Form>
    </Alone>
  )
}
