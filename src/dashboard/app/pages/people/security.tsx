import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useOnPlatformClock } from '../../data/here.tsx'
import { useRead, useWrite } from '../../data/queries.ts'
import { Button } from '../../parts/button.tsx'
import { Panel } from '../../parts/description-list.tsx'
import { Input } from '../../parts/field.tsx'
import { Moment } from '../../parts/moment.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { Question } from '../../parts/question.tsx'
import { Loaded } from '../../parts/states.tsx'
import { useToast } from '../../parts/toasts.tsx'
import { deviceOf } from '../../words/device.ts'
import { useLanguage } from '../../words/language.tsx'
import { useWords } from '../../words/words.ts'
import { ofField } from './act.ts'
import { Form } from './alone.tsx'
import { AuthenticatorApp } from './authenticator-app.tsx'
import { Passkeys } from './passkeys.tsx'
import { securityPage } from './people-pages.ts'
import { peopleWords } from './people-words.ts'
import { questionWords } from './question-words.ts'

type Own = { user: { has_totp: boolean; passkeys: number; recovery_codes_left: number } }

/** How one signs in, and where one is signed in. */
export default function Security() {
  const { language } = useLanguage()
  const own = useRead<Own>('/session')
  return (
    <div className="stack">
      <PageHeader title={securityPage.title[language]} />
      <Sessions />
      <Passkeys />
      <Loaded of={own}>
        {({ user }) => (
          <AuthenticatorApp
            on={user.has_totp}
            spare={user.passkeys > 0}
            codesLeft={user.recovery_codes_left}
          />
        )}
      </Loaded>
      <Password />
    </div>
  )
}

type Session = {
  identifier: string
  is_current: boolean
  method: string
  address: string
  user_agent: string | null
  created_at: string
  last_seen_at: string
}

function Sessions() {
  const say = useWords(peopleWords)
  const onClock = useOnPlatformClock()
  const sessions = useRead<{ data: Session[] }>('/session/sessions')
  const ask = useWords(questionWords)
  return (
    <Panel
      title={say.sessions}
      actions={
        <Question
          verb={say.endOthers}
          title={ask.endAllTitle}
          description={ask.endSays}
          look="bad"
          written={() => ({ path: '/session/sessions', method: 'DELETE' })}
          concerns={['/session']}
          done={ask.ended}
        />
      }
    >
      <Loaded of={sessions}>
        {({ data }) => (
          <ul className="stack plain-list">
            {data.map((one) => (
              <li key={one.identifier} className="row spread">
                <span className="agent">
                  {one.user_agent === null ? '?' : deviceOf(one.user_agent)} · {one.address} · {say.since}{' '}
                  <Moment at={onClock(one.created_at)} />
                  {one.is_current && <strong> ({say.thisOne})</strong>}
                </span>
                {!one.is_current && (
                  <Question
                    verb={say.end}
                    about={one.address}
                    title={ask.endTitle}
                    description={ask.endSays}
                    look="bad"
                    written={() => ({ path: `/session/sessions/${one.identifier}`, method: 'DELETE' })}
                    concerns={['/session']}
                    done={ask.ended}
                  />
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Panel>
  )
}

function Password() {
  const say = useWords(peopleWords)
  const toast = useToast()
  const client = useQueryClient()
  const [password, setPassword] = useState('')
  const write = useWrite(['/session'])
  const send = () =>
    write.mutate(
      { path: '/session/password', method: 'PUT', body: { password } },
      {
        onSuccess: () => {
          setPassword('')
          void client.invalidateQueries({ queryKey: ['session'] })
          toast({ title: say.changePassword })
        },
      },
    )
  return (
    <Panel title={say.changePassword}>
      <Form error={write.error} busy={write.isPending} onSubmit={send}>
        <Input
          label={say.newPassword}
          hint={say.passwordHint}
          error={ofField(write.error, 'password')}
          type="password"
          autoComplete="new-password"
          required
          value={password}
          onChange={({ target }) => setPassword(target.value)}
        />
        <div className="row">
          <Button type="submit" busy={write.isPending}>
            {say.setPassword}
          </Button>
        </div>
      </Form>
    </Panel>
  )
}
