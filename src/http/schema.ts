import { z } from 'zod'
import '../ground/field-errors.ts'
import { emailFault } from '../ground/email-address.ts'
import { failReasons } from '../ground/fail-reasons.ts'
import { AMOUNT_MAX, currencies, formatAmount, parseAmount } from '../ground/money.ts'
import { composed, composedLines, type TextFault, type TextLimits, textFault } from '../ground/text.ts'
import { LONG_TEXT_PART } from '../search/terms.ts'
import { rawNumber } from './body.ts'

export const uuid = z.guid('must be a UUID').toLowerCase()

const faultMessages: Record<Exclude<TextFault, 'too_long'>, string> = {
  empty: 'must not be empty',
  character:
    'must not have control characters, line separators or characters that turn the direction of text',
  invisible: 'must have something to be seen, not blanks and invisible characters only',
  joiner: 'must not have an invisible joiner (U+200C, U+200D) that joins nothing',
  hidden: 'must not have an invisible joiner or space (such as U+200B or U+00AD) at an end or beside a blank',
  card_number: 'looks like a card number, which must never be sent here; remove it',
}

/**
 * Why the rule for text (`src/ground/text.ts`) refuses it, as a phrase after its name; undefined where it
 * does not. It never repeats it.
 */
export function textMessage(text: string, limits: TextLimits): string | undefined {
  const fault = textFault(text, limits)
  if (fault === 'too_long') return `must have at most ${limits.max} characters`
  return fault && faultMessages[fault]
}

/** A check for zod: the message of what is wrong, or undefined. */
const must =
  (fault: (value: string) => string | undefined) =>
  ({ value, issues }: z.core.ParsePayload<string>) => {
    const message = fault(value)
    if (message) issues.push({ code: 'custom', message, input: value })
  }

/** The rule for text as a check of a schema that has a form of its own, such as a URL. */
export const obeysTextRule = (max: number) => must((value) => textMessage(value, { max }))

/**
 * Text of one line that a person reads: composed (NFC) and trimmed, 1 to `max` characters, by the one rule
 * for text. The limit is part of it, so a longer or shorter one is another call, not a limit behind it.
 */
export const text = (max: number) =>
  z.string().overwrite(composed).check(obeysTextRule(max)).meta({ minLength: 1, maxLength: max })

/** A part of a long text that is looked for: blocks tell of no fewer letters (docs/adr/0036). */
export const longTextPart = text(100)
  .refine((part) => [...part].length >= LONG_TEXT_PART, `must have at least ${LONG_TEXT_PART} letters`)
  .meta({ minLength: LONG_TEXT_PART, maxLength: 100 })

/**
 * The same with several lines, neither trimmed nor refused where it is empty, unless it is to have something
 * (`min` 1).
 */
export const lines = (max: number, min: 0 | 1 = 0) =>
  z
    .string()
    .overwrite(composedLines)
    .check(
      must((value) => (min === 0 && value === '' ? undefined : textMessage(value, { max, lines: true }))),
    )
    .meta({ ...(min > 0 && { minLength: min }), maxLength: max })

/**
 * Kept as it was given, composed. What is an address, and what of it is not taken:
 * `src/ground/email-address.ts`. JSON Schema's `email` is ASCII only, and what generated clients make of it
 * refuses `a&b@` too, also in answers.
 */
export const email = z
  .string()
  .overwrite((address) => address.normalize('NFC'))
  .check(must(emailFault))
  .meta({ format: 'idn-email', maxLength: 254, examples: ['ada@example.com'] })

/**
 * 0.01 to 99,999,999.99 as a JSON number or a decimal string, read exactly into minor units (`http/body.ts`).
 */
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
/** Why money did not move, or a card was not saved. Null where neither is so. */
export const failReason = z.enum(failReasons).meta({
  id: 'FailReason',
  examples: ['insufficient_funds'],
  description:
    'Why, for programs. What each means, who can mend it and whether to try again: /docs/guide/fail-reasons. A later version may have further ones; take one that you do not know for a failure like any other',
})
/** Where an account, or what is captured or refunded, decides the currency. */
export const sameCurrency = currency
  .optional()
  .meta({ description: 'May be sent if it is the currency that it is in anyway; another is refused' })
/** What the payer reads on the card or bank statement. 30 characters in the contract. */
export const statement = text(30).meta({ examples: ['Test statement'] })
export const note = lines(500).meta({
  description: 'For yourself: payers never see it',
  examples: ['Test note'],
})
const NOT_A_TIME = 'must be an ISO 8601 time such as 2026-01-31T12:00:00Z'
/** A time that PostgreSQL has too: from the year 1, at most 15 hours from UTC. */
export const timestamp = z.iso
  .datetime({ offset: true, error: NOT_A_TIME })
  .refine((time) => !/^0000|[+-](1[5-9]|2)\d?:/.test(time), NOT_A_TIME)

/** An endpoint without path parameters, and one with a single UUID. */
export const noPath = z.object({})
export const contactPath = z.object({ contact_id: uuid })
export const okSchema = z.object({ ok: z.literal(true) }).meta({ id: 'Ok' })

type Defined<Fields> = { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> }
/** Of a change the fields that were sent: those that were left out stay as they are. */
export const definedOf = <Fields extends object>(fields: Fields) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<Fields>
