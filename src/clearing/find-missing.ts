import { type Database, type Db, sql } from '../db/sql.ts'
import type { Currency } from '../money.ts'
import { openItem } from './reconciliation-item.ts'

/** Attempts that one transaction compares with the records. */
const BATCH = 5_000

type File = { network_id: string; sequence: bigint; cutoff_at: Date; from_at: Date }
type Missing = { company_id: string; debit_id: string; rrn: string; currency: Currency; amount: bigint }

/**
 * Looks for charges that should have been in the oldest file that is not checked yet and are in none: approved and still
 * paid, sent before its cutoff (less `toleranceMs`, as the network's clock is not ours), and not looked for with an earlier
 * file. Each becomes a reconciliation item. Answers the file that it checked, if there was one whose records are applied.
 */
export async function checkNextFile(db: Database, toleranceMs: number): Promise<File | undefined> {
  const file = await db.first<File>(sql`
    select network_id, sequence, cutoff_at, coalesce(
      (select max(cutoff_at) from clearing_files before
       where before.network_id = f.network_id and before.sequence < f.sequence) - interval '1 day',
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
  await db.run(sql`
    update clearing_files set state = 'checked', checked_at = jetpay_now()
    where network_id = ${file.network_id} and sequence = ${file.sequence} and state = 'read'`)
  return file
}

const DAY_MS = 86_400_000

/** References of a day begin with the last digit of its year and its number in the year (transactions/request-charges.ts). */
function daysOf({ from_at, cutoff_at }: File): string[] {
  const days: string[] = []
  for (let at = Math.floor(from_at.getTime() / DAY_MS) * DAY_MS; at <= cutoff_at.getTime(); at += DAY_MS) {
    const year = new Date(at).getUTCFullYear()
    const day = (at - Date.UTC(year, 0, 1)) / DAY_MS + 1
    days.push(`${year % 10}${String(day).padStart(3, '0')}`)
  }
  return days
}

/** Compares the attempts of a day after a reference; answers the last one, or null where there are no more. */
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
      select a.company_id, a.debit_id, a.rrn, a.currency, a.amount, a.state = 'approved' and d.state = 'paid'
        and a.transmitted_at < ${file.cutoff_at}::timestamptz - make_interval(secs => ${toleranceMs / 1000})
        and a.transmitted_at >= ${file.from_at}
        and not exists (select from clearing_records r where r.rrn = a.rrn and r.currency = a.currency)
        and not exists (
          select from reconciliation_items i where i.rrn = a.rrn and i.currency = a.currency and i.state = 'open') as missing
      from attempt a join debits d using (company_id, debit_id) order by a.rrn`)
    for (const row of rows) if (row.missing) await openMissing(db, file, row)
    return rows.length < BATCH ? null : rows.at(-1)!.rrn
  })

async function openMissing(db: Db, { network_id, sequence }: File, missing: Missing): Promise<void> {
  const { company_id, debit_id, rrn, currency, amount } = missing
  const item = { company_id, debit_id, rrn, currency, expected: amount, network_id, sequence }
  await openItem(db, { kind: 'missing', ...item }, 0n)
}
