import { useMemo } from 'react'
import { useFilters } from '../../data/filters.ts'
import { useList } from '../../data/queries.ts'
import { useAccountNames } from '../../parts/account-names.ts'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { DayOf } from '../../parts/day.tsx'
import { FilterBar } from '../../parts/filter-bar.tsx'
import { Moment, useDays } from '../../parts/moment.tsx'
import { Money } from '../../parts/money.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { useLanguage } from '../../words/language.tsx'
import { stateWords } from '../../words/state-words.ts'
import { useWords } from '../../words/words.ts'
import { NextPayoutsPanel } from './next-payouts.tsx'
import { payoutFilters, payoutPage, payoutsPage } from './numbers-pages.ts'
import { numbersWords } from './numbers-words.ts'
import type { Payout } from './payout.ts'

/** Every payout, newest first, and what the next one will be. */
export default function PayoutList() {
  const say = useWords(numbersWords)
  const states: Record<string, string> = useWords(stateWords)
  const { language } = useLanguage()
  const days = useDays()
  const bound = useFilters(payoutFilters)
  const { nameOf, isLoading: isNaming } = useAccountNames()
  const { created_after, created_before, ...plain } = bound.values
  const list = useList<Payout>('/payout', {
    ...plain,
    created_after: days.from(created_after),
    created_before: days.before(created_before),
  })
  const columns = useMemo<Column<Payout>[]>(
    () => [
      { id: 'created', head: say.created, cell: ({ created_at }) => <DayOf at={created_at} /> },
      {
        id: 'amount',
        head: say.amount,
        align: 'end',
        cell: ({ amount, currency }) => <Money amount={amount} currency={currency} />,
      },
      { id: 'state', head: say.state, cell: ({ state }) => <StateBadge state={state} /> },
      {
        id: 'account',
        head: say.account,
        cell: ({ to_bank_account_id: id }) => nameOf(id) ?? <code>{id.slice(0, 8)}</code>,
      },
      { id: 'changed', head: say.changed, cell: ({ updated_at }) => <Moment at={updated_at} /> },
    ],
    [say, nameOf],
  )
  return (
    <div className="stack">
      <PageHeader title={payoutsPage.title[language]} />
      <NextPayoutsPanel />
      <FilterBar
        filters={payoutFilters}
        bound={bound}
        labels={{
          state: say.state,
          currency: say.currency,
          created_after: say.after,
          created_before: say.before,
        }}
        values={states}
      />
      <DataTable
        id="payouts"
        label={payoutsPage.title[language]}
        columns={columns}
        list={{ ...list, isPending: list.isPending || isNaming }}
        rowKey={({ identifier }) => identifier}
        link={({ identifier }, said) => (
          <PageLink to={payoutPage} params={{ payout: identifier }}>
            {said}
          </PageLink>
        )}
        empty={
          bound.any ? (
            <EmptyState title={say.noFitTitle}>{say.noFit}</EmptyState>
          ) : (
            <EmptyState icon="bank" title={say.noPayoutsTitle}>
              {say.noPayouts}
            </EmptyState>
          )
        }
      />
    </div>
  )
}
