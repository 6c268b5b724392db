import { useState } from 'react'
import { useWrite } from '../../data/queries.ts'
import { Button } from '../../parts/button.tsx'
import { CopyButton } from '../../parts/copy-button.tsx'
import { Panel } from '../../parts/description-list.tsx'
import { Input } from '../../parts/field.tsx'
import { Problem } from '../../parts/problem-text.tsx'
import { QrCode } from '../../parts/qr-code.tsx'
import { Question } from '../../parts/question.tsx'
import { useWords } from '../../words/words.ts'
import { ofField } from './act.ts'
import { Form } from './alone.tsx'
import { peopleWords } from './people-words.ts'
import { questionWords } from './question-words.ts'

type Started = { ticket: string; secret: string; uri: string }
type Codes = { recovery_codes: string[] }

type Props = {
  on: boolean
  /** There is a passkey: recovery codes stand in for it too. */
  spare: boolean
  codesLeft: number
}

/** The app whose codes a password needs, and the codes for when phone or passkey is lost. */
export function AuthenticatorApp({ on, spare, codesLeft }: Props) {
  const say = useWords(peopleWords)
  const [started, setStarted] = useState<Started | null>(null)
  const [codes, setCodes] = useState<string[] | null>(null)
  const [code, setCode] = useState('')
  const start = useWrite<Started>()
  const change = useWrite<Codes>(['/session'])
  const ask = useWords(questionWords)
  const keep = ({ recovery_codes }: Codes) => setCodes(recovery_codes)
  const confirm = () =>
    change.mutate(
      { path: '/session/totp', method: 'PUT', body: { ticket: started!.ticket, code } },
      {
        onSuccess: (answer) => {
          keep(answer)
          setStarted(null)
          setCode('')
        },
      },
    )
  return (
    <Panel title={say.totp}>
      <p>{on ? say.totpOn : say.totpOff}</p>
      <Problem of={start.error} />
      <div className="row">
        <Button
          busy={start.isPending}
          onClick={() => start.mutate({ path: '/session/totp/options' }, { onSuccess: setStarted })}
        >
          {say.addTotp}
        </Button>
        {on && (
          <Question
            verb={say.removeTotp}
            title={ask.totpTitle}
            description={ask.totpSays}
            look="bad"
            written={() => ({ path: '/session/totp', method: 'DELETE' })}
            concerns={['/session']}
            done={ask.totpRemoved}
          />
        )}
      </div>
      {started && (
        <Form error={change.error} busy={change.isPending} onSubmit={confirm}>
          <p>{say.scan}</p>
          <QrCode text={started.uri} label={say.totp} />
          <p className="row">
            {say.secret}: <code>{started.secret}</code> <CopyButton text={started.secret} name={say.secret} />
          </p>
          <Input
            label={say.code}
            error={ofField(change.error, 'code')}
            inputMode="numeric"
            autoComplete="one-time-code"
            required
            value={code}
            onChange={({ target }) => setCode(target.value)}
          />
          <div className="row">
            <Button type="submit" look="primary" busy={change.isPending}>
              {say.confirm}
            </Button>
          </div>
        </Form>
      )}
      {(on || spare) && (
        <>
          <h3>{say.recovery}</h3>
          <p className="soft">
            {say.recoverySay} {say.codesLeft(String(codesLeft))}
          </p>
          <div className="row">
            <Question<Codes>
              verb={say.newCodes}
              title={ask.codesTitle}
              description={ask.codesSay}
              look="bad"
              written={() => ({ path: '/session/recovery_codes' })}
              concerns={['/session']}
              onDone={keep}
            />
          </div>
        </>
      )}
      {codes && (
        <div role="status">
          <ul className="codes">
            {codes.map((one) => (
              <li key={one}>
                <code>{one}</code>
              </li>
            ))}
          </ul>
          <CopyButton text={codes.join('\n')} name={say.recovery} />
        </div>
      )}
    </Panel>
  )
}
