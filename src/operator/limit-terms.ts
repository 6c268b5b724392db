import { z } from 'zod'
import { amount, currency } from '../http/schema.ts'

const most = amount.nullable().optional().meta({ description: 'Null: no limit any more. Left out: as it is' })

/** What a company may move at most in a currency, as an operator sets it. */
export const limitTerms = z.strictObject({
  currency,
  per_transaction: most,
  per_day_debits: most,
  per_day_credits: most,
})
