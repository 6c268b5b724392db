import { newReference, referenceColumns } from '../charges/network-reference.ts'
import type { DoubtfulAttempt } from '../charges/reverse-attempt.ts'
import { type Db, sql } from '../db/sql.ts'
import type { RefundRow } from './refund.ts'

/** The charge's own attempt: the request that holds it reverses it first, the worker joins in later. */
export const reverseCharge = (
  db: Db,
  { company_id, debit_id, refund_id }: RefundRow,
  reversalDueMs: number,
) =>
  db.one<DoubtfulAttempt>(sql`
    update attempts a set state = 'reversing', reversals_sent = 1, updated_at = jetpay_now(),
      reversal_due_at = jetpay_now() + make_interval(secs => ${reversalDueMs / 1000})
    from debits d
    where a.company_id = ${company_id} and a.debit_id = ${debit_id} and a.state = 'approved' and a.kind <> 'refund'
      and d.company_id = a.company_id and d.debit_id = a.debit_id
    returning a.kind, a.company_id, a.attempt_id, a.debit_id, coalesce(a.credit_card_id, d.from_credit_card_id) as credit_card_id,
      case a.kind when 'authorization' then d.amount_authorized else a.amount end as amount, a.currency,
      ${referenceColumns}, 0 as reversals_sent, ${refund_id}::uuid as refund_id`)

/** An attempt of the refund's own, to the card that paid. */
export const addAttempt = (db: Db, { company_id, debit_id, refund_id, amount, currency }: RefundRow) =>
  db.one<DoubtfulAttempt>(sql`
    with paid as (
      select coalesce(a.credit_card_id, d.from_credit_card_id) as credit_card_id, nextval('network_traces') as trace,
        jetpay_now() as now
      from attempts a join debits d using (company_id, debit_id)
      where company_id = ${company_id} and debit_id = ${debit_id} and a.state = 'approved' and a.kind <> 'refund'
    ), attempted as (
      insert into attempts (company_id, attempt_id, debit_id, kind, state, amount, currency,
        ${referenceColumns}, updated_at, credit_card_id)
      select ${company_id}, ${refund_id}, ${debit_id}, 'refund', 'sent', ${amount}::bigint, ${currency},
        ${newReference}, now, credit_card_id from paid
      returning *
    )
    select kind, company_id, attempt_id, debit_id, credit_card_id, amount, currency, ${referenceColumns},
      reversals_sent, attempt_id as refund_id from attempted`)
