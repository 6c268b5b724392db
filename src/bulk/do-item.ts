import { type Db, sql } from '../db/sql.ts'
import { findTransaction } from '../debits/transaction.ts'
import { Problem } from '../ground/errors.ts'
import type { Context } from '../process/context.ts'
import { findRefund } from '../refunds/refund.ts'
import { answerRefund } from '../refunds/refund-answers.ts'
import { refund } from '../refunds/send-refund.ts'
import { cancel, notCancellable } from '../transactions/cancel.ts'
import { sendLink } from '../transactions/send-link.ts'
import type { BulkAction, ItemState } from './bulk.ts'

export type Item = {
  company_id: string
  bulk_id: string
  number: number
  transaction_id: string
  operation_id: string
  action: BulkAction
  note: string | null
  scopes: string[]
  company_name: string
  tries: number
}

/**
 * Does one item, which this worker has claimed, and records what became of it. Exactly once, whoever dies.
 */
export const doItem = (context: Context, item: Item): Promise<unknown> =>
  item.action === 'refund' ? refundItem(context, item) : doAtOnce(context, item)

/** What it does and that it is done are one transaction; what is refused has changed nothing. */
async function doAtOnce({ db, seal, config }: Context, item: Item): Promise<void> {
  const { company_id: companyId } = item
  const fault = await faultOf(() =>
    db.transaction(async (db) => {
      const open = await db.first(sql`
        select from bulk_items where company_id = ${companyId} and bulk_id = ${item.bulk_id} and number = ${item.number}
          and state = 'waiting' for update`)
      if (!open) return
      const row = await findAllowed(db, item)
      if (item.action === 'send_link')
        await sendLink(db, { seal, publicUrl: config.publicUrl }, companyId, row)
      else if (!(await cancel(db, companyId, row)))
        throw notCancellable(await findTransaction(db, companyId, row.identifier))
      await endItem(db, item, null)
    }),
  )
  if (fault) await endItem(db, item, fault)
}

/**
 * The refund's id was chosen with the item, so that it can be made once: whoever comes to it later finds it,
 * and says what it is.
 */
async function refundItem(context: Context, item: Item): Promise<void> {
  const { db } = context
  const { company_id: companyId, transaction_id: debitId, operation_id: refundId } = item
  const begun = await db.first(sql`
    select from refunds where company_id = ${companyId} and refund_id = ${refundId}`)
  const fault = await faultOf(async () => {
    if (begun) return requireGood(db, item)
    if ((await findAllowed(db, item)).kind === 'credit')
      throw new Problem('wrong_state', 'It is a credit; only what was paid to you can be refunded.')
    const request = {
      companyId,
      debitId,
      refundId,
      idempotencyKey: null,
      amount: null,
      note: item.note,
      toBankAccount: null,
    }
    const outcome = await refund(context, request, { companyName: item.company_name })
    const answer = answerRefund(outcome!)
    if (answer instanceof Problem) throw answer
  })
  await endItem(db, item, fault)
}

async function requireGood(db: Db, { company_id, operation_id }: Item): Promise<void> {
  const { state, fail_reason } = await findRefund(db, company_id, operation_id)
  if (state === 'failed') throw new Problem('wrong_state', `The refund failed: ${fail_reason}.`)
}

/** The transaction, or the Problem that whoever asked would be told. */
async function findAllowed(db: Db, { company_id, transaction_id, scopes }: Item) {
  const row = await findTransaction(db, company_id, transaction_id)
  if (!scopes.includes(`${row.kind}s:write`))
    throw new Problem('forbidden', `Whoever asked for it may not write ${row.kind}s.`)
  return row
}

/** The Problem of what is refused; any other error is the worker's, and the item is taken up again. */
async function faultOf(work: () => Promise<void>): Promise<Problem | null> {
  try {
    await work()
    return null
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
}

const endItem = (db: Db, { company_id, bulk_id, number }: Item, fault: Problem | null) => {
  const state: ItemState = fault ? 'failed' : 'done'
  return db.run(sql`
    update bulk_items set state = ${state}, code = ${fault?.code ?? null}, detail = ${fault?.detail ?? null}, due_at = null,
      ended_at = jetpay_now()
    where company_id = ${company_id} and bulk_id = ${bulk_id} and number = ${number} and state = 'waiting'`)
}

/** One that never comes to an end: a person has to look at the transaction itself. */
export const giveItemUp = (db: Db, item: Item) =>
  endItem(
    db,
    item,
    new Problem('internal_error', 'It could not be brought to an end; look at the transaction itself.'),
  )
