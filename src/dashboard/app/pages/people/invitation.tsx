import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { ask } from '../../data/ask.ts'
import { type AskError, codeOf } from '../../data/problem.ts'
import { moveTo } from '../../parts/arrival.ts'
import { Button } from '../../parts/button.tsx'
import { Input } from '../../parts/field.tsx'
import { Problem } from '../../parts/problem-text.tsx'
import { Loaded } from '../../parts/states.tsx'
import { useLanguage } from '../../words/language.tsx'
import { useWords } from '../../words/words.ts'
import { ofField, ticketOf, useAct } from './act.ts'
import { Alone, Form } from './alone.tsx'
import { invitationPage } from './people-pages.ts'
import { peopleWords } from './people-words.ts'

type Invitation = {
  company_name: string
  email: string
  role: keyof typeof peopleWords.en.roles
  has_account: boolean
}

/** Joins a company, by the link of a mail. */
export default function InvitationPage() {
  const say = useWords(peopleWords)
  const { language } = useLanguage()
  const ticket = ticketOf(location.hash)
  const look = useQuery<Invitation, AskError>({
    queryKey: ['invitation', ticket],
    queryFn: () => ask('/session/invitation/look', { method: 'POST', company: null, body: { ticket } }),
    enabled: ticket !== null,
    retry: false,
  })
  return (
    <Alone title={invitationPage.title[language]}>
      {ticket === null ? (
        <p role="alert">{say.noTicket}</p>
      ) : (
        <Known of={look}>{(invitation) => <Join invitation={invitation} ticket={ticket} />}</Known>
      )}
    </Alone>
  )
}

/** One that was used, withdrawn or is over stays so: no other try mends it, but who used it signs in. */
function Known({
  of,
  children,
}: {
  of: UseQueryResult<Invitation, AskError>
  children: (invitation: Invitation) => ReactNode
}) {
  const say = useWords(peopleWords)
  if (codeOf(of.error) !== 'sign_in_failed') return <Loaded of={of}>{children}</Loaded>
  return (
    <>
      <Problem of={of.error} />
      <Link to="/sign-in" className="link">
        {say.signIn}
      </Link>
    </>
  )
}

function Join({ invitation, ticket }: { invitation: Invitation; ticket: string }) {
  const say = useWords(peopleWords)
  const { language } = useLanguage()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const act = useAct()
  const { company_name, email, role, has_account } = invitation
  const send = () =>
    act.run(async () => {
      const body = has_account ? { ticket } : { ticket, name, password, language }
      await ask('/session/invitation', { method: 'POST', company: null, body })
      moveTo('/dashboard')
    })
  return (
    <Form error={act.error} busy={act.busy} onSubmit={() => void send()}>
      <p>{say.invitedTo(company_name, say.roles[role])}</p>
      <Input label={say.email} type="email" autoComplete="username" readOnly value={email} />
      {has_account ? (
        <>
          <p className="soft">{say.signInFirst}</p>
          <Link to="/sign-in" className="link">
            {say.signIn}
          </Link>
        </>
      ) : (
        <>
          <Input
            label={say.name}
            error={ofField(act.error, 'name')}
            autoComplete="name"
            required
            maxLength={100}
            value={name}
            onChange={({ target }) => setName(target.value)}
          />
          <Input
            label={say.newPassword}
            hint={say.passwordHint}
            error={ofField(act.error, 'password')}
            type="password"
            autoComplete="new-password"
            required
            value={password}
            onChange={({ target }) => setPassword(target.value)}
          />
        </>
      )}
      <Button type="submit" look="primary" busy={act.busy}>
        {say.join}
      </Button>
    </Form>
  )
}
