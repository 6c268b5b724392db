import { z } from 'zod'
import { AMOUNT_MAX, currencies, formatAmount, parseAmount } from '../money.ts'
import { rawNumber } from './body.ts'

// One voice for all findings: each says what to do. Schemas give their own message where these are too general.
z.config({
  customError: (issue) => {
    if (issue.code === 'invalid_type') {
      return issue.input === undefined ? 'is required' : `must be ${article(issue.expected)}`
    }
    if (issue.code === 'too_small')
      return `must have at least ${issue.minimum}${issue.origin === 'string' ? ' characters' : ''}`
    if (issue.code === 'too_big')
      return `must have at most ${issue.maximum}${issue.origin === 'string' ? ' characters' : ''}`
    if (issue.code === 'invalid_value') return `must be one of: ${issue.values.join(', ')}`
    return undefined
  },
})
const article = (type: string) => (/^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`)

export const uuid = z.guid('must be a UUID').toLowerCase()

/**
 * Text that a person reads: trimmed, 1 to `max` characters, none of them a control character or half of a surrogate pair
 * (which UTF-8 cannot hold, so that the database would keep something else than was sent).
 */
export const text = (max: number) =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(max)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
    .regex(/^[^\u0000-\u001f\u007f\p{Cs}]*$/u, 'must not have control characters')

export const email = z
  .email('must be an e-mail address')
  .max(254)
  .meta({ examples: ['ada@example.com'] })

/** 0.01 to 99,999,999.99 as a JSON number or a decimal string, read exactly into minor units (`http/body.ts`). */
export const amount = z
  .string('must be a number such as 100.50')
  .transform((digits, context) => {
    const minor = parseAmount(digits)
    if (minor !== null) return minor
    context.addIssue(`must be 0.01 to ${formatAmount(AMOUNT_MAX)} with at most two decimals`)
    return z.NEVER
  })
  .meta({
    jsonSchema: {
      oneOf: [
        // No multipleOf: validators compute it in floats, and would refuse 0.07.
        { type: 'number', minimum: 0.01, maximum: 99999999.99 },
        { type: 'string', pattern: '^\\d{1,8}(\\.\\d{1,2})?$' },
      ],
      description: 'Major units with at most two decimals: `100.50`. Never rounded.',
      examples: [100.5],
    },
  })

/** An amount in an answer: prints `100.50`, as a number. */
export const amountAnswer = z.number().meta({ description: 'Major units, two decimals', examples: [100.5] })
export const printAmount = (minor: bigint) => rawNumber(formatAmount(minor))

export const currency = z.enum(currencies)
/** Where an account, or what is captured or refunded, decides the currency. */
export const sameCurrency = currency
  .optional()
  .meta({ description: 'May be sent if it is the currency that it is in anyway; another is refused' })
/** What the payer reads on the card or bank statement. 30 characters in the contract. */
export const statement = text(30).meta({ examples: ['Test statement'] })
/** Several lines are fine. PostgreSQL's text cannot hold U+0000. */
export const note = z
  .string()
  .max(500)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  .regex(/^[^\u0000\p{Cs}]*$/u, 'must not have the character U+0000')
  .meta({ examples: ['Test note'] })
const NOT_A_TIME = 'must be an ISO 8601 time such as 2026-01-31T12:00:00Z'
/** A time that PostgreSQL has too: from the year 1, at most 15 hours from UTC. */
export const timestamp = z.iso
  .datetime({ offset: true, error: NOT_A_TIME })
  .refine((time) => !/^0000|[+-](1[5-9]|2)\d?:/.test(time), NOT_A_TIME)

/** An endpoint without path parameters, and one with a single UUID. */
export const noPath = z.object({})
export const contactPath = z.object({ contact_id: uuid })
export const okSchema = z.object({ ok: z.literal(true) }).meta({ id: 'Ok' })
