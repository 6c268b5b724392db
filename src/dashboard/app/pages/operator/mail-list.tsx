import { useMemo } from 'react'
import { useFilters } from '../../data/filters.ts'
import { useList, useWrite } from '../../data/queries.ts'
import { useMay } from '../../data/session.tsx'
import { Button } from '../../parts/button.tsx'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { FilterBar } from '../../parts/filter-bar.tsx'
import { Moment } from '../../parts/moment.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { useProblemText } from '../../parts/problem-text.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { useToast } from '../../parts/toasts.tsx'
import { useLanguage } from '../../words/language.tsx'
import { stateWords } from '../../words/state-words.ts'
import { useWords } from '../../words/words.ts'
import { Guide } from './guide.tsx'
import { mailFilters, mailsPage } from './operator-pages.ts'
import { operatorWords } from './operator-words.ts'
import { runningWords } from './running-words.ts'

type Mail = {
  identifier: string
  company_id: string
  to: string
  subject: string
  state: 'queued' | 'sent' | 'failed'
  attempts: number
  reason: string | null
  created_at: string
}

/** What was sent, what waits and what was given up, with why; what was not sent is sent again. */
export default function MailList() {
  const say = useWords(runningWords)
  const both = useWords(operatorWords)
  const states: Record<string, string> = useWords(stateWords)
  const { language } = useLanguage()
  const mayWrite = useMay()('operator:write')
  const bound = useFilters(mailFilters)
  const list = useList<Mail>('/operator/mails', bound.values)
  const columns = useMemo<Column<Mail>[]>(
    () => [
      { id: 'to', head: say.to, cell: ({ to }) => to },
      { id: 'state', head: both.state, cell: ({ state }) => <StateBadge state={state} /> },
      {
        id: 'why',
        long: true,
        head: both.why,
        cell: ({ state, reason }) =>
          state !== 'sent' && (
            <Guide
              of={`mail.${state}`}
              told={{ reason, next_step: state === 'failed' ? say.mailNext : say.mailWaits }}
            />
          ),
      },
      { id: 'made', head: say.made, cell: ({ created_at }) => <Moment at={created_at} /> },
      {
        id: 'retry',
        head: say.retry,
        deed: true,
        cell: (mail) => mayWrite && mail.state !== 'sent' && <Retry mail={mail} />,
      },
      { id: 'subject', head: say.subject, cell: ({ subject }) => subject, hidden: true },
      {
        id: 'attempts',
        head: say.attempts,
        align: 'end',
        cell: ({ attempts }) => String(attempts),
        hidden: true,
      },
    ],
    [say, both, mayWrite],
  )
  return (
    <div className="stack">
      <PageHeader title={mailsPage.title[language]} />
      <FilterBar filters={mailFilters} bound={bound} labels={{ state: both.state }} values={states} />
      <DataTable
        id="operated-mails"
        label={mailsPage.title[language]}
        columns={columns}
        list={list}
        rowKey={({ identifier }) => identifier}
        empty={
          <EmptyState icon="mail" title={both.noneOfThese}>
            {say.mailCalm}
          </EmptyState>
        }
      />
    </div>
  )
}

function Retry({ mail }: { mail: Mail }) {
  const say = useWords(runningWords)
  const toast = useToast()
  const problemText = useProblemText()
  const write = useWrite(['/operator'])
  return (
    <Button
      busy={write.isPending}
      onClick={() =>
        write.mutate(
          { path: `/operator/companies/${mail.company_id}/mails/${mail.identifier}/retry` },
          {
            onSuccess: () => toast({ title: say.retried }),
            onError: (error) => toast({ title: problemText(error), tone: 'bad' }),
          },
        )
      }
    >
      {say.retry}
      <span className="unseen"> {mail.subject}</span>
    </Button>
  )
}
