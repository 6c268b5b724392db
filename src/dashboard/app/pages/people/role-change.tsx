import { useState } from 'react'
import { useWrite } from '../../data/queries.ts'
import { useMember } from '../../data/session.tsx'
import { ConfirmDialog } from '../../parts/dialog.tsx'
import { Select } from '../../parts/field.tsx'
import { useToast } from '../../parts/toasts.tsx'
import { useWords } from '../../words/words.ts'
import { peopleWords } from './people-words.ts'
import { questionWords } from './question-words.ts'
import { type Role, roleNames } from './role-names.ts'

/** The roles that whoever is signed in may give and take: only an owner makes or changes an owner. */
export function useGivenRoles(): readonly Role[] {
  const isOwner = useMember()?.role === 'owner'
  return isOwner ? roleNames : roleNames.filter((role) => role !== 'owner')
}

type Props = { member: { identifier: string; name: string; email: string; role: Role } }

/**
 * A member's role, and a question before it is another: with arrow keys a list passes over roles that nobody
 * meant to give.
 */
export function RoleChange({ member }: Props) {
  const say = useWords(peopleWords)
  const ask = useWords(questionWords)
  const given = useGivenRoles()
  const toast = useToast()
  const write = useWrite(['/team'])
  const [role, setRole] = useState<Role>()
  const close = () => {
    setRole(undefined)
    write.reset()
  }
  if (!given.includes(member.role)) return say.roles[member.role]
  return (
    <>
      <Select
        quiet
        label={`${say.role}: ${member.email}`}
        value={member.role}
        options={given.map((value) => ({ value, label: say.roles[value] }))}
        onChange={({ target }) => setRole(target.value as Role)}
      />
      {role && (
        <ConfirmDialog
          open
          onClose={close}
          title={ask.roleTitle(member.name, say.roles[role])}
          description={ask.roleSays}
          confirm={ask.roleDo}
          busy={write.isPending}
          error={write.error}
          onConfirm={() =>
            write.mutate(
              { path: `/team/${member.identifier}`, method: 'PATCH', body: { role } },
              {
                onSuccess: () => {
                  toast({ title: ask.roleDone(member.name, say.roles[role]) })
                  close()
                },
              },
            )
          }
        />
      )}
    </>
  )
}
