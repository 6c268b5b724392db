import { sql } from '../db/sql.ts'
import { type Check, check } from './check.ts'

/**
 * What a company was given back, or has to give back, beyond its debits and refunds: sign and part of each
 * move that says so.
 */
const returns = sql`(values
  ('return', 'pull_returned', -1), ('return_late', 'pull_returned', -1), ('return_pull', 'pull_returned', -1),
  ('bounce', 'push_returned', 1), ('return_push', 'push_returned', 1)) as returned (move, part, sign)`

const eft = sql`
  select company_id, debit_id as transaction_id, amount from debits where rail = 'eft'
  union all select company_id, credit_id, amount from credits
  union all select company_id, refund_id, amount from refunds where method = 'bank'`

export const eftChecks: Check[] = [
  check(
    'debits_by_bank_follow_their_pull',
    'A debit by bank has its payer’s agreement and one pull, for its amount and from the payer’s account, and is as that pull says',
    () => sql`
      select d.company_id, d.debit_id, d.state, d.fail_direction, i.state as pull, i.late
      from debits d
      left join bank_items i on i.company_id = d.company_id and i.subject_id = d.debit_id
      left join debit_agreements g on g.company_id = d.company_id and g.debit_id = d.debit_id
      where d.rail = 'eft' and (i.bank_item_id is null or g.debit_id is null
        or (i.kind, i.direction, i.amount, i.currency, i.bank_account_id)
          <> ('debit', 'debit', d.amount, d.currency, d.from_bank_account_id)
        or g.bank_account_id <> d.from_bank_account_id
        or case d.state when 'initiated' then i.state not in ('queued', 'sent') when 'paid' then i.state <> 'settled'
          when 'cancelled' then i.state <> 'cancelled'
          when 'completed' then i.state <> 'settled' and not (i.state = 'returned' and i.late)
          when 'failed' then case d.fail_direction when 'push' then i.state <> 'settled'
            else i.state not in ('returned', 'rejected') end
          else true end)`,
  ),
  check(
    'credits_follow_their_items',
    'A credit has one pull from the company and then one push to the contact, for its amount, and is as those say',
    () => sql`
      select c.company_id, c.credit_id, c.state, c.fail_direction, pull.state as pull, push.state as push
      from credits c
      left join bank_items pull on pull.company_id = c.company_id and pull.subject_id = c.credit_id
        and pull.direction = 'debit'
      left join bank_items push on push.company_id = c.company_id and push.subject_id = c.credit_id
        and push.direction = 'credit'
      where (pull.amount, pull.bank_account_id) <> (c.amount, c.from_bank_account_id)
        or (push.amount, push.bank_account_id) <> (c.amount, c.to_bank_account_id)
        or case c.state when 'requested' then pull.state is not null
          when 'cancelled' then coalesce(pull.state, 'cancelled') <> 'cancelled'
          when 'initiated' then coalesce(pull.state, '') not in ('queued', 'sent')
          when 'paid' then coalesce(push.state, '') not in ('queued', 'sent')
          when 'completed' then coalesce(push.state, '') <> 'settled' and (push.state = 'returned' and push.late) is not true
          when 'failed' then case c.fail_direction when 'push'
            then coalesce(pull.state, '') <> 'settled' and (pull.state = 'returned' and pull.late) is not true else
              coalesce(pull.state, '') not in ('returned', 'rejected') end
            or coalesce(push.state, 'returned') not in ('cancelled', 'returned', 'rejected')
          end`,
  ),
  check(
    'bank_clearing_is_what_the_bank_moved',
    'What debits, credits and refunds have posted to our bank account is, per company, what the bank moved for them and did not take back',
    () => sql`
      select company_id, currency, coalesce(posted, 0) as posted, coalesce(made, 0) as moved
      from (
        select e.company_id, e.currency, sum(e.amount) as posted
        from ledger_entries e join (${eft}) t using (company_id, transaction_id)
        where account = 'bank_clearing' group by 1, 2
      ) ours full join (
        select company_id, currency, sum(case direction when 'debit' then amount else -amount end) as made
        from bank_items where kind in ('debit', 'credit', 'refund') and state = 'settled' group by 1, 2
      ) theirs using (company_id, currency) where coalesce(posted, 0) <> coalesce(made, 0)`,
  ),
  check(
    'what_came_back_is_owed_once',
    'What a bank took or sent back after it had counted as good is in the company’s next payouts exactly once',
    () => sql`
      select company_id, transaction_id, part, due, owed
      from (
        select m.company_id, m.transaction_id, part, sum(sign * t.amount) as due
        from transaction_moves m join (${eft}) t using (company_id, transaction_id) join ${returns} using (move)
        group by 1, 2, 3
      ) moved full join (
        select company_id, transaction_id, part, amount as owed from payout_items where part in ('pull_returned', 'push_returned')
      ) owing using (company_id, transaction_id, part) where due is distinct from owed`,
  ),
  check(
    'open_debits_wait_for_their_payer',
    'A debit whose payer has not decided is requested or cancelled; where its card is being charged there is one attempt under way',
    () => sql`
      select company_id, debit_id, state, rail from debits d
      where rail is null and state not in ('requested', 'cancelled') or rail = 'eft' and state = 'requested'
        or payable_until is not null and (state <> 'requested' or rail = 'card' and 1 <> (
          select count(*) from attempts a where a.company_id = d.company_id and a.debit_id = d.debit_id
            and a.credit_card_id = d.from_credit_card_id and a.state in ('sent', 'reversing')))`,
  ),
  check(
    'deleted_contacts_have_nothing_open',
    'Nothing waits for a contact that was deleted: its open debits and credits were cancelled and its holds released, or are in a moment',
    () => sql`
      select company_id, transaction_id, open.state, c.deleted_at from contacts c join (
        select company_id, contact_id, debit_id as transaction_id, state from debits
        where state = 'requested' and payable_until > jetpay_now()
        union all
        select company_id, contact_id, credit_id, state from credits
        where state = 'requested' and coalesce(payable_until, 'infinity') > jetpay_now()
        union all
        select d.company_id, contact_id, debit_id, d.state from debits d join authorizations z using (company_id, debit_id)
        where d.state = 'preauthorized' and z.capture_amount is null and z.due_at > jetpay_now()
      ) open using (company_id, contact_id) where c.deleted_at is not null`,
  ),
]
