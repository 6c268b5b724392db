/**
 * The one writer of `idempotency_keys`: rows, and the parts of statements by which an operation claims,
 * answers or frees its key.
 */
import { type Db, type Statement, sql } from '../db/sql.ts'
import type { Seal } from '../ground/seal.ts'
import type { StoredAnswer } from './stored-answer.ts'

/**
 * A key that a request carries, bound to what the request says. `bytesHash`: as the version before bound it.
 * `requestId`: the request's, which the answer names, whoever gives it in the end. With a seal its answer is
 * kept sealed, because it holds a secret.
 */
export type IdempotencyKey = {
  companyId: string
  key: string
  requestHash: Buffer
  bytesHash: Buffer
  requestId: string
  seal?: Seal
}

/**
 * A first request that has not answered after this long has died with its process; its key may be taken over.
 */
const ABANDONED_SECONDS = 60

/**
 * Claims the key for this request: false where it was used before. Inside a transaction the insert itself
 * waits for a rival's commit.
 */
export const claimKey = async (db: Db, key: IdempotencyKey): Promise<boolean> =>
  (await db.run(sql`
    insert into idempotency_keys (company_id, key, request_hash, request_id)
    values (${key.companyId}, ${key.key}, ${key.requestHash}, ${key.requestId})
    on conflict (company_id, key) do update set created_at = jetpay_now(), request_id = excluded.request_id
      where idempotency_keys.status is null and idempotency_keys.debit_id is null
        and idempotency_keys.operation_id is null
        and idempotency_keys.request_hash in (excluded.request_hash, ${key.bytesHash})
        and idempotency_keys.created_at < jetpay_now() - make_interval(secs => ${ABANDONED_SECONDS})`)) === 1

/**
 * Claims the key for an operation, in the transaction that makes the operation durable: from then on it is
 * answered by whoever ends the operation, and never taken over. False where the key was used before. Without
 * a key there is nothing to claim.
 */
export const claimFor = async (db: Db, key: IdempotencyKey | null, operationId: string): Promise<boolean> =>
  key === null ||
  (await db.run(sql`
    insert into idempotency_keys (company_id, key, request_hash, request_id, operation_id)
    values (${key.companyId}, ${key.key}, ${key.requestHash}, ${key.requestId}, ${operationId})
    on conflict (company_id, key) do nothing`)) === 1

/**
 * The same for many debits, as a part of the statement that makes them: a key for each row of `debits`
 * (`company_id`, `key`, `request_hash`, `request_id`, `debit_id`, `now`), in key order, so that two batches
 * with the same keys wait for each other and never deadlock. Returns `debit_id` of those that were claimed.
 */
export const keysClaimed = (debits: Statement): Statement => sql`
  insert into idempotency_keys (company_id, key, request_hash, request_id, debit_id, created_at)
  select company_id, key, request_hash, request_id, debit_id, now from ${debits} where key is not null order by company_id, key
  on conflict (company_id, key) do nothing
  returning debit_id`

/**
 * Parts of the statement that ends debits: keeps the answer for each row of `ended` (`company_id`,
 * `debit_id`, `status`, `body`) that has one.
 */
export const debitsAnswered = (ended: Statement): Statement => sql`
  update idempotency_keys k set status = ended.status, body = ended.body from ${ended} ended
  where k.company_id = ended.company_id and k.debit_id = ended.debit_id and k.status is null and ended.status is not null`

/**
 * And frees the key of each row of `undone` (`company_id`, `debit_id`): nothing happened, so the same request
 * may try again.
 */
export const debitsReleased = (undone: Statement): Statement => sql`
  delete from idempotency_keys k using ${undone} undone
  where k.company_id = undone.company_id and k.debit_id = undone.debit_id and k.status is null`

/** Whose key waits for the answer of an operation: a refund, or a capture by its debit. */
export type Operation = { company_id: string; operation_id: string }

/** Keeps the answer for whoever repeats the operation's request. */
export const answerOperation = (db: Db, { company_id, operation_id }: Operation, answer: StoredAnswer) =>
  db.run(sql`
    update idempotency_keys set status = ${answer.status}, body = ${answer.text}
    where company_id = ${company_id} and operation_id = ${operation_id} and status is null`)

/** Nothing happened, so the same request may try again. */
export const releaseOperation = (db: Db, { company_id, operation_id }: Operation) =>
  db.run(sql`
    delete from idempotency_keys
    where company_id = ${company_id} and operation_id = ${operation_id} and status is null`)

/**
 * The id of the request that waits for the answer of a debit, or of an operation; null where none does. A key
 * of the version before has none: there the operation's own stands for it.
 */
export const requestOfDebit = (companyId: Statement, debitId: Statement): Statement => sql`(
  select coalesce(k.request_id, k.debit_id) from idempotency_keys k
  where k.company_id = ${companyId} and k.debit_id = ${debitId} and k.status is null)`
export const requestOfOperation = (companyId: Statement, operationId: Statement): Statement => sql`(
  select coalesce(k.request_id, k.operation_id) from idempotency_keys k
  where k.company_id = ${companyId} and k.operation_id = ${operationId} and k.status is null)`

/** Keeps the answer under the key. */
export function keepAnswer(db: Db, { companyId, key, seal }: IdempotencyKey, { status, text }: StoredAnswer) {
  const sealed = seal ? seal.seal(text, aboutKey(companyId, key)) : null
  return db.run(sql`
    update idempotency_keys set status = ${status}, body = ${sealed ? null : text}, body_sealed = ${sealed}
    where company_id = ${companyId} and key = ${key} and status is null`)
}

/** What a sealed answer is bound to. */
export const aboutKey = (companyId: string, key: string) => `idempotency key ${companyId} ${key}`

/** Keeps a refusal of a request that claimed nothing. False where another request with the key was first. */
export const insertRefusal = async (db: Db, key: IdempotencyKey, refusal: StoredAnswer): Promise<boolean> =>
  (await db.run(sql`
    insert into idempotency_keys (company_id, key, request_hash, request_id, status, body)
    values (${key.companyId}, ${key.key}, ${key.requestHash}, ${key.requestId}, ${refusal.status}, ${refusal.text})
    on conflict (company_id, key) do nothing`)) === 1

/** Gives the key back: the request changed nothing, so the same one may run again. */
export const releaseKey = (db: Db, { companyId, key }: IdempotencyKey) =>
  db.run(sql`
    delete from idempotency_keys where company_id = ${companyId} and key = ${key} and status is null`)

/**
 * Deletes so many answers that are older than so many hours. A key whose request has not ended stays. Returns
 * how many it deleted.
 */
export const deleteOldKeys = (db: Db, hours: number, most: number): Promise<number> =>
  db.run(sql`
    delete from idempotency_keys where (company_id, key) in (
      select company_id, key from idempotency_keys
      where created_at < jetpay_now() - make_interval(hours => ${hours}) and status is not null
      order by created_at limit ${most}
    )`)

/** Fields of answers in which a person may be told of: those of a contact and its accounts, and any note. */
const told = {
  contact: 'email name tags language external_reference metadata'.split(' '),
  account:
    'institution title holder_name holder_name_at_bank holder_address holder_address_postal_code holder_address_city holder_address_country holder_email'.split(
      ' ',
    ),
  other: ['note'],
}

/** Answers that one statement looks at. */
const BLANK_PAGE = 2_000

/**
 * Sets those fields to null in the answers that name the contact, of a page of the company's keys after one.
 * Returns the last of the page; null at the end.
 */
export async function blankAnswers(
  db: Db,
  companyId: string,
  contactId: string,
  after: string,
): Promise<string | null> {
  const page = await db.one<{ looked_at: bigint; last: string | null }>(sql`
    with page as materialized (
      select key, body from idempotency_keys where company_id = ${companyId} and key > ${after} order by key limit ${BLANK_PAGE}
    ), theirs as materialized (
      select key, body::jsonb as body from page where body like ${`{%${contactId}%`}
    ), blanked as (
      update idempotency_keys k set body = (t.body || (
        select coalesce(jsonb_object_agg(field, null), '{}') from jsonb_object_keys(t.body) field
        where field = any (case when t.body ->> 'identifier' = ${contactId} then ${told.contact}::text[]
          when t.body ? 'holder_name' then ${told.account}::text[] else ${told.other}::text[] end)))::text
      from theirs t where k.company_id = ${companyId} and k.key = t.key
    )
    select count(*) as looked_at, (array_agg(key order by key desc))[1] as last from page`)
  return page.looked_at === BigInt(BLANK_PAGE) ? page.last : null
}
