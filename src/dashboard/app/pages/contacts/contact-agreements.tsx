import { useMemo } from 'react'
import { useList } from '../../data/queries.ts'
import { Button } from '../../parts/button.tsx'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { FailReason } from '../../parts/fail-reason.tsx'
import { Moment } from '../../parts/moment.tsx'
import { Money } from '../../parts/money.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { TransactionLink } from '../../parts/transaction-link.tsx'
import { useDownload } from '../../parts/use-download.ts'
import { useWords } from '../../words/words.ts'
import { transactionWords } from '../transactions/transaction-words.ts'
import type { Agreement, Transaction } from './contact.ts'
import { contactWords } from './contact-words.ts'

/** What the contact agreed to, with the PDF of what was signed on our page. */
export function ContactAgreements({ contact }: { contact: string }) {
  const say = useWords(contactWords)
  const list = useList<Agreement>(`/contact/${contact}/agreements`)
  const columns = useMemo<Column<Agreement>[]>(
    () => [
      { id: 'debit', head: say.debit, cell: ({ debit_id }) => <code>{debit_id}</code> },
      { id: 'agreed', head: say.agreed, cell: ({ agreed_at }) => <Moment at={agreed_at} /> },
      {
        id: 'how',
        head: say.how,
        cell: ({ obtained_by }) => (obtained_by === 'payment_page' ? say.byPage : say.byPlatform),
      },
      { id: 'reference', head: say.reference, cell: ({ reference }) => reference },
      {
        id: 'document',
        head: say.document,
        cell: ({ debit_id, signed }) => signed && <Document debit={debit_id} />,
      },
    ],
    [say],
  )
  return (
    <DataTable
      id="contact-agreements"
      label={say.agreements}
      columns={columns}
      list={list}
      rowKey={({ debit_id }) => debit_id}
      link={({ debit_id }, said) => <TransactionLink id={debit_id}>{said}</TransactionLink>}
      empty={
        <EmptyState icon="file" title={say.noAgreements}>
          {say.noAgreementsWhy}
        </EmptyState>
      }
    />
  )
}

/** The document that the payer was mailed, saved by the browser. */
function Document({ debit }: { debit: string }) {
  const say = useWords(contactWords)
  const download = useDownload()
  return (
    <Button icon="download" onClick={() => download(`/debit/${debit}/agreement`, `agreement-${debit}.pdf`)}>
      {say.pdf}
      <span className="unseen"> {debit}</span>
    </Button>
  )
}

/** Debits and credits of the contact, newest first. */
export function ContactTransactions({ contact }: { contact: string }) {
  const say = useWords(contactWords)
  const { failReason } = useWords(transactionWords)
  const list = useList<Transaction>('/transaction', { contact_id: contact })
  const columns = useMemo<Column<Transaction>[]>(
    () => [
      { id: 'statement', head: say.statement, cell: ({ statement }) => statement },
      {
        id: 'amount',
        head: say.amount,
        align: 'end',
        cell: ({ amount, currency }) => <Money amount={amount} currency={currency} />,
      },
      {
        id: 'kind',
        head: say.kind,
        cell: ({ kind }) => (kind === 'debit' ? say.debitKind : say.creditKind),
      },
      { id: 'state', head: say.state, cell: ({ state }) => <StateBadge state={state} /> },
      {
        id: 'fail_reason',
        head: failReason,
        cell: ({ fail_reason }) => <FailReason reason={fail_reason} />,
      },
      { id: 'created', head: say.created, cell: ({ created_at }) => <Moment at={created_at} /> },
    ],
    [say, failReason],
  )
  return (
    <DataTable
      id="contact-transactions"
      label={say.transactions}
      columns={columns}
      list={list}
      rowKey={({ identifier }) => identifier}
      link={({ identifier }, said) => <TransactionLink id={identifier}>{said}</TransactionLink>}
      empty={
        <EmptyState icon="swap" title={say.noTransactions}>
          {say.noTransactionsWhy}
        </EmptyState>
      }
    />
  )
}
