import { type Db, isTooLong, type Statement, sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import type { Currency } from '../ground/money.ts'
import { moreMovesThan, NEWER_MAX } from '../ledger/newer-moves.ts'
import { moveFacts } from './move-facts.ts'

/** The worker sums a thousand moves in 30 ms: what is asked again so late finds it far ahead. */
const RETRY_S = 15

/** What was done in a part of a time (`bucket`): `amount` in minor units, as the ledger has it. */
export type Summed = {
  bucket: string
  kind: string
  move: string
  account: string
  currency: Currency
  reason: string
  moves: bigint
  amount: bigint
}

/**
 * The parts of a statement that read what a company's moves did: `bucket` gives the times, rows of `bucket`
 * (any text), `starts_at` and `ends_at`, on quarters of an hour. From the sums, and move by move what is
 * newer than they are, all of it of one moment. The last is `done`, with the columns of `Summed`. `reach`
 * says whether the sums are so far behind these times (`behind`) that `done` ends at `summed_before`.
 */
export const summedWithin = (
  companyId: string,
  accounts: readonly string[],
  buckets: Statement,
): Statement => sql`
  bucket as materialized (${buckets}), tile as materialized (
    select bucket, t.grain, t.starts_at, t.ends_at from bucket cross join lateral summing_tiles(bucket.starts_at, bucket.ends_at) t
  ), reach as materialized (
    select summed_before, ends_at,
      summed_before < ends_at and ${moreMovesThan(NEWER_MAX, sql`summed_before`, sql`ends_at`)} as behind
    from summed_until, (select max(ends_at) as ends_at from bucket) latest
  ), newer as materialized (
    select f.* from (${moveFacts(
      sql`(select summed_before from reach)`,
      sql`(select case when behind then summed_before else ends_at end from reach)`,
    )}) f
    where f.company_id = ${companyId} and f.account = any (${[...accounts]}::text[])
  ), done as (
    select bucket, kind, move, account, currency, reason, sum(moves)::bigint as moves, sum(amount)::bigint as amount from (
      select tile.bucket, s.kind, s.move, s.account, s.currency, s.reason, s.moves, s.amount
      from tile cross join lateral (
        select kind, move, account, currency, reason, moves, amount from summed_moves
        where company_id = ${companyId} and grain = tile.grain and account = any (${[...accounts]}::text[])
          and starts_at >= tile.starts_at and starts_at < tile.ends_at
      ) s
      union all
      select bucket.bucket, n.kind, n.move, n.account, n.currency, n.reason, 1, n.amount
      from newer n join bucket on n.moved_at >= bucket.starts_at and n.moved_at < bucket.ends_at
    ) every group by 1, 2, 3, 4, 5, 6
  )`

/** A row of what was done, or of nothing done: then all of these are null. */
export type Found<More> = { [Key in keyof Summed]: Summed[Key] | null } & More
export const isFound = <More>(row: Found<More>): row is Found<More> & Summed => row.kind !== null

/**
 * What was done on these accounts in these times, all of it: the Problem `service_unavailable` where the sums
 * are too far behind for that.
 */
export async function readSummed(
  db: Db,
  companyId: string,
  accounts: readonly string[],
  buckets: Statement,
): Promise<Summed[]> {
  const rows = await db
    .many<Found<{ behind: boolean; summed_before: Date }>>(sql`
      with ${summedWithin(companyId, accounts, buckets)}
      select bucket, kind, move, account, currency, reason, moves, amount, behind, summed_before
      from reach left join done on true`)
    .catch(figuresTooLong)
  if (rows[0]!.behind) throw figuresBehind(rows[0]!.summed_before)
  return rows.filter(isFound)
}

/**
 * What cannot be told yet. `until`: to when it can; the driver makes no Date of `-infinity`, the first time.
 */
export const figuresBehind = (until?: Date) =>
  new Problem(
    'service_unavailable',
    `Figures of this time are not summed yet${until instanceof Date ? `: they reach to ${until.toISOString()}` : ''}. Try again in a while; nothing is lost.`,
    { headers: { 'retry-after': String(RETRY_S) } },
  )

/**
 * On a machine that is busy even few moves may take too long: asking for less would not help, waiting does.
 */
export function figuresTooLong(error: unknown): never {
  if (isTooLong(error)) throw figuresBehind()
  throw error
}

/**
 * From the first move on: no payment was moved before there was a card, and none will be after the year 9999.
 */
export const ever = sql`
  select 'ever' as bucket, '1900-01-01T00:00Z'::timestamptz as starts_at, '9999-01-01T00:00Z'::timestamptz as ends_at`
