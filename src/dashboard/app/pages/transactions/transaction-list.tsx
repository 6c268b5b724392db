import { useMemo } from 'react'
import { useFilters } from '../../data/filters.ts'
import { useList } from '../../data/queries.ts'
import { cardName } from '../../parts/card-name.ts'
import { askedTogether, ContactName } from '../../parts/contact-name.tsx'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { FailReason } from '../../parts/fail-reason.tsx'
import { Moment, useDays } from '../../parts/moment.tsx'
import { Money } from '../../parts/money.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { useLanguage } from '../../words/language.tsx'
import { useWords } from '../../words/words.ts'
import { BulkBar } from './bulk-bar.tsx'
import { ExportButton } from './export-button.tsx'
import { SavedViews } from './saved-views.tsx'
import { toQuery } from './shown.ts'
import type { Transaction } from './transaction.ts'
import { TransactionFilters } from './transaction-filters.tsx'
import { transactionFilters, transactionPage, transactionsPage } from './transaction-pages.ts'
import { TransactionSearch } from './transaction-search.tsx'
import { transactionWords } from './transaction-words.ts'

/** Every debit and credit, newest first. */
export default function TransactionList() {
  const say = useWords(transactionWords)
  const { language } = useLanguage()
  const bound = useFilters(transactionFilters)
  const query = toQuery(bound.values, useDays())
  const list = useList<Transaction>('/transaction', query)
  const together = useMemo(() => askedTogether(list.rows.map((row) => row.contact_id)), [list.rows])
  const columns = useMemo<Column<Transaction>[]>(
    () => [
      {
        id: 'amount',
        head: say.amount,
        align: 'end',
        cell: ({ amount, currency }) => <Money amount={amount} currency={currency} />,
      },
      { id: 'state', head: say.state, cell: ({ state }) => <StateBadge state={state} /> },
      { id: 'statement', head: say.statement, cell: ({ statement }) => statement },
      { id: 'kind', head: say.kind, cell: ({ kind }) => say[kind] },
      { id: 'rail', head: say.rail, cell: ({ rail }) => (rail ? say[rail] : say.undecided) },
      {
        id: 'fail_reason',
        head: say.failReason,
        cell: ({ fail_reason }) => <FailReason reason={fail_reason} />,
      },
      {
        id: 'contact',
        head: say.contact,
        cell: ({ contact_id }) => <ContactName id={contact_id} among={together.get(contact_id) ?? []} />,
        hidden: true,
      },
      {
        id: 'card',
        head: say.card,
        cell: ({ card }) => card && cardName(card),
        hidden: true,
      },
      {
        id: 'reference',
        head: say.reference,
        cell: ({ external_reference }) => external_reference,
        hidden: true,
      },
      {
        id: 'refunded',
        head: say.refunded,
        cell: ({ amount_refunded, currency }) => <Money amount={amount_refunded} currency={currency} />,
        align: 'end',
        hidden: true,
      },
      {
        id: 'fee',
        head: say.fee,
        cell: ({ fee_amount, currency }) => <Money amount={fee_amount} currency={currency} />,
        align: 'end',
        hidden: true,
      },
      {
        id: 'identifier',
        head: say.identifier,
        cell: ({ identifier }) => <code>{identifier}</code>,
        hidden: true,
      },
      { id: 'created', head: say.created, cell: ({ created_at }) => <Moment at={created_at} /> },
    ],
    [say, together],
  )
  return (
    <div className="stack">
      <PageHeader
        title={transactionsPage.title[language]}
        actions={<SavedViews values={bound.values} any={bound.any} />}
      />
      <search aria-label={say.search}>
        <TransactionSearch />
      </search>
      <TransactionFilters bound={bound} error={list.error} />
      <DataTable
        id="transactions"
        label={transactionsPage.title[language]}
        columns={columns}
        list={list}
        rowKey={({ identifier }) => identifier}
        link={({ identifier }, said) => (
          <PageLink to={transactionPage} params={{ transaction: identifier }}>
            {said}
          </PageLink>
        )}
        // Of a list that is longer than its address says, nothing is done with all.
        {...(bound.unknown.length === 0 && {
          bulk: (rows: readonly Transaction[], clear: () => void) => <BulkBar rows={rows} clear={clear} />,
        })}
        beside={<ExportButton query={query} />}
        empty={
          bound.any ? (
            <EmptyState title={say.notFoundTitle}>{say.notFound}</EmptyState>
          ) : (
            <EmptyState icon="swap" title={say.noneTitle}>
              {say.none}
            </EmptyState>
          )
        }
      />
    </div>
  )
}
