import { sql } from '../db/sql.ts'
import { type Check, check } from './check.ts'
import type { Proven } from './proven.ts'
import { transactions } from './transactions.ts'

/** All that was announced, whether it has its id yet or not. */
const announced = sql`
  select company_id, type, data from events union all select company_id, type, data from outbox`

/**
 * How far the log was moved to files and deleted: its last event, and a time that all of them were created
 * before.
 */
const archived = sql`
  select company_id, max(last_event_id) as archived_through, max(created_before) as archived_before
  from event_archives where deleted_at is not null group by company_id`

/** How far the log of a company is proven. */
const provenHeads = ({ companies, eventIds }: Proven) => sql`
  select * from unnest(${companies}::uuid[], ${eventIds}::bigint[]) as proven (company_id, proven_through)`

export const eventChecks: Check[] = [
  check(
    'one_event_per_move',
    'Each move of a debit, credit or payout is announced exactly once, with the state that it led to, and nothing else is (of moves older than the log never twice)',
    (_, { since }) => sql`
      select company_id, transaction_id, type, state, coalesce(moves, 0) as moves, coalesce(events, 0) as events
      from (
        select m.company_id, transaction_id, to_state as state, count(*) as moves, max(moved_at) as moved_at,
          case kind when 'payout' then 'payouts.' || to_state
            else case kind when 'eft_credit' then 'transactions.credits.' else 'transactions.debits.' end
              || case when move = 'fail_try' then 'payment_failed' when move like 'return\\_%' then 'returned'
                when to_state = 'requested' then 'created' else to_state end end as type
        from transaction_moves m join (${transactions}) t using (company_id, transaction_id)
        where kind not in ('reconciliation_item', 'refund', 'bank_refund', 'fee', 'dispute', 'cell_due') and move <> 'send_more'
          and moved_at >= ${since}::timestamptz group by 1, 2, 3, 6
      ) moved full join (
        select company_id, coalesce(data ->> 'transactionId', data ->> 'payoutId')::uuid as transaction_id, type,
          data ->> 'state' as state, count(*) as events
        from (${announced}) a where (type like 'transactions.%' or type like 'payouts.%')
          and type not like 'transactions.debits.refund%' and type not like 'transactions.debits.dispute%'
        group by 1, 2, 3, 4
      ) told using (company_id, transaction_id, type, state)
      left join (${archived}) a using (company_id)
      where moves is distinct from events
        and (coalesce(events, 0) > coalesce(moves, 0) or moved_at < archived_before is not true)`,
  ),
  check(
    'one_event_per_card_outcome',
    'A card that was tokenized, failed, expires, expired or was deleted is announced as that exactly once, and as updated as often as its network has updated it',
    (_, { since }) => sql`
      select company_id, credit_card_id, type, coalesce(outcomes, 0) as outcomes, coalesce(events, 0) as events
      from (
        select company_id, credit_card_id, 'contacts.credit_cards.' || outcome as type, times as outcomes, since
        from credit_cards, lateral (values
          ('tokenized', fingerprint is not null, created_at, 1), ('tokenization_failed', fail_reason is not null, created_at, 1),
          ('expiring', expiring_told_at is not null, expiring_told_at, 1), ('expired', expired_at is not null, expired_at, 1),
          ('updated', account_updates > 0, account_updated_at, account_updates),
          ('deleted', state = 'deleted', updated_at, 1)) as outcomes (outcome, has, since, times)
        where has
      ) had full join (
        select company_id, (data ->> 'creditCardId')::uuid as credit_card_id, type, count(*) as events
        from (${announced}) a where type like 'contacts.credit\\_cards.%' group by 1, 2, 3
      ) told using (company_id, credit_card_id, type)
      left join (${archived}) a using (company_id)
      left join credit_cards c using (company_id, credit_card_id)
      where (outcomes is null or events > outcomes or coalesce(events, 0) < outcomes and not (events > 0 and type like '%.updated')
          and (events is not null or since >= ${since}::timestamptz and since < archived_before is not true))
        -- A card with another date has its last month again.
        and not (type in ('contacts.credit_cards.expiring', 'contacts.credit_cards.expired') and c.account_updates > 0)`,
  ),
  check(
    'card_as_last_updated',
    'A card that its network has updated has the brand, last four and date of one of the events that told of it',
    () => sql`
      select company_id, c.credit_card_id from (${announced}) a join credit_cards c using (company_id)
      where type = 'contacts.credit_cards.updated' and c.credit_card_id = (data ->> 'creditCardId')::uuid
      group by company_id, c.credit_card_id
      having not bool_or(data ->> 'brand' = brand and data ->> 'last4' = last4
        and (data ->> 'expiryMonth')::integer = expiry_month and (data ->> 'expiryYear')::integer = expiry_year)`,
  ),
  check(
    'event_ids_have_no_gap',
    'A company’s events are numbered from 1 to its head, first those in files and then those in the log, none missing and none beyond',
    (_, proven) => sql`
      select company_id, previous + 1 as missing_from, event_id - 1 as missing_to, null::bigint as head
      from (
        select company_id, event_id, lag(event_id, 1, greatest(archived_through, proven_through, 0))
          over (partition by company_id order by event_id) as previous
        from events left join (${archived}) a using (company_id) left join (${provenHeads(proven)}) p using (company_id)
        where event_id > coalesce(proven_through, 0)
      ) numbered where event_id <> previous + 1
      union all
      select company_id, previous + 1, first_event_id - 1, null
      from (
        select company_id, first_event_id, lag(last_event_id, 1, 0::bigint)
          over (partition by company_id order by first_event_id) as previous
        from event_archives
      ) filed where first_event_id <> previous + 1
      union all
      select company_id, least(newest, head) + 1, greatest(newest, head), head
      from (
        select company_id, coalesce(greatest(newest, proven_through), archived_through, 0) as newest from (
          select company_id, max(event_id) as newest from events group by company_id
        ) e full join (${archived}) a using (company_id) full join (${provenHeads(proven)}) p using (company_id)
      ) logged full join (select company_id, last_event_id as head from event_heads) h using (company_id)
      where coalesce(newest, 0) <> coalesce(head, 0)`,
  ),
  check(
    'webhook_cursors_within_the_log',
    'No webhook has confirmed an event that does not exist yet, and none that delivers waits for one that was deleted',
    () => sql`
      select w.company_id, webhook_id, last_sent_event_id, last_event_id as head, archived_through
      from webhooks w left join event_heads h using (company_id) left join (${archived}) a using (company_id)
      where last_sent_event_id > coalesce(last_event_id, 0) or state <> 'failed' and last_sent_event_id < archived_through`,
  ),
]
