import { useMemo } from 'react'
import { useFilters } from '../../data/filters.ts'
import { useList, useRead } from '../../data/queries.ts'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { Day } from '../../parts/day.tsx'
import { DescriptionList, Panel } from '../../parts/description-list.tsx'
import { Moment } from '../../parts/moment.tsx'
import { Money } from '../../parts/money.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { Badge } from '../../parts/state-badge.tsx'
import { EmptyState, Loaded } from '../../parts/states.tsx'
import { useLanguage } from '../../words/language.tsx'
import { useWords } from '../../words/words.ts'
import { transactionPage } from '../transactions/transaction-pages.ts'
import { fileLineWords } from './file-line-words.ts'
import { fileWords } from './file-words.ts'
import { FromLine } from './from-line.tsx'
import { clearingFileFilters, clearingFilePage, filesPage, itemsPage } from './operator-pages.ts'
import { operatorWords } from './operator-words.ts'

type ClearingFile = {
  network_id: string
  number: number
  business_date: string
  cutoff_at: string
  records: number
  state: 'read' | 'checked'
  read_at: string
}
type Kind =
  | 'sale'
  | 'reversal'
  | 'refund'
  | 'adjustment'
  | 'reject'
  | 'bank_settled'
  | 'bank_returned'
  | 'bank_rejected'
  | 'bank_paid'
type ClearingRecord = {
  line: number
  kind: Kind
  rrn: string
  authorization_code: string
  last4: string
  amount: string
  currency: string
  captured_at: string
  reason: string | null
  outcome: string | null
  company_id: string | null
  company_name: string | null
  transaction_id: string | null
}

/** A clearing file: line by line what the network says of a charge, whose it is, and what was made of it. */
export default function ClearingFileDetail() {
  const { language } = useLanguage()
  const say = useWords(fileWords)
  const lines = useWords(fileLineWords)
  const { values } = useFilters(clearingFileFilters)
  const path = `/operator/clearing_files/${encodeURIComponent(values.network ?? '-')}/${encodeURIComponent(values.number ?? '-')}`
  const read = useRead<ClearingFile>(path)
  const title = clearingFilePage.title[language]
  return (
    <div className="stack">
      <PageHeader
        title={read.data ? `${title} ${read.data.network_id} ${read.data.number}` : title}
        above={<PageLink to={filesPage}>{filesPage.title[language]}</PageLink>}
      />
      <Loaded of={read}>
        {({ business_date, cutoff_at, records, state, read_at }) => (
          <div className="stack">
            <Panel>
              <p>{lines.fileStates[state]}</p>
              <DescriptionList
                items={[
                  [lines.day, <Day key="day" on={business_date} />],
                  [lines.cutoff, <Moment key="cutoff" at={cutoff_at} look="exact" />],
                  [lines.read, <Moment key="read" at={read_at} look="exact" />],
                  [say.items, String(records)],
                ]}
              />
            </Panel>
            <Records path={path} line={values.line} />
          </div>
        )}
      </Loaded>
    </div>
  )
}

function Records({ path, line }: { path: string; line: string | undefined }) {
  const say = useWords(fileLineWords)
  const both = useWords(operatorWords)
  const list = useList<ClearingRecord>(`${path}/records`, { from_line: line })
  const columns = useMemo<Column<ClearingRecord>[]>(
    () => [
      { id: 'line', head: say.line, cell: (record) => <span className="number">{record.line}</span> },
      {
        id: 'amount',
        head: say.amount,
        align: 'end',
        cell: ({ amount, currency }) => <Money amount={amount} currency={currency} />,
      },
      { id: 'what', head: both.what, cell: (record) => <Subject of={record} /> },
      { id: 'company', head: both.company, cell: ({ company_name }) => company_name ?? say.nobodys },
      {
        id: 'outcome',
        head: say.became,
        cell: ({ outcome }) => <Became outcome={outcome} />,
      },
      { id: 'card', head: say.card, cell: ({ last4 }) => `••${last4}` },
      { id: 'rrn', head: 'RRN', cell: ({ rrn }) => <code>{rrn}</code> },
      { id: 'captured', head: say.captured, cell: ({ captured_at }) => <Moment at={captured_at} /> },
      {
        id: 'authorization',
        head: say.authorization,
        cell: ({ authorization_code }) => <code>{authorization_code}</code>,
        hidden: true,
      },
      { id: 'reason', head: say.reason, cell: ({ reason }) => reason && <code>{reason}</code>, hidden: true },
    ],
    [say, both],
  )
  return (
    <>
      <FromLine line={line} />
      <DataTable
        id="clearing-records"
        label={say.lines}
        columns={columns}
        list={list}
        rowKey={(record) => String(record.line)}
        empty={<EmptyState icon="file" title={both.noneOfThese} />}
      />
    </>
  )
}

function Subject({ of: { kind, company_id, transaction_id } }: { of: ClearingRecord }) {
  const { recordKinds } = useWords(fileLineWords)
  if (!company_id || !transaction_id) return recordKinds[kind]
  return (
    <PageLink to={transactionPage} company={company_id} params={{ transaction: transaction_id }}>
      {recordKinds[kind]}
    </PageLink>
  )
}

/** What does not fit is on the page of differences. */
function Became({ outcome }: { outcome: string | null }) {
  const { outcomes, waits } = useWords(fileLineWords)
  const names: Record<string, string> = outcomes
  if (outcome === null) return <span className="soft">{waits}</span>
  if (outcome !== 'difference') return names[outcome] ?? outcome
  return (
    <PageLink to={itemsPage}>
      <Badge tone="warn">{outcomes.difference}</Badge>
    </PageLink>
  )
}
