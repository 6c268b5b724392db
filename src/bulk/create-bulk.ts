import { z } from 'zod'
import { type Db, sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import { invalidFields } from '../ground/field-errors.ts'
import { newId } from '../ground/ids.ts'
import { endpoint } from '../http/endpoint.ts'
import { noPath, note, uuid } from '../http/schema.ts'
import { requireStanding } from '../http/standing.ts'
import { type BulkRow, bulkActions, bulkColumns, bulkSchema, showBulks } from './bulk.ts'

/** Transactions of one action: what a person has looked through, and some minutes of work for the network. */
const ITEMS_MAX = 5_000
/** As many ids in JSON, with room to spare. */
const BODY_BYTES = 256 * 1024
/** Of one company at a time: so a second try of the same work waits for the first. */
const RUNNING_MAX = 2

export const createBulk = endpoint({
  operationId: 'create_bulk',
  method: 'POST',
  path: '/bulk',
  tag: 'Bulk actions',
  summary: 'Do one thing with many transactions',
  description: `Cancel, refund (all that is left of each) or mail the link again, of up to ${ITEMS_MAX} debits and credits. The worker does it, each exactly once and by the rules of the single operation; what one of them does not allow fails for itself, with the words of that operation. \`GET /bulk/{bulk_id}\` counts, \`GET /bulk/{bulk_id}/items\` says what became of each. While the company is suspended no links are mailed. Send an \`Idempotency-Key\`.`,
  scope: ['debits:write', 'credits:write'],
  reauthenticate: true,
  pathSchema: noPath,
  bodySchema: z.strictObject({
    action: z.enum(bulkActions),
    transaction_ids: z
      .array(uuid)
      .min(1)
      .max(ITEMS_MAX)
      .refine((ids) => new Set(ids).size === ids.length, 'must name each transaction once'),
    note: note.nullish().meta({ description: 'Of the refunds that it makes' }),
  }),
  bodyBytesMax: BODY_BYTES,
  answers: { 202: { description: 'It is under way', schema: bulkSchema } },
  problems: ['wrong_state', 'company_suspended'],
  permit({ caller, body }) {
    // What gives back and what takes back go on; a link asks for money.
    if (body.action === 'send_link') requireStanding(caller)
  },
  async handle({ db, companyId, caller, body, requestId }) {
    await requireAll(db, companyId, body.transaction_ids)
    await requireRoom(db, companyId)
    const scopes = caller.scopes.filter((scope) => scope === 'debits:write' || scope === 'credits:write')
    const ids = body.transaction_ids
    const row = await db.one<BulkRow>(sql`
      insert into bulk_jobs (company_id, bulk_id, action, note, scopes, items, request_id)
      values (${companyId}, ${newId()}, ${body.action}, ${body.note ?? null}, ${scopes}, ${ids.length}, ${requestId})
      returning ${bulkColumns}`)
    await db.run(sql`
      insert into bulk_items (company_id, bulk_id, number, transaction_id, operation_id)
      select ${companyId}, ${row.bulk_id}, ordinal, transaction_id, operation_id
      from unnest(${ids}::uuid[], ${ids.map(() => newId())}::uuid[]) with ordinality as item (transaction_id, operation_id, ordinal)`)
    const [shown] = await showBulks(db, companyId, [row])
    return { status: 202, body: shown }
  },
})

/** 422 where one of them is not the company's: then the list is another one than it was meant to be. */
async function requireAll(db: Db, companyId: string, ids: string[]): Promise<void> {
  const unknown = await db.many<{ id: string }>(sql`
    select id from unnest(${ids}::uuid[]) id where not exists (
        select from debits where company_id = ${companyId} and debit_id = id)
      and not exists (select from credits where company_id = ${companyId} and credit_id = id)
    limit 1`)
  if (unknown[0])
    throw invalidFields([
      {
        path: 'transaction_ids',
        message: `must be debits and credits of yours; there is no ${unknown[0].id}`,
      },
    ])
}

/**
 * 409 where as many are under way as may be. The company's row is locked, so that two do not take the last
 * place.
 */
async function requireRoom(db: Db, companyId: string): Promise<void> {
  await db.run(sql`select from companies where company_id = ${companyId} for no key update`)
  const running = await db.many(sql`
    select from bulk_jobs where company_id = ${companyId} and finished_at is null limit ${RUNNING_MAX}`)
  if (running.length >= RUNNING_MAX)
    throw new Problem(
      'wrong_state',
      `Your company has ${RUNNING_MAX} bulk actions under way; wait for one to end.`,
    )
}
