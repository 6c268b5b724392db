/**
 * A slice of the database: what was touched since a mark, with all that belongs to it, in temporary tables of
 * the tables' names. PostgreSQL looks among these first, so that each check reads the slice by the very
 * statement that reads the whole. Whatever a check says of a transaction it says of rows that are in the
 * slice with it, so that it finds there what it would find in the whole.
 */
import { type Db, join, raw, type Statement, sql } from '../db/sql.ts'
import type { Proven } from './proven.ts'
import { type Beginning, beginAt, eventsSince, findTouched, type Mark } from './touched.ts'

/** The tables that are cut, and the column that says to what a row belongs. */
const cuts: Record<string, string> = {
  attempts: 'debit_id',
  authorizations: 'debit_id',
  bank_items: 'subject_id',
  cell_dues: 'cell_due_id',
  credits: 'credit_id',
  debit_agreements: 'debit_id',
  debit_cards: 'debit_id',
  debits: 'debit_id',
  disputes: 'dispute_id',
  dispute_evidence: 'dispute_id',
  fees: 'fee_id',
  ledger_entries: 'transaction_id',
  payout_items: 'transaction_id',
  payout_sums: 'payout_id',
  payouts: 'payout_id',
  reconciliation_items: 'item_id',
  refunds: 'refund_id',
  signed_agreements: 'debit_id',
  transaction_moves: 'transaction_id',
}

const ofTouched = (table: string, column: string): Statement => sql`
  select t.* from (select distinct company_id, transaction_id from touched) s
  join public.${raw(table)} t on t.company_id = s.company_id and t.${raw(column)} = s.transaction_id`

/** What belongs to nothing that is cut stays in the slice. */
const ofTouchedOrNone = (table: string): Statement => sql`
  ${ofTouched(table, 'debit_id')} union all select * from public.${raw(table)} where debit_id is null`

const ofSchedules = (table: string): Statement => sql`
  select t.* from touched_schedules join public.${raw(table)} t using (company_id, schedule_id)`

const slices: [table: string, rows: Statement][] = [
  ...Object.entries(cuts).map(([table, column]): [string, Statement] => [table, ofTouched(table, column)]),
  ['idempotency_keys', ofTouchedOrNone('idempotency_keys')],
  ['clearing_records', ofTouchedOrNone('clearing_records')],
  ['schedules', ofSchedules('schedules')],
  ['schedule_occurrences', ofSchedules('schedule_occurrences')],
]

/** What a mark is bound to beside the text of its check: how a slice is cut. */
export const sliceText = slices.map(([table, rows]) => `${table}: ${rows.text}`).join('\n')

/**
 * Cuts the slice of what happened since the mark. Returns what the checks are told is proven, and how many
 * transactions the slice has.
 */
export async function cutSlice(
  db: Db,
  mark: Mark,
  overlapMs: number,
): Promise<{ beginning: Beginning; transactions: bigint }> {
  // A statement that was prepared while there was no slice would read the whole.
  await db.run(sql`discard plans`)
  const beginning = await beginAt(db, mark, overlapMs)
  await keep(db, 'events', eventsSince(beginning))
  await findTouched(db, beginning)
  await db.run(sql`analyze touched, touched_schedules`)
  for (const [table, rows] of slices) await keep(db, table, rows)
  const { transactions } = await db.one<{ transactions: bigint }>(
    sql`select count(*) as transactions from transaction_moves where sequence = 1`,
  )
  return { beginning, transactions }
}

/** Of fewer rows PostgreSQL makes quick work however they are read. */
const FEW = 100

async function keep(db: Db, table: string, rows: Statement): Promise<void> {
  const kept = await db.run(join([sql`create temporary table ${raw(table)} on commit drop as`, rows], ' '))
  if (kept < FEW) return
  // What a statement looks up for each row it should find as quickly as in the whole.
  const key = cuts[table]
  if (key) await db.run(sql`create index on ${raw(table)} (company_id, ${raw(key)})`)
  await db.run(sql`analyze ${raw(table)}`)
}

/** What the checks are told of a mark. */
export const provenBy = (mark: Mark, { since }: Beginning): Omit<Proven, 'checkpoints'> => ({
  since,
  companies: mark.companies.map(({ company_id }) => company_id),
  eventIds: mark.companies.map(({ event_id }) => event_id),
})
