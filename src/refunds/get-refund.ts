import { z } from 'zod'
import { endpoint } from '../http/endpoint.ts'
import { uuid } from '../http/schema.ts'
import { findRefund, refundSchema, showRefund } from './refund.ts'

export const getRefund = endpoint({
  operationId: 'get_refund',
  method: 'GET',
  path: '/refund/{refund_id}',
  tag: 'Transactions',
  summary: 'Get a refund',
  scope: 'debits:read',
  pathSchema: z.object({ refund_id: uuid }),
  answers: { 200: { description: 'The refund', schema: refundSchema } },
  async handle({ db, companyId, path }) {
    return { body: showRefund(await findRefund(db, companyId, path.refund_id)) }
  },
})
