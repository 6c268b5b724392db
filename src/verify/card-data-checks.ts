import { raw, sql } from '../db/sql.ts'
import { type Check, check } from './check.ts'

/**
 * 13 to 19 digits as people and programs write card numbers, from the first digit of a card brand (2 to 6).
 * What is part of something longer, such as an id, is not meant.
 */
const CARD_LIKE = raw(`'(?<![0-9A-Za-z.-])[2-6](?:[ -]?[0-9]){12,18}(?![0-9A-Za-z-])'`)

/**
 * What every such number fits, and little else. A search without looking behind and ahead is quick, and one
 * that begins where a number may begin gives up on an id at once.
 */
const MAY_BE_CARD_LIKE = raw(`'(?:^|[^0-9A-Za-z.-])[2-6](?:[ -]?[0-9]){12}'`)

/** The columns that hold what clients, networks and we have written as text. */
const texts = sql`
  select company_id, 'events ' || event_id as place, data::text as text from events
  union all select company_id, 'outbox ' || outbox_id, data::text from outbox
  union all select company_id, 'idempotency_keys ' || key, body from idempotency_keys where body is not null
  union all select company_id, 'debits ' || debit_id, statement || ' ' || coalesce(note, '') from debits`

export const cardDataChecks: Check[] = [
  check(
    'no_card_numbers',
    'No text of events, answers or debits holds a number that passes for a card’s (PCI DSS 3.5.1)',
    // Where, never what: the report must not become a place where card numbers are.
    () => sql`
      select company_id, place, right(digits, 4) as last4
      from (${texts}) written
      cross join lateral regexp_matches(text, ${CARD_LIKE}, 'g') found
      cross join lateral regexp_replace(found[1], '[ -]', '', 'g') digits
      where text ~ ${MAY_BE_CARD_LIKE} and (
        select sum(case when (length(digits) - place_in) % 2 = 0 then digit else digit * 2 - case when digit > 4 then 9 else 0 end end)
        from (
          select place_in, substr(digits, place_in, 1)::integer as digit from generate_series(1, length(digits)) place_in
        ) each_digit) % 10 = 0`,
  ),
]
