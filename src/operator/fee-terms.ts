import { z } from 'zod'
import { methods } from '../companies/fee-schedule.ts'
import { parseAmount } from '../ground/money.ts'
import { currency } from '../http/schema.ts'

/** What is due for each debit, beside its share: unlike other amounts it may be nothing. */
const fixed = z
  .string('must be a number such as 0.30')
  .transform((digits, context) => {
    const minor = /^0(\.00?)?$/.test(digits) ? 0n : parseAmount(digits)
    if (minor !== null) return minor
    context.addIssue('must be 0.00 or more, with at most two decimals')
    return z.NEVER
  })
  .meta({
    jsonSchema: {
      oneOf: [
        { type: 'number', minimum: 0, maximum: 99999999.99 },
        { type: 'string', pattern: '^\\d{1,8}(\\.\\d{1,2})?$' },
      ],
      description: 'Major units with at most two decimals',
      examples: [0.3],
    },
  })

/** What a debit costs its company, as an operator sets it. */
export const feeTerms = z.strictObject({
  currency,
  method: z.enum(methods),
  basis_points: z.int().min(0).max(10_000).meta({ description: '290 is 2.9 %' }),
  fixed,
})
