import { useMemo, useState } from 'react'
import { useFilters } from '../../data/filters.ts'
import { useList } from '../../data/queries.ts'
import { useMay } from '../../data/session.tsx'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { FilterBar } from '../../parts/filter-bar.tsx'
import { Moment } from '../../parts/moment.tsx'
import { Money } from '../../parts/money.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { useLanguage } from '../../words/language.tsx'
import { useWords } from '../../words/words.ts'
import { Decision } from './decision.tsx'
import { Guide } from './guide.tsx'
import { bankReturnFilters, bankReturnsPage } from './operator-pages.ts'
import { operatorWords } from './operator-words.ts'
import { outsideWords } from './outside-words.ts'
import { ResolveAs, useLacksChoice } from './resolve-as.tsx'

type As = 'returned' | 'stands'
type BankReturn = {
  identifier: string
  company_id: string
  company_name: string | null
  stage: 'return' | 'dishonored' | 'contested' | 'unknown'
  code: string
  amount: string
  currency: string
  reference: string
  file: string | null
  place: string
  parked_at: string
  state: 'open' | 'resolved'
  reason: string
  next_step: string | null
  takes: readonly As[]
  note: string | null
}

function Why({ row, step = true }: { row: BankReturn; step?: boolean }) {
  return (
    <Guide
      of={row.takes.includes('returned') ? 'return.waiting' : 'return.nothing'}
      told={row}
      said={/^The bank sent it and nothing moved: (.*)\.$/.exec(row.reason)?.[1] ?? null}
      step={step}
    />
  )
}

/** What banks sent back that fits nothing of ours: what it says, why it moved nothing, and how it ends. */
export default function BankReturnList() {
  const say = useWords(outsideWords)
  const both = useWords(operatorWords)
  const { language } = useLanguage()
  const mayWrite = useMay()('operator:write')
  const bound = useFilters(bankReturnFilters)
  const list = useList<BankReturn>('/operator/bank_returns', bound.values)
  const columns = useMemo<Column<BankReturn>[]>(
    () => [
      {
        id: 'amount',
        head: say.amount,
        cell: ({ amount, currency }) => <Money amount={amount} currency={currency} />,
      },
      {
        id: 'stage',
        head: say.stage,
        cell: ({ stage, code }) => `${say.stages[stage]}${code && ` (${code})`}`,
      },
      { id: 'company', head: both.company, cell: ({ company_name }) => company_name ?? both.none },
      { id: 'parked', head: say.parked, cell: ({ parked_at }) => <Moment at={parked_at} /> },
      {
        id: 'why',
        long: true,
        head: both.why,
        cell: (row) => row.note ?? <Why row={row} />,
      },
      {
        id: 'resolve',
        head: say.resolve,
        cell: (row) =>
          row.state === 'resolved' ? (
            <StateBadge state="resolved" />
          ) : (
            mayWrite && <Resolve key={row.identifier} of={row} />
          ),
      },
      {
        id: 'reference',
        head: say.reference,
        cell: ({ reference }) => <code>{reference}</code>,
        hidden: true,
      },
      {
        id: 'file',
        head: say.file,
        cell: ({ file, place }) => [file, place].filter(Boolean).join(', '),
        hidden: true,
      },
    ],
    [say, both, mayWrite],
  )
  return (
    <div className="stack">
      <PageHeader title={bankReturnsPage.title[language]} />
      <FilterBar
        filters={bankReturnFilters}
        bound={bound}
        labels={{ state: both.state }}
        values={say.states}
      />
      <DataTable
        id="bank-returns"
        label={bankReturnsPage.title[language]}
        columns={columns}
        list={list}
        rowKey={({ identifier }) => identifier}
        empty={
          <EmptyState icon="check" title={both.noneOfThese}>
            {say.returnCalm}
          </EmptyState>
        }
      />
    </div>
  )
}

function Resolve({ of }: { of: BankReturn }) {
  const say = useWords(outsideWords)
  const both = useWords(operatorWords)
  const [as, setAs] = useState<BankReturn['takes'][number] | ''>('')
  const lacks = useLacksChoice(as)
  return (
    <Decision
      verb={say.resolve}
      about={of.reference}
      title={say.resolveTitle}
      description={say.resolveWhat}
      facts={[
        [say.amount, <Money key="amount" amount={of.amount} currency={of.currency} />],
        [both.company, of.company_name],
        [say.reference, of.reference],
        [say.code, of.code],
        [say.file, [of.file, of.place].filter(Boolean).join(', ')],
        [both.why, <Why key="why" row={of} step={false} />],
      ]}
      look="bad"
      companyReads
      lacks={lacks}
      written={(note) => ({
        path: `/operator/companies/${of.company_id}/bank_returns/${of.identifier}/resolve`,
        body: { as, note },
      })}
      done={say.resolved}
    >
      {(errorOf) => (
        <ResolveAs
          label={say.resolveAs}
          takes={of.takes}
          words={say.as}
          value={as}
          onChange={setAs}
          error={errorOf('as')}
        />
      )}
    </Decision>
  )
}
