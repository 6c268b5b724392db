import { type Statement, sql } from '../db/sql.ts'

/**
 * Moves that are read one by one, of all companies: a minute of them at 300 a second, and less than a second
 * of reading. Where more are not summed yet, figures reach only as far as the sums do, and say so.
 */
export const NEWER_MAX = 20_000

/** Whether more than so many moves, of all companies, were made in a time: counted no further than that. */
export const moreMovesThan = (max: number, from: Statement, to: Statement): Statement => sql`
  (select count(*) from (
    select from transaction_moves m where m.moved_at >= ${from} and m.moved_at < ${to} limit ${max + 1}) few) > ${max}`
