import { limitOf, limitsIn } from '../companies/limit.ts'
import { type Db, empty, raw, type Statement, sql } from '../db/sql.ts'
import { cardDebitsRequested } from '../debits/debit-moves.ts'
import type { Currency } from '../ground/money.ts'
import type { CredentialUse } from '../ground/vault-protocol.ts'
import { type IdempotencyKey, keysClaimed } from '../http/idempotency-key.ts'
import type { Labels } from '../http/metadata.ts'
import { FIRST_ACCEPTOR } from '../process/acceptors.ts'
import { attemptsSent } from './attempt.ts'
import { byMerchant } from './credential-use.ts'
import { type ReferenceColumns, referenceColumns } from './network-reference.ts'

/**
 * A charge that is asked for, with the ids that it will have. `amount` in minor units. An `authorization`
 * holds it only, to be captured later.
 */
export type ChargeRequest = {
  kind?: 'charge' | 'authorization'
  companyId: string
  contactId: string
  creditCardId: string
  toBankAccountId: string
  amount: bigint
  /** Refused where it is not the account's. */
  currency?: Currency | undefined
  statement: string
  note: string | null
  labels?: Labels
  /** Default: `byMerchant`. */
  use?: CredentialUse
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
  | 'card_closed'
  | 'card_deleted'
  | 'card_rests'
  | 'no_bank_account'
  | 'other_currency'
  | 'limit_exceeded'
  | 'day_limit_exceeded'
  | 'charged_before_restore'

/**
 * Limits of the company in minor units, null without one: for one transaction and for a day, and what of the
 * day is used.
 */
export type ChargeLimits = { most: bigint | null; per_day: bigint | null; used: bigint | null }

/**
 * `started`: debit and attempt are durable, and the network may be asked. `repeated`: the key was used
 * before.
 */
export type ChargeRequested =
  | ({ verdict: 'started'; currency: Currency } & ReferenceColumns)
  | { verdict: 'refused'; refusal: Refusal; currency: Currency; limits: ChargeLimits }
  | { verdict: 'repeated' }
/** Nothing was done: its company has a limit for the day, so it is to be requested again and counted. */
export type ToBeCounted = { verdict: 'to_be_counted' }

type Row = ChargeLimits &
  ReferenceColumns & {
    debit_id: string
    refusal: Refusal | 'to_be_counted' | null
    currency: Currency
  }

/**
 * The first of a charge's two statements, for many charges at once: checks feature, contact, card, account
 * and limits, claims the idempotency key, and makes the debit, its attempt and its `created` event, all or
 * nothing for each charge, to be sent as `acceptor`. Charges of companies with a limit for the day are left
 * to be counted: to read and lock a day's total is a statement of its own, which no other has to wait for.
 */
export const requestCharges = (db: Db, charges: ChargeRequest[], acceptor = FIRST_ACCEPTOR) =>
  request<ToBeCounted>(db, charges, acceptor, false)

/** The same, and counts each toward its company's day, in the order of `charges`, if it still fits. */
export const requestCountedCharges = (db: Db, charges: ChargeRequest[], acceptor = FIRST_ACCEPTOR) =>
  request<never>(db, charges, acceptor, true)

async function request<Uncounted extends ToBeCounted>(
  db: Db,
  charges: ChargeRequest[],
  acceptor: number,
  counting: boolean,
): Promise<(ChargeRequested | Uncounted)[]> {
  const column = <T>(of: (charge: ChargeRequest) => T) => charges.map(of)
  const rows = await db.many<Row>(sql`
    with asked as (
      select * from unnest(
        ${column((c) => c.companyId)}::uuid[], ${column((c) => c.contactId)}::uuid[],
        ${column((c) => c.creditCardId)}::uuid[], ${column((c) => c.toBankAccountId)}::uuid[],
        ${column((c) => c.amount)}::bigint[], ${column((c) => c.statement)}::text[], ${column((c) => c.note)}::text[],
        ${column((c) => c.labels?.external_reference ?? null)}::text[],
        ${column((c) => JSON.stringify(c.labels?.metadata ?? {}))}::jsonb[],
        ${column((c) => c.debitId)}::uuid[], ${column((c) => c.attemptId)}::uuid[],
        ${column((c) => c.kind ?? 'charge')}::text[], ${column((c) => c.currency ?? null)}::text[],
        ${column(({ use = byMerchant }) => use.initiator)}::text[], ${column(({ use = byMerchant }) => use.reason)}::text[],
        ${column((c) => c.idempotencyKey?.key ?? null)}::text[],
        ${column((c) => c.idempotencyKey?.requestHash ?? null)}::bytea[],
        ${column((c) => c.idempotencyKey?.requestId ?? null)}::uuid[]
      ) with ordinality as asked (company_id, contact_id, credit_card_id, to_bank_account_id, amount, statement, note,
        external_reference, metadata, debit_id, attempt_id, kind, sent_currency, initiator, reason, key, request_hash, request_id, ordinal)
    ), checked as materialized (
      select asked.*, account.currency, jetpay_now() as now, case
        when not ('card_on_file' = any (company.features)) then 'card_on_file_disabled'
        when contact.contact_id is null then 'no_contact'
        when card.credit_card_id is null then 'no_card'
        when card.state <> 'active' then 'card_' || card.state
        when card.charge_after > jetpay_now() then 'card_rests'
        when account.bank_account_id is null then 'no_bank_account'
        when asked.sent_currency <> account.currency then 'other_currency'
        when asked.amount > limited.most then 'limit_exceeded'
        ${counting ? empty : sql`when limited.per_day is not null then 'to_be_counted'`}
      end as refusal, limited.most, limited.per_day
      from asked
      join companies company on company.company_id = asked.company_id
      ${theOne(
        sql`select contact_id from contacts contact where contact.company_id = asked.company_id
        and contact.contact_id = asked.contact_id and contact.deleted_at is null`,
        'contact',
      )}
      ${theOne(
        sql`select credit_card_id, state, charge_after from credit_cards card where card.company_id = asked.company_id
        and card.credit_card_id = asked.credit_card_id and card.contact_id = asked.contact_id`,
        'card',
      )}
      ${theOne(
        sql`select bank_account_id, currency from bank_accounts account where account.company_id = asked.company_id
        and account.bank_account_id = asked.to_bank_account_id and account.contact_id is null
        and account.deleted_at is null`,
        'account',
      )}
      ${limitsIn(sql`account.currency`)}
      cross join lateral (select ${limitOf('per_transaction')} as most, ${limitOf('per_day_debits')} as per_day) limited
    ), ${counting ? decidedByCounting : decidedUncounted}, begun as not materialized (
      select * from decided where refusal is null and verdict is distinct from 'above' and verdict is distinct from 'repeated'
    ), claimed as (${keysClaimed(sql`begun`)}
    ), started as materialized (
      select begun.*, nextval('network_traces') as trace from begun
      where key is null or debit_id in (select debit_id from claimed)
    ), ${counting ? takenOff : empty} ${cardDebitsRequested(sql`started`)}, attempted as (${attemptsSent(sql`started`, acceptor)}
    )
    select debit_id, null as refusal, null::bigint as most, null::bigint as per_day, null::bigint as used, currency, ${referenceColumns}
    from attempted
    union all
    select debit_id, case verdict when 'above' then 'day_limit_exceeded' else refusal end, most, per_day, used, currency, null, null, null
    from decided where refusal is not null or verdict = 'above'`)
  // Put together here: a join of as many rows as there are charges looks at each for each.
  const decided = new Map(rows.map(({ debit_id, ...row }) => [debit_id, row]))
  return charges.map(({ debitId }) => {
    const row = decided.get(debitId)
    if (!row) return { verdict: 'repeated' }
    const { refusal, most, per_day, used, ...attempt } = row
    if (refusal === 'to_be_counted') return { verdict: refusal } as Uncounted
    if (refusal)
      return { verdict: 'refused', refusal, currency: attempt.currency, limits: { most, per_day, used } }
    return { verdict: 'started', ...attempt }
  })
}

/**
 * The row that a primary key names, if there is one. The limit keeps the planner at that key, also where it
 * knows nothing of the table yet and takes it for so small that reading all of it is as good.
 */
const theOne = (rows: Statement, name: 'contact' | 'card' | 'account'): Statement =>
  sql`left join lateral (${rows} limit 1) ${raw(name)} on true`

/**
 * Parts of the statement that requests charges, between what is `checked` and what is begun. `decided` is
 * each charge with its `verdict`: `counted` toward its company's day, with the day; `above` what is left of
 * it, with what was `used`; `repeated`, where its key was used before; null where there is no limit for the
 * day.
 */
const decidedUncounted: Statement = sql`
  decided as not materialized (
    select checked.*, null::text as verdict, null::bigint as used, null::date as counted_on from checked
  )`

/** Companies in order, so that two statements lock their totals in the same order and never deadlock. */
const decidedByCounting: Statement = sql`
  asking as materialized (
    select company_id, currency, per_day, toronto_day(now) as day, array_agg(debit_id order by ordinal) as ids,
      array_agg(amount order by ordinal) as amounts, array_agg(key order by ordinal) as keys
    from checked where refusal is null and per_day is not null
    group by company_id, currency, per_day, now order by company_id, currency
  ), answered as materialized (
    select counted.*, day from asking
    cross join lateral count_toward_day(company_id, 'debits', currency, day, per_day, ids, amounts, keys) counted
  ), decided as materialized (
    select checked.*, verdict, used, case verdict when 'counted' then day end as counted_on
    from checked left join answered on answered.id = checked.debit_id
  )`

/**
 * A charge that was counted and yet not begun, because a rival claimed its key meanwhile, is taken off again.
 */
const takenOff: Statement = sql`
  taken_off as (
    insert into day_total_changes (company_id, kind, currency, day, amount)
    select company_id, 'debits', currency, counted_on, -amount from decided
    where verdict = 'counted' and debit_id not in (select debit_id from started)
  ),`
