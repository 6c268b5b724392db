import { z } from 'zod'
import { checksAnswers } from '../cards/credit-card.ts'
import { formerNumberOf } from '../cards/former-number.ts'
import { type Db, sql } from '../db/sql.ts'
import {
  findForCaller,
  showTransaction,
  type TransactionRow,
  transactionPath,
  transactionSchema,
} from '../debits/transaction.ts'
import { type DisputeRow, disputeColumns, disputeSchema, showDispute } from '../disputes/dispute.ts'
import { endpoint } from '../http/endpoint.ts'
import { uuid } from '../http/schema.ts'
import { type RefundRow, refundColumns, refundSchema, showRefund } from '../refunds/refund.ts'

const moveSchema = z.object({
  move: z.string(),
  from_state: z.string().nullable(),
  to_state: z.string(),
  moved_at: z.iso.datetime(),
})
const returnSchema = z.object({
  direction: z.enum(['pull', 'push']),
  reason: z.string(),
  returned_at: z.iso.datetime(),
})

const cardSchema = z.object({
  credit_card_id: uuid,
  brand: z.string().nullable(),
  last4: z.string().nullable(),
  ...checksAnswers,
})
const networkSchema = z.object({
  authorization_code: z.string().nullable().meta({ description: 'What the issuer calls its approval' }),
  network_code: z
    .string()
    .nullable()
    .meta({ description: 'ISO 8583 field 39 of the last answer, as with a decline' }),
})

export const getTransaction = endpoint({
  operationId: 'get_transaction',
  method: 'GET',
  path: '/transaction/{identifier}',
  tag: 'Transactions',
  summary: 'Get a transaction with all that became of it',
  description:
    '`returns` is what a bank took or sent back after it had counted as good. `expires_at`: until when an amount is held. `card` and `network`: of a debit by card.',
  scope: ['debits:read', 'credits:read'],
  pathSchema: transactionPath,
  answers: {
    200: {
      description: 'The transaction',
      schema: transactionSchema
        .extend({
          history: z.array(moveSchema),
          returns: z.array(returnSchema),
          refunds: z.array(refundSchema),
          disputes: z.array(disputeSchema),
          expires_at: z.iso.datetime().nullable(),
          card: cardSchema.nullable(),
          network: networkSchema.nullable(),
        })
        .meta({ id: 'TransactionDetail' }),
    },
  },
  async handle({ db, caller, companyId, path }) {
    const found = await findForCaller(db, caller, path.identifier, 'read')
    const history = await db.many<Omit<z.infer<typeof moveSchema>, 'moved_at'> & { moved_at: Date }>(sql`
      select move, from_state, to_state, moved_at from transaction_moves
      where company_id = ${companyId} and transaction_id = ${found.identifier} order by sequence`)
    const returns = await db.many<
      Omit<z.infer<typeof returnSchema>, 'returned_at'> & { returned_at: Date }
    >(sql`
      select fail_direction as direction, fail_reason as reason, failed_at as returned_at from bank_items
      where company_id = ${companyId} and subject_id = ${found.identifier} and state = 'returned' and late
      order by failed_at`)
    const body = {
      ...showTransaction(found),
      history,
      returns,
      ...(await readCardSide(db, companyId, found)),
    }
    return { body }
  },
})

/** What only a debit has: refunds, disputes, a hold, the card and what the network said of it. */
async function readCardSide(db: Db, companyId: string, { identifier, kind }: TransactionRow) {
  if (kind === 'credit') return { refunds: [], disputes: [], expires_at: null, card: null, network: null }
  const refunds = await db.many<RefundRow>(sql`
    select ${refundColumns} from refunds where company_id = ${companyId} and debit_id = ${identifier} order by refund_id`)
  const disputes = await db.many<DisputeRow>(sql`
    select ${disputeColumns()} from disputes where company_id = ${companyId} and debit_id = ${identifier} order by opened_at`)
  const hold = await db.first<{ expires_at: Date }>(sql`
    select expires_at from authorizations join debits using (company_id, debit_id)
    where company_id = ${companyId} and debit_id = ${identifier} and state = 'preauthorized'`)
  const card = await db.first<z.infer<typeof cardSchema>>(sql`
    select card.credit_card_id, coalesce(former.brand, card.brand) as brand, coalesce(former.last4, card.last4) as last4,
      funding, country, cvc_result, postal_code_result
    from debits d
    join credit_cards card on card.company_id = ${companyId} and card.credit_card_id = d.from_credit_card_id
    ${formerNumberOf(companyId, sql`d.created_at`)}
    where d.company_id = ${companyId} and d.debit_id = ${identifier}`)
  const network = await db.first<z.infer<typeof networkSchema>>(sql`
    select authorization_code, response_code as network_code from attempts
    where company_id = ${companyId} and debit_id = ${identifier} and kind <> 'refund'
    order by attempt_id desc limit 1`)
  return {
    refunds: refunds.map(showRefund),
    disputes: disputes.map(showDispute),
    expires_at: hold?.expires_at ?? null,
    card: card ?? null,
    network: network ?? null,
  }
}
