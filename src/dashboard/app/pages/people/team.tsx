import { useMemo, useState } from 'react'
import { useOnPlatformClock } from '../../data/here.tsx'
import { useList } from '../../data/queries.ts'
import { useMay } from '../../data/session.tsx'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { Moment } from '../../parts/moment.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { Question } from '../../parts/question.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { useLanguage } from '../../words/language.tsx'
import { useWords } from '../../words/words.ts'
import { Invitations } from './invitations.tsx'
import { type LeftToken, LeftTokens } from './left-tokens.tsx'
import { teamPage } from './people-pages.ts'
import { peopleWords } from './people-words.ts'
import { questionWords } from './question-words.ts'
import { RoleChange, useGivenRoles } from './role-change.tsx'
import type { Role } from './role-names.ts'
import { SecondFactorDemand } from './second-factor-demand.tsx'

type Member = {
  identifier: string
  email: string
  name: string
  role: Role
  second_factor: boolean
  last_seen_at: string | null
}

type Left = { api_tokens: LeftToken[] }

/** Who is in the company, with which role; who is invited. */
export default function Team() {
  const say = useWords(peopleWords)
  const onClock = useOnPlatformClock()
  const { language } = useLanguage()
  const mayWrite = useMay()('team:write')
  const list = useList<Member>('/team')
  const ask = useWords(questionWords)
  const given = useGivenRoles()
  const [left, setLeft] = useState<Left & { name: string }>()
  const columns = useMemo<Column<Member>[]>(
    () => [
      { id: 'name', head: ask.name, cell: ({ name }) => name },
      { id: 'email', head: say.email, cell: ({ email }) => email },
      {
        id: 'role',
        head: say.role,
        cell: (member) => (mayWrite ? <RoleChange member={member} /> : say.roles[member.role]),
      },
      {
        id: 'factor',
        head: say.secondFactor,
        cell: ({ second_factor }) => (second_factor ? say.yes : say.no),
      },
      {
        id: 'seen',
        head: say.lastSeen,
        cell: ({ last_seen_at }) => last_seen_at && <Moment at={onClock(last_seen_at)} />,
      },
      ...(mayWrite
        ? [
            {
              id: 'actions',
              head: say.actions,
              deed: true,
              cell: (member: Member) =>
                given.includes(member.role) && (
                  <Question<Left>
                    verb={say.remove}
                    about={member.name}
                    title={say.removeTitle(member.name)}
                    description={say.removeSays}
                    look="bad"
                    written={() => ({ path: `/team/${member.identifier}`, method: 'DELETE' })}
                    concerns={['/team']}
                    done={ask.removed(member.name)}
                    onDone={({ api_tokens }) => setLeft({ name: member.name, api_tokens })}
                  />
                ),
            },
          ]
        : []),
    ],
    [say, ask, given, mayWrite, onClock],
  )
  return (
    <div className="stack">
      <PageHeader title={teamPage.title[language]}>{say.roleHelp}</PageHeader>
      <DataTable
        id="team"
        label={say.team}
        columns={columns}
        list={list}
        rowKey={({ identifier }) => identifier}
        empty={<EmptyState icon="people" title={say.nobody} />}
      />
      {left && <LeftTokens name={left.name} tokens={left.api_tokens} onClose={() => setLeft(undefined)} />}
      <SecondFactorDemand mayWrite={mayWrite} />
      <Invitations mayWrite={mayWrite} />
    </div>
  )
}
