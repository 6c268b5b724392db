import { z } from 'zod'
import { Problem } from '../ground/errors.ts'
import { endpoint } from '../http/endpoint.ts'
import { text, timestamp, uuid } from '../http/schema.ts'
import { requireReached } from '../rails/require-reached.ts'
import { debitPath } from './debit.ts'
import { startEftDebit } from './start-eft-debit.ts'
import { findTransaction, showTransaction, transactionSchema } from './transaction.ts'

/** Your clock may be ahead of ours by so much. */
const CLOCKS_APART_MS = 5 * 60_000

export const payDebit = endpoint({
  operationId: 'pay_debit',
  method: 'POST',
  path: '/debit/{debit_id}/pay',
  tag: 'Transactions',
  summary: "Pay a debit from the payer's bank account",
  description:
    'For guest checkout on your own page. With this call **you state that the payer agreed** to be debited (Payments Canada, Rule H1; in the United States the Nacha Operating Rules, in writing) and that you keep the agreement; the platform records your token, the time and your reference. The money is pulled with the next file to the bank.',
  scope: 'debits:write',
  takesMoney: true,
  reauthenticate: true,
  pathSchema: debitPath,
  bodySchema: z.strictObject({
    from_bank_account: uuid.meta({ description: "The bank account of the debit's contact" }),
    agreement: z
      .strictObject({
        agreed_at: timestamp.optional().meta({ description: 'Default: now' }),
        reference: text(100).optional().meta({ description: 'Where you keep the agreement' }),
      })
      .optional(),
  }),
  answers: { 200: { description: 'The debit, `initiated`', schema: transactionSchema } },
  problems: ['wrong_state'],
  async handle({ db, companyId, caller, path: { debit_id: debitId }, body, context: { clock, config } }) {
    const { agreed_at, reference } = body.agreement ?? {}
    if (agreed_at !== undefined && Date.parse(agreed_at) > clock.now().getTime() + CLOCKS_APART_MS)
      throw new Problem('validation_failed', 'Correct these fields: agreement.agreed_at.', {
        errors: [{ path: 'agreement.agreed_at', message: 'must not be in the future' }],
      })
    await requireReached(db, config.bank, { companyId, id: body.from_bank_account }, 'from_bank_account')
    await startEftDebit(db, companyId, debitId, body.from_bank_account, {
      obtainedBy: 'platform',
      tokenId: caller.token_id,
      agreedAt: agreed_at === undefined ? null : new Date(agreed_at),
      reference: reference ?? null,
    })
    return { body: showTransaction(await findTransaction(db, companyId, debitId)) }
  },
})
