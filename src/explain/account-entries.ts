import { type Db, type Statement, sql } from '../db/sql.ts'
import type { Currency } from '../ground/money.ts'
import type { Account } from '../ledger/account.ts'
import type { MoveName } from '../summaries/figures.ts'
import { moveFacts } from '../summaries/move-facts.ts'

/** Entries of one move on one account. */
export type EntriesOf = { companyId: string; account: Account; currency: Currency; name: MoveName }
export type Entry = { transaction_id: string; sequence: number; moved_at: Date; amount: bigint }
/** After which entry a page begins. */
export type EntryPosition = { moved_at: string; transaction_id: string; sequence: number }

/**
 * Quarters of an hour that one page looks through: those of the longest day. Those that are not summed yet
 * are all looked through, and a page of a day whose first entry is late in it must not be empty.
 */
const QUARTERS_MAX = 100
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/**
 * The entries of a day or so (`bucket`: one row of `starts_at`, `ends_at`), oldest first. The sums say in
 * which quarters of an hour there are any, and only those are looked through. `next`: where there are more.
 */
export async function readEntries(
  db: Db,
  of: EntriesOf,
  bucket: Statement,
  { after, limit }: { after: EntryPosition | undefined; limit: number },
): Promise<{ entries: Entry[]; next: EntryPosition | null }> {
  const quarters = await quartersOf(db, of, bucket, after, limit)
  const looked = quarters.slice(0, QUARTERS_MAX)
  const [kind, move] = of.name.split('.')
  const rows = await db.many<Entry>(sql`
    select f.transaction_id, f.sequence, f.moved_at, f.amount
    from unnest(${looked.map(({ starts_at }) => starts_at)}::timestamptz[]) quarter (starts_at), (${bucket}) bucket
    cross join lateral (${moveFacts(
      sql`greatest(quarter.starts_at, bucket.starts_at)`,
      sql`least(quarter.starts_at + interval '15 minutes', bucket.ends_at)`,
    )}) f
    where f.company_id = ${of.companyId} and f.account = ${of.account} and f.currency = ${of.currency}
      and f.kind = ${kind} and f.move = ${move}
      and (f.moved_at, f.transaction_id, f.sequence) >
        (${after?.moved_at ?? '-infinity'}::timestamptz, ${after?.transaction_id ?? LAST_ID}::uuid, ${after?.sequence ?? 0}::smallint)
    order by f.moved_at, f.transaction_id, f.sequence limit ${limit + 1}`)
  const entries = rows.slice(0, limit)
  const last = entries.at(-1)
  if (rows.length > limit && last) return { entries, next: positionOf(last) }
  // Looked through as far as this; what comes next begins after all that may be before it.
  const unseen = quarters[QUARTERS_MAX]
  return {
    entries,
    next: unseen ? { moved_at: unseen.before_it, transaction_id: LAST_ID, sequence: 0 } : null,
  }
}

const positionOf = ({ moved_at, transaction_id, sequence }: Entry): EntryPosition => ({
  moved_at: moved_at.toISOString(),
  transaction_id,
  sequence,
})

/**
 * The quarters in which there are such entries, from `after` on: as the sums say, and each that is not summed
 * to its end.
 */
const quartersOf = (
  db: Db,
  { companyId, account, currency, name }: EntriesOf,
  bucket: Statement,
  after: EntryPosition | undefined,
  limit: number,
) => {
  const [kind, move] = name.split('.')
  return db.many<{ starts_at: Date; before_it: string }>(sql`
    with bucket as (${bucket}), from_quarter as (
      select date_bin('15 minutes', greatest(starts_at, ${after?.moved_at ?? '-infinity'}::timestamptz), 'epoch') as began, ends_at
      from bucket
    ), summed as (
      select s.starts_at, sum(s.moves) as moves from summed_moves s
      where s.company_id = ${companyId} and s.grain = 'quarter' and s.account = ${account}
        and s.starts_at >= (select began from from_quarter) and s.starts_at < (select ends_at from from_quarter)
        and s.kind = ${kind} and s.move = ${move} and s.currency = ${currency}
      group by 1
    ), newer as (
      select at as starts_at, 0 as moves from from_quarter, summed_until, generate_series(
        date_bin('15 minutes', greatest(summed_before, began), 'epoch'),
        least(ends_at, jetpay_now() + interval '15 minutes'), interval '15 minutes') at
      where at < ends_at
    ), every as (
      select starts_at, max(moves) as moves from (select * from summed union all select * from newer) q group by 1
    ), counted as (
      select starts_at, coalesce(sum(moves) over (order by starts_at rows between unbounded preceding and 1 preceding), 0) as moves_before
      from every
    )
    select starts_at, to_char((starts_at - interval '1 microsecond') at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as before_it
    from counted
    -- The first has some that were on the page before.
    where moves_before <= ${limit} + (select coalesce(max(moves), 0) from (select moves from every order by starts_at limit 1) first)
    order by starts_at limit ${QUARTERS_MAX + 1}`)
}
