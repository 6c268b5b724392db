import { useState } from 'react'
import { useDeed } from '../../data/deeds.ts'
import { useOnPlatformClock } from '../../data/here.tsx'
import { useRead, useWrite } from '../../data/queries.ts'
import { Button } from '../../parts/button.tsx'
import { Panel } from '../../parts/description-list.tsx'
import { ConfirmDialog } from '../../parts/dialog.tsx'
import { Input, Select } from '../../parts/field.tsx'
import { Moment } from '../../parts/moment.tsx'
import { Question } from '../../parts/question.tsx'
import { Loaded } from '../../parts/states.tsx'
import { useToast } from '../../parts/toasts.tsx'
import { useWords } from '../../words/words.ts'
import { ofField } from './act.ts'
import { teamPage } from './people-pages.ts'
import { peopleWords } from './people-words.ts'
import { questionWords } from './question-words.ts'
import { useGivenRoles } from './role-change.tsx'
import type { Role } from './role-names.ts'

type Invitation = { identifier: string; email: string; role: Role; expires_at: string }

/** Who is invited and has not come; and the way to invite. */
export function Invitations({ mayWrite }: { mayWrite: boolean }) {
  const say = useWords(peopleWords)
  const toast = useToast()
  const onClock = useOnPlatformClock()
  const open = useRead<{ data: Invitation[] }>('/team/invitations', { limit: 100 })
  const invite = useWrite(['/team'])
  const ask = useWords(questionWords)
  const given = useGivenRoles()
  const [asking, setAsking] = useDeed(teamPage, 'invite')
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<string>('viewer')
  const close = () => {
    setAsking(false)
    invite.reset()
  }
  return (
    <Panel
      title={say.invitations}
      actions={
        mayWrite && (
          <Button look="primary" icon="plus" onClick={() => setAsking(true)}>
            {say.invite}
          </Button>
        )
      }
    >
      <Loaded of={open}>
        {({ data }) =>
          data.length === 0 ? (
            <p className="soft">{say.noInvitations}</p>
          ) : (
            <ul className="stack plain-list">
              {data.map((one) => (
                <li key={one.identifier} className="row spread">
                  <span>
                    {one.email} · {say.roles[one.role]} · {say.expires}{' '}
                    <Moment at={onClock(one.expires_at)} look="fixed" />
                  </span>
                  {mayWrite && given.includes(one.role) && (
                    <Question
                      verb={say.withdraw}
                      about={one.email}
                      title={ask.withdrawTitle(one.email)}
                      description={ask.withdrawSays}
                      look="bad"
                      written={() => ({ path: `/team/invitations/${one.identifier}`, method: 'DELETE' })}
                      concerns={['/team']}
                      done={ask.withdrawn}
                    />
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <ConfirmDialog
        open={asking}
        onClose={close}
        title={say.inviteTitle}
        description={say.roleHelp}
        confirm={say.invite}
        busy={invite.isPending}
        error={invite.error}
        onConfirm={() =>
          invite.mutate(
            { path: '/team/invitations', body: { email, role } },
            {
              onSuccess: () => {
                close()
                setEmail('')
                toast({ title: say.invited(email) })
              },
            },
          )
        }
      >
        <Input
          label={say.email}
          error={ofField(invite.error, 'email')}
          type="email"
          required
          value={email}
          onChange={({ target }) => setEmail(target.value)}
        />
        <Select
          label={say.role}
          value={role}
          options={given.map((value) => ({ value, label: say.roles[value] }))}
          onChange={({ target }) => setRole(target.value)}
        />
      </ConfirmDialog>
    </Panel>
  )
}
