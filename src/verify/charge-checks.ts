import { sql } from '../db/sql.ts'
import { type Check, check } from './check.ts'

/** Fifteen or more repeats of the reversal stayed without an acknowledgment: a person has to look. */
const REVERSING_MAX_SECONDS = 300
/** The sequencer looks many times a second. */
const OUTBOX_MAX_SECONDS = 60

/** Paid once, and then refused by the network at clearing. */
const rejected = sql`exists (
  select from transaction_moves m where m.company_id = d.company_id and m.transaction_id = d.debit_id and m.move = 'reject')`

/** The charge went well, whatever came after. */
const succeeded = sql`exists (
  select from transaction_moves m where m.company_id = d.company_id and m.transaction_id = d.debit_id
    and m.move in ('charge', 'authorize'))`

export const chargeChecks: Check[] = [
  check(
    'one_debit_per_idempotency_key',
    'A key that was answered names one debit, which is as the answer says and no other key’s',
    () => sql`
      select company_id, key, debit_id, answered, state, keys from (
        select k.company_id, k.key, k.debit_id, k.status as answered, d.state, k.body, ${succeeded} as succeeded,
          count(*) over (partition by k.company_id, k.debit_id) as keys
        from idempotency_keys k left join debits d using (company_id, debit_id)
        where k.debit_id is not null
      ) charged
      where state is null or keys > 1
        or (answered is null and state <> 'requested')
        or (answered = 200 and not succeeded)
        or (answered in (402, 504) and state <> 'failed')
        or (answered is not null and body::jsonb ->> 'debit_id' is distinct from debit_id::text)`,
  ),
  check(
    'one_approved_attempt_per_debit',
    'No debit was captured twice',
    () => sql`
      select company_id, debit_id, count(*) as approved from attempts where state = 'approved' and kind <> 'refund'
      group by company_id, debit_id having count(*) > 1`,
  ),
  check(
    'paid_means_captured',
    'A debit by card is paid, or was until clearing rejected it, exactly when an attempt of its amount and currency was approved (and may be reversed since for a refund)',
    () => sql`
      select d.company_id, d.debit_id, d.state, d.amount, d.currency, a.attempt_id, a.amount as captured,
        a.currency as captured_currency
      from debits d
      left join attempts a on a.company_id = d.company_id and a.debit_id = d.debit_id and a.kind <> 'refund'
        and (a.state = 'approved' or d.voided_at is not null and a.state in ('reversing', 'reversed'))
      where d.rail = 'card' and (d.state in ('paid', 'completed') or ${rejected}) is distinct from
          (a.attempt_id is not null and a.amount = d.amount and a.currency = d.currency)
        or d.rail is distinct from 'card' and a.attempt_id is not null`,
  ),
  check(
    'failed_means_settled',
    'A debit that failed has no attempt left whose outcome nobody has asked for',
    () => sql`
      select company_id, debit_id, attempt_id, a.state as attempt_state from debits d
      join attempts a using (company_id, debit_id)
      where a.kind <> 'refund' and (
        d.state = 'failed' and (a.state = 'sent' or a.state = 'approved' and not ${rejected})
        or d.state = 'requested' and d.payable_until is null and a.state not in ('sent', 'reversing'))`,
  ),
  check(
    'nothing_pending_too_long',
    'Attempts without an outcome, reversals and captures without an acknowledgment and events without an id are young',
    ({ sentMaxMs }) => sql`
      select company_id, attempt_id as id, state as what, transmitted_at as since, rrn, reversals_sent from attempts
      where state = 'sent' and transmitted_at < jetpay_now() - make_interval(secs => ${sentMaxMs / 1000})
        or state in ('reversing', 'capturing')
          and updated_at < jetpay_now() - make_interval(secs => ${REVERSING_MAX_SECONDS})
      union all
      select company_id, null, 'event of type ' || type, created_at, null, null from outbox
      where created_at < jetpay_now() - make_interval(secs => ${OUTBOX_MAX_SECONDS})`,
  ),
]
