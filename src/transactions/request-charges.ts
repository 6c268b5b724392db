import { type Db, sql } from '../db/sql.ts'
import type { IdempotencyKey } from '../http/idempotency.ts'
import type { Currency } from '../money.ts'
import { rrnOfTrace, stanOfTrace, transmittedNow } from './network-reference.ts'

/**
 * A charge that is asked for, with the ids that it will have. `amount` in minor units. An `authorization` holds it only, to be
 * captured later.
 */
export type ChargeRequest = {
  kind?: 'charge' | 'authorization'
  companyId: string
  contactId: string
  creditCardId: string
  toBankAccountId: string
  amount: bigint
  statement: string
  note: string | null
  debitId: string
  attemptId: string
  idempotencyKey: IdempotencyKey | null
}

export type Refusal =
  | 'card_on_file_disabled'
  | 'no_contact'
  | 'no_card'
  | 'card_pending'
  | 'card_single_use'
  | 'card_failed'
  | 'card_expired'
  | 'card_deleted'
  | 'no_bank_account'
  | 'limit_exceeded'

/** `most`: what the company may move at once, in minor units; null without a limit. `started`: debit and attempt are durable, and the network may be asked. `repeated`: the key was used before. */
export type ChargeRequested =
  | { verdict: 'started'; currency: Currency; stan: string; rrn: string; transmitted_at: Date }
  | { verdict: 'refused'; refusal: Refusal; currency: Currency; most: bigint | null }
  | { verdict: 'repeated' }

type Row = {
  refusal: Refusal | null
  most: bigint | null
  started: boolean
  currency: Currency
  stan: string
  rrn: string
  transmitted_at: Date
}

/**
 * The first of a charge's two statements, for many charges at once: checks feature, contact, card, account and limit, claims the
 * idempotency key, and makes the debit, its attempt and its `created` event, all or nothing for each charge.
 */
export async function requestCharges(db: Db, charges: ChargeRequest[]): Promise<ChargeRequested[]> {
  const column = <T>(of: (charge: ChargeRequest) => T) => charges.map(of)
  const rows = await db.many<Row>(sql`
    with asked as (
      select * from unnest(
        ${column((c) => c.companyId)}::uuid[], ${column((c) => c.contactId)}::uuid[],
        ${column((c) => c.creditCardId)}::uuid[], ${column((c) => c.toBankAccountId)}::uuid[],
        ${column((c) => c.amount)}::bigint[], ${column((c) => c.statement)}::text[], ${column((c) => c.note)}::text[],
        ${column((c) => c.debitId)}::uuid[], ${column((c) => c.attemptId)}::uuid[],
        ${column((c) => c.kind ?? 'charge')}::text[],
        ${column((c) => c.idempotencyKey?.key ?? null)}::text[],
        ${column((c) => c.idempotencyKey?.requestHash ?? null)}::bytea[]
      ) with ordinality as asked (company_id, contact_id, credit_card_id, to_bank_account_id, amount, statement, note,
        debit_id, attempt_id, kind, key, request_hash, place)
    ), checked as materialized (
      select asked.*, account.currency, jetpay_now() as now, case
        when not ('card_on_file' = any (company.features)) then 'card_on_file_disabled'
        when contact.contact_id is null then 'no_contact'
        when card.credit_card_id is null then 'no_card'
        when card.state <> 'active' then 'card_' || card.state
        when account.bank_account_id is null then 'no_bank_account'
        when asked.amount > limited.most then 'limit_exceeded'
      end as refusal, limited.most
      from asked
      join companies company on company.company_id = asked.company_id
      left join contacts contact on contact.company_id = asked.company_id
        and contact.contact_id = asked.contact_id and contact.deleted_at is null
      left join credit_cards card on card.company_id = asked.company_id
        and card.credit_card_id = asked.credit_card_id and card.contact_id = asked.contact_id
      left join bank_accounts account on account.company_id = asked.company_id
        and account.bank_account_id = asked.to_bank_account_id and account.contact_id is null
        and account.deleted_at is null
      cross join lateral (select case account.currency when 'CAD' then company.transaction_limit_cad
        when 'USD' then company.transaction_limit_usd end as most) limited
    ), claimed as (
      -- In key order, so that two batches with the same keys wait for each other and never deadlock.
      insert into idempotency_keys (company_id, key, request_hash, debit_id, created_at)
      select company_id, key, request_hash, debit_id, now from checked
      where refusal is null and key is not null order by company_id, key
      on conflict (company_id, key) do nothing
      returning debit_id
    ), started as materialized (
      select checked.*, nextval('network_traces') as trace from checked
      where refusal is null and (key is null or debit_id in (select debit_id from claimed))
    ), debited as (
      insert into debits (company_id, debit_id, contact_id, to_bank_account_id, from_credit_card_id, rail, state, amount,
        currency, statement, note, created_at, updated_at)
      select company_id, debit_id, contact_id, to_bank_account_id, credit_card_id, 'card', 'requested', amount, currency,
        statement, note, now, now from started
      returning debits as debit, company_id, created_at
    ), attempted as (
      insert into attempts (company_id, attempt_id, debit_id, kind, state, amount, currency, stan, rrn, transmitted_at, updated_at)
      select company_id, attempt_id, debit_id, kind, 'sent', amount, currency,
        ${stanOfTrace}, ${rrnOfTrace}, ${transmittedNow}, now from started
      returning debit_id, stan, rrn, transmitted_at
    ), moved as (
      insert into transaction_moves (company_id, transaction_id, sequence, move, to_state, moved_at)
      select company_id, debit_id, 1, 'request', 'requested', now from started
    ), announced as (
      insert into outbox (company_id, type, data, created_at)
      select company_id, 'transactions.debits.created', debit_event_data(debit), created_at from debited
    )
    select refusal, most, attempted.debit_id is not null as started, currency, stan, rrn, transmitted_at
    from checked left join attempted using (debit_id) order by place`)
  return rows.map(({ refusal, most, started, ...attempt }) => {
    if (refusal) return { verdict: 'refused', refusal, currency: attempt.currency, most }
    return started ? { verdict: 'started', ...attempt } : { verdict: 'repeated' }
  })
}
