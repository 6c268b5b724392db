import { useMemo } from 'react'
import { useFilters } from '../../data/filters.ts'
import { useList } from '../../data/queries.ts'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { FailReason } from '../../parts/fail-reason.tsx'
import { FilterBar } from '../../parts/filter-bar.tsx'
import { Moment, useDays } from '../../parts/moment.tsx'
import { Money } from '../../parts/money.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { TransactionLink } from '../../parts/transaction-link.tsx'
import { useLanguage } from '../../words/language.tsx'
import { stateWords } from '../../words/state-words.ts'
import { useWords } from '../../words/words.ts'
import type { Refund } from './refund.ts'
import { refundFilters, refundPage, refundsPage } from './refund-pages.ts'
import { refundWords } from './refund-words.ts'

/** Every refund, newest first, with what became of it. */
export default function RefundList() {
  const say = useWords(refundWords)
  const states: Record<string, string> = useWords(stateWords)
  const { language } = useLanguage()
  const bound = useFilters(refundFilters)
  const days = useDays()
  const { created_after, created_before, state } = bound.values
  const list = useList<Refund>('/refund', {
    state,
    created_after: days.from(created_after),
    created_before: days.before(created_before),
  })
  const columns = useMemo<Column<Refund>[]>(
    () => [
      {
        id: 'amount',
        head: say.amount,
        align: 'end',
        cell: ({ amount, currency }) => <Money amount={amount} currency={currency} />,
      },
      { id: 'state', head: say.state, cell: (refund) => <StateBadge state={refund.state} /> },
      { id: 'method', head: say.method, cell: ({ method }) => say.methods[method] },
      {
        id: 'debit',
        head: say.debit,
        cell: ({ debit_id }) => <TransactionLink id={debit_id}>{say.openDebit}</TransactionLink>,
      },
      {
        id: 'fail_reason',
        head: say.why,
        long: true,
        cell: ({ fail_reason }) => <FailReason reason={fail_reason} />,
      },
      { id: 'created', head: say.created, cell: ({ created_at }) => <Moment at={created_at} /> },
      { id: 'note', head: say.note, cell: ({ note }) => note, hidden: true },
    ],
    [say],
  )
  return (
    <div className="stack">
      <PageHeader title={refundsPage.title[language]} />
      <FilterBar
        filters={refundFilters}
        bound={bound}
        error={list.error}
        labels={{ state: say.state, created_after: say.after, created_before: say.before }}
        values={states}
      />
      <DataTable
        id="refunds"
        label={refundsPage.title[language]}
        columns={columns}
        list={list}
        rowKey={({ refund_id }) => refund_id}
        link={({ refund_id }, said) => (
          <PageLink to={refundPage} params={{ refund: refund_id }}>
            {said}
          </PageLink>
        )}
        empty={
          <EmptyState icon="undo" title={say.none}>
            {say.noneWhy}
          </EmptyState>
        }
      />
    </div>
  )
}
