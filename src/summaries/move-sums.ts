/** Sums of a company's moves that come from another cell, which had summed as far as it had. */
import { type Db, type Statement, sql } from '../db/sql.ts'
import { moveFacts } from './move-facts.ts'

/**
 * Makes a company's sums go as far as all others here do: what was summed there and is not yet here is taken
 * out again, what is already here is added. In the transaction that brings its moves, behind a lock of
 * `summed_until`. `before`: how far they go.
 */
export async function moveSums(db: Db, companyId: string, before: string): Promise<void> {
  const { here, behind } = await db.one<{ here: string; behind: boolean }>(sql`
    select summed_before::text as here, ${before}::timestamptz < summed_before as behind from summed_until`)
  if (here === '-infinity') {
    // Nothing is summed here: it begins with the oldest company, whichever that is.
    await db.run(sql`delete from summed_moves where company_id = ${companyId}`)
    return
  }
  const [theirs, ours] = [sql`${before}::timestamptz`, sql`${here}::timestamptz`]
  await (behind ? add(db, companyId, theirs, ours) : takeOut(db, companyId, ours, theirs))
}

/** What a time adds to the sums of a company; nothing where it ends before it begins. */
const parts = (companyId: string, from: Statement, to: Statement) => sql`
  quarters as materialized (
    select f.account, date_bin('15 minutes', f.moved_at, 'epoch') as starts_at, f.kind, f.move, f.currency, f.reason,
      count(*) as moves, sum(f.amount) as amount
    from (${moveFacts(from, to)}) f where f.company_id = ${companyId} group by 1, 2, 3, 4, 5, 6
  ), units as materialized (
    select grain, account, date_bin(width, starts_at, 'epoch') as starts_at, kind, move, currency, reason,
      sum(moves)::bigint as moves, sum(amount)::bigint as amount
    from quarters, (values ('day', interval '1 day'), ('hour', interval '1 hour'), ('quarter', interval '15 minutes')) as unit (grain, width)
    group by 1, 2, 3, 4, 5, 6, 7
  )`

const add = (db: Db, companyId: string, from: Statement, to: Statement) =>
  db.run(sql`
    with ${parts(companyId, from, to)}
    insert into summed_moves as sums (company_id, grain, account, starts_at, kind, move, currency, reason, moves, amount)
    select ${companyId}, grain, account, starts_at, kind, move, currency, reason, moves, amount from units
    on conflict (company_id, grain, account, starts_at, kind, move, currency, reason)
      do update set moves = sums.moves + excluded.moves, amount = sums.amount + excluded.amount`)

const same = sql`(sums.company_id, sums.grain, sums.account, sums.starts_at, sums.kind, sums.move, sums.currency, sums.reason)`
const unit = (companyId: string) =>
  sql`(${companyId}::uuid, units.grain, units.account, units.starts_at, units.kind, units.move, units.currency, units.reason)`

const takeOut = (db: Db, companyId: string, from: Statement, to: Statement) =>
  db.run(sql`
    with ${parts(companyId, from, to)}, gone as (
      delete from summed_moves as sums using units
      where company_id = ${companyId} and ${same} = ${unit(companyId)} and sums.moves <= units.moves
    )
    update summed_moves as sums set moves = sums.moves - units.moves, amount = sums.amount - units.amount from units
    where sums.company_id = ${companyId} and ${same} = ${unit(companyId)} and sums.moves > units.moves`)
