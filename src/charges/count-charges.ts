import { type Statement, sql } from '../db/sql.ts'

/**
 * Parts of the statement that requests charges, between what is `checked` and what is begun. `decided` is each charge with its
 * `verdict`: `counted` toward its company's day, with the day; `above` what is left of it, with what was `used`; `repeated`, where
 * its key was used before; null where there is no limit for the day.
 */
export const decidedUncounted: Statement = sql`
  decided as not materialized (
    select checked.*, null::text as verdict, null::bigint as used, null::date as counted_on from checked
  )`

/** Companies in order, so that two statements lock their totals in the same order and never deadlock. */
export const decidedByCounting: Statement = sql`
  asking as materialized (
    select company_id, currency, per_day, toronto_day(now) as day, array_agg(debit_id order by place) as ids,
      array_agg(amount order by place) as amounts, array_agg(key order by place) as keys
    from checked where refusal is null and per_day is not null
    group by company_id, currency, per_day, now order by company_id, currency
  ), answered as materialized (
    select counted.*, day from asking
    cross join lateral count_toward_day(company_id, 'debits', currency, day, per_day, ids, amounts, keys) counted
  ), decided as materialized (
    select checked.*, verdict, used, case verdict when 'counted' then day end as counted_on
    from checked left join answered on answered.id = checked.debit_id
  )`

/** A charge that was counted and yet not begun, because a rival claimed its key meanwhile, is taken off again. */
export const takenOff: Statement = sql`
  taken_off as (
    insert into day_total_changes (company_id, kind, currency, day, amount)
    select company_id, 'debits', currency, counted_on, -amount from decided
    where verdict = 'counted' and debit_id not in (select debit_id from started)
  ),`
