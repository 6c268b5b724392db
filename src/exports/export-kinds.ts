/** What can be exported: of each kind its filters, its columns and how the next rows are read. */
import { z } from 'zod'
import { type Db, empty, sql } from '../db/sql.ts'
import { ownCell, textCell } from '../ground/csv.ts'
import { formatAmount } from '../ground/money.ts'
import { timeIn } from '../ground/show.ts'
import type { Scope } from '../http/authenticate.ts'
import { currency, uuid } from '../http/schema.ts'
import {
  account,
  cursorValue,
  day,
  type EntryCursor,
  type EntryRow,
  entries,
  entryPosition,
} from '../ledger/entry.ts'
import { findTransactions, kindsFor, transactionQuery } from '../transactions/find-transactions.ts'
import { type NamedTransaction, whoseTransactions } from './whose-transactions.ts'

/** What one statement reads and one piece holds: some 200 KB of text. */
export const PIECE_ROWS = 1_000

export type Page = { lines: string[][]; next: string | null }
type Reading = { companyId: string; scopes: readonly string[]; timeZone: string; cursor: string | null }

/** One kind, with its row type closed in. */
export type ExportKind = {
  filters: z.ZodType
  columns: readonly string[]
  /** Of these one is enough. */
  scopes: readonly [Scope, ...Scope[]]
  /** Columns that hold what only a further scope may read: empty for whoever asks without it. */
  columnScopes: Readonly<Record<string, Scope>>
  read(db: Db, filters: unknown, columns: readonly string[], reading: Reading): Promise<Page>
}

function kind<Filters extends z.ZodType, Row>(declared: {
  filters: Filters
  scopes: readonly [Scope, ...Scope[]]
  columnScopes?: Readonly<Record<string, Scope>>
  cells: Record<string, (row: Row, timeZone: string) => string>
  rows(db: Db, filters: z.output<Filters>, reading: Reading): Promise<{ rows: Row[]; next: string | null }>
}): ExportKind {
  const { filters, scopes, columnScopes = {}, cells, rows } = declared
  return {
    filters,
    scopes,
    columnScopes,
    columns: Object.keys(cells),
    async read(db, asked, columns, reading) {
      const found = await rows(db, filters.parse(asked), reading)
      const lines = found.rows.map((row) => columns.map((name) => cells[name]!(row, reading.timeZone)))
      return { lines, next: found.next }
    },
  }
}

const transactions = kind<ReturnType<typeof transactionFilters>, NamedTransaction>({
  filters: transactionFilters(),
  scopes: ['debits:read', 'credits:read'],
  columnScopes: { contact_name: 'contacts:read', contact_email: 'contacts:read' },
  cells: {
    identifier: (row) => ownCell(row.identifier),
    created_at: (row, zone) => timeIn(zone, row.created_at),
    kind: (row) => row.kind,
    rail: (row) => ownCell(row.rail),
    state: (row) => row.state,
    amount: (row) => formatAmount(row.amount),
    currency: (row) => row.currency,
    amount_refunded: (row) => formatAmount(row.amount_refunded),
    fee_amount: (row) => formatAmount(row.fee_amount),
    statement: (row) => textCell(row.statement),
    note: (row) => textCell(row.note),
    external_reference: (row) => textCell(row.external_reference),
    metadata: (row) => textCell(Object.keys(row.metadata).length > 0 ? JSON.stringify(row.metadata) : null),
    fail_reason: (row) => ownCell(row.fail_reason),
    fail_direction: (row) => ownCell(row.fail_direction),
    contact_id: (row) => row.contact_id,
    from_credit_card_id: (row) => ownCell(row.from_credit_card_id),
    from_bank_account_id: (row) => ownCell(row.from_bank_account_id),
    to_bank_account_id: (row) => ownCell(row.to_bank_account_id),
    amount_authorized: (row) =>
      ownCell(row.amount_authorized === null ? null : formatAmount(row.amount_authorized)),
    updated_at: (row, zone) => timeIn(zone, row.updated_at),
    // New ones stand at the end: who reads a file by its places goes on reading it.
    contact_name: (row) => textCell(row.contact_name),
    contact_email: (row) => textCell(row.contact_email),
    last4: (row) => ownCell(row.last4),
  },
  async rows(db, filters, { companyId, scopes, cursor }) {
    const query = { ...filters, limit: PIECE_ROWS, cursor: cursor ?? undefined }
    const { data, next_cursor } = await findTransactions(db, companyId, query, kindsFor(scopes))
    const rows = await whoseTransactions(db, companyId, data, scopes.includes('contacts:read'))
    return { rows, next: next_cursor }
  },
})

function transactionFilters() {
  return transactionQuery.omit({ limit: true, cursor: true })
}

const ledger = kind({
  filters: z.strictObject({
    account: account.optional(),
    currency: currency.optional(),
    transaction_id: uuid.optional(),
    from: day.optional(),
    to: day.optional(),
  }),
  scopes: ['company:read'],
  cells: {
    day: (row: EntryRow) => row.day,
    posted_at: (row, zone) => timeIn(zone, row.posted_at),
    transaction_id: (row) => row.transaction_id,
    sequence: (row) => String(row.sequence),
    move: (row) => row.move,
    line: (row) => String(row.line),
    account: (row) => row.account,
    currency: (row) => row.currency,
    amount: (row) => formatAmount(row.amount),
  },
  async rows(db, { account, currency, transaction_id, from, to }, { companyId, cursor }) {
    const after = cursor === null ? null : (JSON.parse(cursor) as EntryCursor)
    const rows = await db.many<EntryRow>(sql`
      ${entries}
      where e.company_id = ${companyId}
        ${after ? sql`and ${entryPosition} > ${cursorValue(after)}` : empty}
        ${account ? sql`and e.account = ${account}` : empty}
        ${currency ? sql`and e.currency = ${currency}` : empty}
        ${transaction_id ? sql`and e.transaction_id = ${transaction_id}` : empty}
        ${from ? sql`and e.day >= ${from}::date` : empty} ${to ? sql`and e.day <= ${to}::date` : empty}
      order by e.day, e.transaction_id, e.sequence, e.line limit ${PIECE_ROWS}`)
    const last = rows.length === PIECE_ROWS ? rows.at(-1) : undefined
    const next = last && {
      day: last.day,
      transaction_id: last.transaction_id,
      sequence: last.sequence,
      line: last.line,
    }
    return { rows, next: next ? JSON.stringify(next) : null }
  },
})

export const exportKinds = { transactions, ledger } satisfies Record<string, ExportKind>
export type ExportKindName = keyof typeof exportKinds
export const exportKindNames = Object.keys(exportKinds) as [ExportKindName, ...ExportKindName[]]
