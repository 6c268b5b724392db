import { isOfCells, NO_CUTOFF } from '../cells/foreign-name.ts'
import { DAY_MS, dayOfReferences } from '../charges/network-reference.ts'
import { type Database, type Db, type Statement, sql } from '../db/sql.ts'
import { LOWEST_ID } from '../ground/ids.ts'
import type { Currency } from '../ground/money.ts'
import { acquirerOfRecord, acquirerOfRow, acquirersNumber, FIRST_ACCEPTOR } from '../process/acceptors.ts'
import { openItem } from './reconciliation-item.ts'

/** Attempts that one transaction compares with the records. */
const BATCH = 5_000

type File = { network_id: string; sequence: bigint; acquirer_id: string; cutoff_at: Date; from_at: Date }
/** `amount` is what is to come: below zero for a refund. */
type Missing = {
  company_id: string
  debit_id: string
  refund_id: string | null
  rrn: string
  currency: Currency
  amount: bigint
}

/**
 * Looks for charges, captures and refunds that should have been in the oldest file that is not checked yet
 * and are in none: approved and still paid, sent before its cutoff (less `toleranceMs`, as the network's
 * clock is not ours), and not looked for with an earlier file. Each becomes a reconciliation item. Returns
 * the file that it checked, if there was one whose records are applied.
 */
export async function checkNextFile(db: Database, toleranceMs: number): Promise<File | undefined> {
  const file = await db.first<File>(sql`
    select network_id, sequence, ${acquirerOfRow(sql`f`)} as acquirer_id, cutoff_at, coalesce(
      (select max(cutoff_at) from clearing_files before
       where before.network_id = f.network_id and before.sequence < f.sequence
         -- Another cell's files are of several acquirers, and those of its bank have no cutoff of their own.
         and ${acquirerOfRow(sql`before`)} = ${acquirerOfRow(sql`f`)} and before.cutoff_at > ${NO_CUTOFF}) - interval '1 day',
      -- Of an acquirer that we had later: since then; of another cell's, what its last files before the move may not have had.
      (select min(noted_at) - case when ${isOfCells(sql`f.network_id`)} then interval '10 days' else interval '1 day' end from acceptors
       where acquirer_id = ${acquirerOfRow(sql`f`)} having min(acceptor) > ${FIRST_ACCEPTOR}),
      (select min(transmitted_at) from attempts), cutoff_at) as from_at
    from clearing_files f
    where state = 'read' and not exists (
      select from clearing_records r where r.network_id = f.network_id and r.sequence = f.sequence and r.due_at = '-infinity')
    order by network_id, sequence limit 1`)
  if (!file) return undefined
  for (const day of daysOf(file))
    for (let after = day; ; ) {
      const last = await checkBatch(db, file, day, after, toleranceMs)
      if (!last) break
      after = last
    }
  for (let after: Captured | null = noneYet; after; )
    after = await checkCaptures(db, file, after, toleranceMs)
  await db.run(sql`
    update clearing_files set state = 'checked', checked_at = jetpay_now()
    where network_id = ${file.network_id} and sequence = ${file.sequence} and state = 'read'`)
  return file
}

/** What the references of each day of the file begin with. */
function daysOf({ from_at, cutoff_at }: File): string[] {
  const days: string[] = []
  for (let at = Math.floor(from_at.getTime() / DAY_MS) * DAY_MS; at <= cutoff_at.getTime(); at += DAY_MS)
    days.push(dayOfReferences(at))
  return days
}

/**
 * Compares the attempts of a day after a reference; returns the last one, or null where there are no more.
 */
const checkBatch = (
  db: Database,
  file: File,
  day: string,
  after: string,
  toleranceMs: number,
): Promise<string | null> =>
  db.transaction(async (db) => {
    const rows = await db.many<Missing & { missing: boolean }>(sql`
      with attempt as materialized (
        select * from attempts where rrn > ${after} and rrn < ${`${day}:`} order by rrn limit ${BATCH}
      )
      select a.company_id, a.debit_id, r.refund_id, a.rrn, a.currency,
        case a.kind when 'refund' then -a.amount else a.amount end as amount,
        a.kind <> 'authorization' and ${isDue(file, sql`a.transmitted_at`, toleranceMs)} and ${isNowhere(file)}
          and case a.kind when 'refund' then r.state = 'paid' else d.state = 'paid' and d.voided_at is null end as missing
      from attempt a join debits d on d.company_id = a.company_id and d.debit_id = a.debit_id
      left join refunds r on a.kind = 'refund' and r.company_id = a.company_id and r.refund_id = a.attempt_id
      order by a.rrn`)
    for (const row of rows) if (row.missing) await openMissing(db, file, row)
    return rows.length < BATCH ? null : rows.at(-1)!.rrn
  })

type Captured = { captured_at: Date | string; debit_id: string }
const noneYet: Captured = { captured_at: '-infinity', debit_id: LOWEST_ID }

/**
 * Compares captures after one, by the time of the capture; returns the last one, or null where there are no
 * more.
 */
const checkCaptures = (
  db: Database,
  file: File,
  after: Captured,
  toleranceMs: number,
): Promise<Captured | null> =>
  db.transaction(async (db) => {
    const rows = await db.many<Missing & { captured_at: Date; missing: boolean }>(sql`
      with captured as materialized (
        select company_id, debit_id, attempt_id, capture_transmitted_at as captured_at from authorizations
        where capture_transmitted_at >= ${file.from_at} and capture_transmitted_at < ${file.cutoff_at}
          and (capture_transmitted_at, debit_id) > (${after.captured_at}::timestamptz, ${after.debit_id}::uuid)
        order by capture_transmitted_at, debit_id limit ${BATCH}
      )
      select a.company_id, a.debit_id, null as refund_id, a.rrn, a.currency, a.amount, captured_at,
        ${isDue(file, sql`captured_at`, toleranceMs)} and ${isNowhere(file)} and d.state = 'paid' and d.voided_at is null as missing
      from captured c
      join attempts a on a.company_id = c.company_id and a.debit_id = c.debit_id and a.attempt_id = c.attempt_id
      join debits d on d.company_id = a.company_id and d.debit_id = a.debit_id
      order by captured_at, a.debit_id`)
    for (const row of rows) if (row.missing) await openMissing(db, file, row)
    return rows.length < BATCH ? null : rows.at(-1)!
  })

/** Sent as its acquirer's, in time for the file, and not looked for with the one before. */
const isDue = (file: File, at: Statement, toleranceMs: number) => sql`
  ${acquirersNumber(sql`a`)} in (select acceptor from acceptors where acquirer_id = ${file.acquirer_id}) and a.state = 'approved' and ${at} >= ${file.from_at}
  and ${at} < ${file.cutoff_at}::timestamptz - make_interval(secs => ${toleranceMs / 1000})`
/** What the card holder's side says of a charge is not its sale. */
const isNowhere = ({ acquirer_id }: File) => sql`
  not exists (select from clearing_records r where r.rrn = a.rrn and ${acquirerOfRecord(sql`r`)} = ${acquirer_id} and r.currency = a.currency and r.dispute_id is null)
  and not exists (
    select from reconciliation_items i where i.rrn = a.rrn and ${acquirerOfRow(sql`i`)} = ${acquirer_id} and i.currency = a.currency and i.state = 'open')`

async function openMissing(
  db: Db,
  { network_id, sequence, acquirer_id }: File,
  missing: Missing,
): Promise<void> {
  const { company_id, debit_id, refund_id, rrn, currency, amount } = missing
  // A refund of all of it may have begun since: then its charge is being reversed, and nothing is missing.
  const still = await db.first(sql`
    select from debits where company_id = ${company_id} and debit_id = ${debit_id} and voided_at is null for update`)
  if (!still) return
  const of = { company_id, debit_id, refund_id, dispute_id: null, acquirer_id, rrn, currency }
  const item = { ...of, expected: amount, network_id, sequence }
  await openItem(db, { kind: 'missing', ...item }, 0n)
}
