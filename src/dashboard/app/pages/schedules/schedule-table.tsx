import { type ReactNode, useMemo } from 'react'
import type { Query } from '../../data/ask.ts'
import { useContactNames } from '../../data/contact-names.ts'
import { useList } from '../../data/queries.ts'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { Day } from '../../parts/day.tsx'
import { Money } from '../../parts/money.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { useLanguage } from '../../words/language.tsx'
import { useWords } from '../../words/words.ts'
import type { Schedule } from './schedule.ts'
import { schedulePage, schedulesPage } from './schedule-pages.ts'
import { scheduleWords } from './schedule-words.ts'

/** Schedules, all or those of one contact. */
export function ScheduleTable({ query, empty }: { query: Query; empty?: ReactNode }) {
  const say = useWords(scheduleWords)
  const { language } = useLanguage()
  const list = useList<Schedule>('/schedule', query)
  const names = useContactNames(list.rows.map(({ contact_id }) => contact_id))
  const columns = useMemo<Column<Schedule>[]>(
    () => [
      { id: 'statement', head: say.statement, cell: ({ statement }) => statement },
      { id: 'contact', head: say.contact, cell: ({ contact_id }) => names.get(contact_id)?.name },
      {
        id: 'amount',
        head: say.amount,
        align: 'end',
        cell: ({ amount, currency }) => <Money amount={amount} currency={currency} />,
      },
      { id: 'what', head: say.what, cell: ({ kind }) => say.kinds[kind] },
      { id: 'how', head: say.how, cell: ({ frequency, interval }) => say.every[frequency](interval) },
      {
        id: 'next',
        head: say.next,
        cell: ({ next_dates: [next] }) => next && <Day on={next.due_on} />,
      },
      { id: 'state', head: say.state, cell: ({ state }) => <StateBadge state={state} /> },
      { id: 'reference', head: say.reference, cell: (row) => row.external_reference, hidden: true },
    ],
    [say, names],
  )
  return (
    <DataTable
      id="schedules"
      label={schedulesPage.title[language]}
      columns={columns}
      list={list}
      rowKey={({ identifier }) => identifier}
      link={({ identifier }, said) => (
        <PageLink to={schedulePage} params={{ schedule: identifier }}>
          {said}
        </PageLink>
      )}
      empty={
        empty ?? (
          <EmptyState icon="calendar" title={say.noneTitle}>
            {say.none}
          </EmptyState>
        )
      }
    />
  )
}
