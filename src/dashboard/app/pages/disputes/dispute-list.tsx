import { useMemo } from 'react'
import { useFilters } from '../../data/filters.ts'
import { useList } from '../../data/queries.ts'
import { askedTogether, ContactName } from '../../parts/contact-name.tsx'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { DayOf } from '../../parts/day.tsx'
import { explainWords } from '../../parts/explain-words.ts'
import { ExplainButton, OpenedExplanation } from '../../parts/explained.tsx'
import { FilterBar } from '../../parts/filter-bar.tsx'
import { Moment, useDays } from '../../parts/moment.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { useLanguage } from '../../words/language.tsx'
import { networkWords, reasonText } from '../../words/network-words.ts'
import { stateWords } from '../../words/state-words.ts'
import { useWords } from '../../words/words.ts'
import { type Dispute, disputeExplained, explainPath } from './dispute.ts'
import { disputeFilters, disputePage, disputesPage } from './disputes-pages.ts'
import { disputesWords } from './disputes-words.ts'

/** Every dispute, newest first, with its deadline while it can be answered. */
export default function DisputeList() {
  const say = useWords(disputesWords)
  const { reasons } = useWords(networkWords)
  const { names } = useWords(explainWords)
  const states: Record<string, string> = useWords(stateWords)
  const { language } = useLanguage()
  const bound = useFilters(disputeFilters)
  const days = useDays()
  const { opened_after, opened_before, ...plain } = bound.values
  const list = useList<Dispute>('/dispute', {
    ...plain,
    opened_after: days.from(opened_after),
    opened_before: days.before(opened_before),
  })
  const together = useMemo(() => askedTogether(list.rows.map((row) => row.contact_id)), [list.rows])
  const columns = useMemo<Column<Dispute>[]>(
    () => [
      { id: 'opened', head: say.opened, cell: ({ opened_at }) => <DayOf at={opened_at} /> },
      { id: 'statement', head: say.debit, cell: ({ statement }) => statement },
      {
        id: 'contact',
        head: say.contact,
        cell: ({ contact_id }) => <ContactName id={contact_id} among={together.get(contact_id) ?? []} />,
      },
      {
        id: 'amount',
        head: say.amount,
        align: 'end',
        cell: ({ dispute_id, amount, currency }) => (
          <ExplainButton
            amount={amount}
            currency={currency}
            path={explainPath(dispute_id, 'amount')}
            name={names.dispute!}
          />
        ),
      },
      { id: 'state', head: say.state, cell: ({ state }) => <StateBadge state={state} /> },
      {
        id: 'deadline',
        head: say.deadline,
        cell: ({ state, respond_by }) =>
          state === 'needs_response' ? <Moment at={respond_by} coming /> : '—',
      },
      { id: 'reason', head: say.reason, long: true, cell: ({ reason }) => reasonText(reason, reasons) },
    ],
    [say, reasons, names, together],
  )
  return (
    <div className="stack">
      <PageHeader title={disputesPage.title[language]} />
      <FilterBar
        filters={disputeFilters}
        bound={bound}
        error={list.error}
        labels={{
          state: say.state,
          currency: say.currency,
          opened_after: say.openedAfter,
          opened_before: say.openedBefore,
          reason: say.reason,
        }}
        values={states}
      />
      <DataTable
        id="disputes"
        label={disputesPage.title[language]}
        columns={columns}
        list={list}
        rowKey={({ dispute_id }) => dispute_id}
        link={({ dispute_id }, said) => (
          <PageLink to={disputePage} params={{ dispute: dispute_id }}>
            {said}
          </PageLink>
        )}
        empty={
          bound.any ? (
            <EmptyState title={say.noFitTitle}>{say.noFit}</EmptyState>
          ) : (
            <EmptyState icon="flag" title={say.noneTitle}>
              {say.none}
            </EmptyState>
          )
        }
      />
      <OpenedExplanation first={disputeExplained} name={names.dispute!} />
    </div>
  )
}
