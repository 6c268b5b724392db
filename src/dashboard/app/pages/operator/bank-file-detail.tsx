import { useParams } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useFilters } from '../../data/filters.ts'
import { useList, useRead } from '../../data/queries.ts'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { Day } from '../../parts/day.tsx'
import { DescriptionList, Panel } from '../../parts/description-list.tsx'
import { FailReason } from '../../parts/fail-reason.tsx'
import { Moment } from '../../parts/moment.tsx'
import { Money } from '../../parts/money.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { EmptyState, Loaded } from '../../parts/states.tsx'
import { useLanguage } from '../../words/language.tsx'
import { useWords } from '../../words/words.ts'
import { payoutPage } from '../numbers/numbers-pages.ts'
import { transactionPage } from '../transactions/transaction-pages.ts'
import type { BankFile, BankFileItem } from './bank-file.ts'
import { fileLineWords } from './file-line-words.ts'
import { fileWords } from './file-words.ts'
import { FromLine } from './from-line.tsx'
import { Guide } from './guide.tsx'
import { bankFileFilters, bankFilePage, filesPage } from './operator-pages.ts'
import { operatorWords } from './operator-words.ts'

/** A file to a bank: what it moves in all, and line by line whose that is and what became of it. */
export default function BankFileDetail() {
  const { language } = useLanguage()
  const { file: id } = useParams({ strict: false }) as { file: string }
  const read = useRead<BankFile>(`/operator/bank_files/${id}`)
  return (
    <div className="stack">
      <PageHeader
        title={read.data?.name ?? bankFilePage.title[language]}
        above={<PageLink to={filesPage}>{filesPage.title[language]}</PageLink>}
        beside={read.data && <StateBadge state={read.data.state} />}
      />
      <Loaded of={read}>
        {(file) => (
          <div className="stack">
            <Facts file={file} />
            <Items id={id} />
          </div>
        )}
      </Loaded>
    </div>
  )
}

function Facts({ file }: { file: BankFile }) {
  const say = useWords(fileWords)
  const lines = useWords(fileLineWords)
  const { state, reason, currency } = file
  return (
    <Panel>
      {(reason || file.next_step) && <Guide of={reason ? `refused.${state}` : `file.${state}`} told={file} />}
      <DescriptionList
        items={[
          [say.debits, <Money key="debits" amount={file.debits} currency={currency} />],
          [say.credits, <Money key="credits" amount={file.credits} currency={currency} />],
          [say.items, String(file.item_count)],
          [say.made, <Moment key="made" at={file.created_at} look="exact" />],
          [lines.sent, file.sent_at && <Moment key="sent" at={file.sent_at} look="exact" />],
          [lines.answered, file.answered_at && <Moment key="answered" at={file.answered_at} look="exact" />],
        ]}
      />
    </Panel>
  )
}

function Items({ id }: { id: string }) {
  const say = useWords(fileLineWords)
  const both = useWords(operatorWords)
  const { values } = useFilters(bankFileFilters)
  const list = useList<BankFileItem>(`/operator/bank_files/${id}/items`, { from_line: values.line })
  const columns = useMemo<Column<BankFileItem>[]>(
    () => [
      { id: 'line', head: say.line, cell: ({ line }) => <span className="number">{line}</span> },
      {
        id: 'amount',
        head: say.amount,
        align: 'end',
        cell: ({ amount, currency }) => <Money amount={amount} currency={currency} />,
      },
      { id: 'direction', head: say.does, cell: ({ direction }) => say.directions[direction] },
      { id: 'what', head: both.what, cell: (item) => <Subject of={item} /> },
      { id: 'company', head: both.company, cell: ({ company_name }) => company_name ?? say.moved },
      {
        id: 'state',
        head: both.state,
        cell: ({ state, fail_reason, return_code }) => (
          <span className="stack">
            <StateBadge state={state} />
            {fail_reason && (
              <span className="soft">
                <FailReason reason={fail_reason} /> {return_code && `(${return_code})`}
              </span>
            )}
          </span>
        ),
      },
      { id: 'due', head: say.due, cell: ({ due_on }) => <Day on={due_on} /> },
      { id: 'account', head: say.account, cell: ({ account_last4 }) => `••${account_last4}` },
      { id: 'reference', head: say.reference, cell: ({ reference }) => <code>{reference}</code> },
    ],
    [say, both],
  )
  return (
    <>
      <FromLine line={values.line} />
      <DataTable
        id="bank-file-items"
        label={say.lines}
        columns={columns}
        list={list}
        rowKey={({ line }) => String(line)}
        empty={<EmptyState icon="file" title={both.noneOfThese} />}
      />
    </>
  )
}

/** What its money is of; nothing is opened of a company that is in another cell now. */
function Subject({
  of: { kind, company_id, company_name, transaction_id, payout_id },
}: {
  of: BankFileItem
}) {
  const { kinds } = useWords(fileLineWords)
  if (company_name === null) return kinds[kind]
  if (payout_id)
    return (
      <PageLink to={payoutPage} company={company_id} params={{ payout: payout_id }}>
        {kinds[kind]}
      </PageLink>
    )
  if (!transaction_id) return kinds[kind]
  return (
    <PageLink to={transactionPage} company={company_id} params={{ transaction: transaction_id }}>
      {kinds[kind]}
    </PageLink>
  )
}
