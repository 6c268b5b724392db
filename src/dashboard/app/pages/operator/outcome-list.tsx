import { useMemo, useState } from 'react'
import { useList } from '../../data/queries.ts'
import { useMay } from '../../data/session.tsx'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { DescriptionList } from '../../parts/description-list.tsx'
import { Moment } from '../../parts/moment.tsx'
import { Money } from '../../parts/money.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { useLanguage } from '../../words/language.tsx'
import { useWords } from '../../words/words.ts'
import { useMoneyText } from '../transactions/shown.ts'
import { transactionPage } from '../transactions/transaction-pages.ts'
import { decidedWords } from './decided-words.ts'
import { Decision } from './decision.tsx'
import { Guide } from './guide.tsx'
import { outcomesPage } from './operator-pages.ts'
import { operatorWords } from './operator-words.ts'
import { ResolveAs, useLacksChoice } from './resolve-as.tsx'
import { AGAIN_MS } from './rhythm.ts'

type As = 'reversed' | 'captured' | 'released'
type Outcome = {
  identifier: string
  company_id: string
  company_name: string
  transaction_id: string
  kind: 'charge' | 'authorization' | 'refund'
  state: string
  amount: string
  currency: string
  since: string
  tried: number
  takes: readonly As[]
  ask: Record<string, unknown>
  reason: string
  next_step: string
}

/** What nobody knows the outcome of: how much, since when, what the acquirer is asked, and how it ends. */
export default function OutcomeList() {
  const say = useWords(decidedWords)
  const both = useWords(operatorWords)
  const { language } = useLanguage()
  const mayWrite = useMay()('operator:write')
  const list = useList<Outcome>('/operator/unknown_outcomes', {}, { refetchInterval: AGAIN_MS })
  const columns = useMemo<Column<Outcome>[]>(
    () => [
      {
        id: 'amount',
        head: say.amount,
        cell: ({ amount, currency }) => <Money amount={amount} currency={currency} />,
      },
      { id: 'kind', head: say.kind, cell: ({ kind }) => <span className="number">{say.kinds[kind]}</span> },
      { id: 'company', head: both.company, cell: ({ company_name }) => company_name },
      { id: 'since', head: say.asked, cell: ({ since }) => <Moment at={since} look="fixed" /> },
      { id: 'rrn', head: say.reference, cell: ({ ask }) => <code>{String(ask.rrn ?? '')}</code> },
      { id: 'tried', head: say.tried, align: 'end', cell: ({ tried }) => String(tried), hidden: true },
      {
        id: 'why',
        long: true,
        head: both.why,
        cell: (row) => <Guide of={`outcome.${row.state}`} told={row} />,
      },
      {
        id: 'resolve',
        head: say.resolve,
        deed: true,
        cell: (row) => mayWrite && row.takes.length > 0 && <Resolve outcome={row} />,
      },
      {
        id: 'transaction',
        head: say.transaction,
        cell: ({ company_id, transaction_id }) => (
          <PageLink to={transactionPage} company={company_id} params={{ transaction: transaction_id }}>
            {say.openTransaction}
          </PageLink>
        ),
      },
    ],
    [say, both, mayWrite],
  )
  return (
    <div className="stack">
      <PageHeader title={outcomesPage.title[language]} />
      <DataTable
        id="unknown-outcomes"
        label={outcomesPage.title[language]}
        columns={columns}
        list={list}
        rowKey={({ identifier }) => identifier}
        empty={
          <EmptyState icon="check" title={both.noneOfThese}>
            {say.outcomeCalm}
          </EmptyState>
        }
      />
    </div>
  )
}

function Resolve({ outcome }: { outcome: Outcome }) {
  const say = useWords(decidedWords)
  const both = useWords(operatorWords)
  const money = useMoneyText()
  const asks: Readonly<Record<string, string>> = say.asks
  const [as, setAs] = useState<As | ''>('')
  const lacks = useLacksChoice(as)
  return (
    <Decision
      verb={say.resolve}
      about={outcome.identifier}
      title={say.resolveOutcome(money(outcome.amount, outcome.currency))}
      description={say.resolveOutcomeWhat}
      facts={[
        [say.kind, say.kinds[outcome.kind]],
        [both.company, outcome.company_name],
        [say.transaction, <code key="of">{outcome.transaction_id}</code>],
        [say.asked, <Moment key="since" at={outcome.since} look="exact" />],
      ]}
      look="bad"
      companyReads
      lacks={lacks}
      written={(note) => ({
        path: `/operator/companies/${outcome.company_id}/unknown_outcomes/${outcome.identifier}/resolve`,
        body: { as, note },
      })}
      done={say.resolved}
    >
      {(errorOf) => (
        <>
          <p>
            <strong>{say.ask}</strong> {say.askWhat}
          </p>
          <DescriptionList
            items={Object.entries(outcome.ask).map(([name, value]) => [
              asks[name] ?? name.replaceAll('_', ' '),
              name === 'transmitted_at' && typeof value === 'string' ? (
                <Moment key={name} at={value} look="exact" />
              ) : (
                String(value ?? '')
              ),
            ])}
          />
          <ResolveAs
            label={say.resolveAs}
            takes={outcome.takes}
            words={say.as}
            value={as}
            onChange={setAs}
            error={errorOf('as')}
          />
        </>
      )}
    </Decision>
  )
}
