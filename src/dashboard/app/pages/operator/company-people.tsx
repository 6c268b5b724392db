import { useState } from 'react'
import { Input, Select } from '../../parts/field.tsx'
import { useWords } from '../../words/words.ts'
import { peopleWords } from '../people/people-words.ts'
import { roleNames } from '../people/role-names.ts'
import { type Company, companyWords } from './company.ts'
import { Decision } from './decision.tsx'
import { newCompanyWords } from './new-company-words.ts'
import { operatorWords } from './operator-words.ts'

/** How payers reach it, and where mail about its webhooks goes. */
export function ChangeContact({ company }: { company: Company }) {
  const say = useWords(newCompanyWords)
  const both = useWords(companyWords)
  const operator = useWords(operatorWords)
  const [fields, setFields] = useState({
    email: company.contact_email ?? '',
    phone: company.contact_phone ?? '',
    alert: company.alert_email ?? '',
  })
  const field = (name: keyof typeof fields) => ({
    value: fields[name],
    onChange: ({ target }: { target: { value: string } }) => setFields({ ...fields, [name]: target.value }),
  })
  const contact = { email: fields.email.trim(), phone: fields.phone.trim() || null }
  return (
    <Decision
      verb={say.edit}
      title={say.edit}
      description={say.editWhat}
      facts={[[operator.company, company.name]]}
      noted={false}
      written={() => ({
        path: `/operator/companies/${company.identifier}`,
        method: 'PATCH',
        body: {
          ...((contact.email || contact.phone) && { contact }),
          alert_email: fields.alert.trim() || null,
        },
      })}
      done={both.did.reached}
    >
      {(errorOf) => (
        <>
          <Input
            label={say.email}
            hint={say.emailHint}
            type="email"
            error={errorOf('contact.email')}
            {...field('email')}
          />
          <Input label={say.phone} type="tel" error={errorOf('contact.phone')} {...field('phone')} />
          <Input
            label={say.alert}
            hint={say.alertHint}
            type="email"
            error={errorOf('alert_email')}
            {...field('alert')}
          />
        </>
      )}
    </Decision>
  )
}

/** Its first owner, or another one where the last is gone. */
export function InviteSomebody({ company }: { company: Company }) {
  const say = useWords(newCompanyWords)
  const people = useWords(peopleWords)
  const operator = useWords(operatorWords)
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<string>('owner')
  return (
    <Decision
      verb={say.invite}
      title={say.invite}
      description={say.inviteWhat}
      facts={[[operator.company, company.name]]}
      noted={false}
      written={() => ({
        path: `/operator/companies/${company.identifier}/invitations`,
        body: { email: email.trim(), role },
      })}
      done={say.invited(email.trim())}
      onDone={() => setEmail('')}
    >
      {(errorOf) => (
        <>
          <Input
            label={say.inviteTo}
            type="email"
            required
            value={email}
            error={errorOf('email')}
            onChange={({ target }) => setEmail(target.value)}
          />
          <Select
            label={say.role}
            options={roleNames.map((value) => ({ value, label: people.roles[value] }))}
            value={role}
            onChange={({ target }) => setRole(target.value)}
          />
        </>
      )}
    </Decision>
  )
}
