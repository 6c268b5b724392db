import { z } from 'zod'
import { type Db, sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import { endpoint } from '../http/endpoint.ts'
import { uuid } from '../http/schema.ts'
import { sendToBank } from './make-payouts.ts'
import {
  movePayouts,
  noPayout,
  type PayoutRow,
  payoutColumns,
  payoutPath,
  payoutSchema,
  retryFault,
  showPayout,
} from './payout.ts'

export const retryPayout = endpoint({
  operationId: 'retry_payout',
  method: 'POST',
  path: '/payout/{identifier}/retry',
  tag: 'Payouts',
  summary: 'Send a returned payout again',
  description:
    'What of it came back (`amount_owed`), to the same bank account or to another of yours in the same currency. What has arrived is not sent again.',
  scope: 'company:write',
  takesMoney: true,
  reauthenticate: true,
  pathSchema: payoutPath,
  bodySchema: z.strictObject({ to_bank_account_id: uuid.optional() }).optional(),
  answers: { 200: { description: 'The payout, `requested` again', schema: payoutSchema } },
  problems: ['wrong_state'],
  async handle({ context, db, companyId, path: { identifier }, body }) {
    const payout = await db.first<PayoutRow>(sql`
      select ${payoutColumns} from payouts where company_id = ${companyId} and payout_id = ${identifier} for update`)
    if (!payout) throw noPayout(identifier)
    const fault = retryFault(payout)
    if (fault) throw fault
    const bankAccountId = body?.to_bank_account_id ?? payout.bank_account_id
    await requireOwnAccount(db, companyId, bankAccountId, payout.currency)
    const [requested] = await movePayouts(db, [{ ...payout, fail_reason: null }], 'retry', bankAccountId)
    return { body: showPayout(await sendToBank(db, context.config.bank, requested!)) }
  },
})

async function requireOwnAccount(db: Db, companyId: string, bankAccountId: string, currency: string) {
  const account = await db.first<{ currency: string }>(sql`
    select currency from bank_accounts where company_id = ${companyId} and bank_account_id = ${bankAccountId}
      and contact_id is null and deleted_at is null`)
  const message = account
    ? `is in ${account.currency}; the payout is in ${currency}`
    : 'is not a bank account of your company; see GET /bank_account'
  if (account?.currency !== currency)
    throw new Problem('validation_failed', 'Correct these fields: to_bank_account_id.', {
      errors: [{ path: 'to_bank_account_id', message }],
    })
}
