import { z } from 'zod'
import { labelFields } from '../http/metadata.ts'
import { amount, note, sameCurrency, statement, text, timestamp, uuid } from '../http/schema.ts'
import { frequencies } from './occurrence-dates.ts'

const day = z.iso.date('must be a day such as 2026-12-31').meta({ examples: ['2026-12-31'] })
/** Beyond the hundred years of a monthly one nobody has asked. */
const COUNT_MAX = 1_200
const EVERY_MAX = 365
const whole = (max: number) =>
  z
    .int(`must be a whole number from 1 to ${max}`)
    .min(1, `must be a whole number from 1 to ${max}`)
    .max(max, `must be a whole number from 1 to ${max}`)

export const endFields = {
  end: day.nullish().meta({ description: 'The last day; `count` in its place, or neither' }),
  count: whole(COUNT_MAX).nullish().meta({ description: 'How many occurrences there are' }),
}

const common = {
  contact_id: uuid,
  amount,
  statement,
  note: note.nullish(),
  ...labelFields,
  currency: sameCurrency,
  start: day.meta({ description: 'The first day, today at the earliest' }),
  frequency: z.enum(frequencies),
  interval: whole(EVERY_MAX).default(1).meta({ description: 'With `weekly`, 2 is every second week' }),
  ...endFields,
}

const cardDebit = z.strictObject({
  kind: z.literal('card_debit'),
  from_credit_card_id: uuid.meta({ description: 'A saved card of the contact' }),
  reason: z.enum(['recurring', 'instalment', 'unscheduled']).optional().meta({
    description:
      'What of your agreement with the cardholder the charges are; the network is told, and that you start them. Default: `recurring`, of `once` `unscheduled`',
  }),
  to_bank_account: uuid.meta({ description: 'The bank account of your company; it says the currency' }),
  business_day: z
    .enum(['any', 'next'])
    .default('any')
    .meta({ description: '`next`: on the next banking day where banks are closed' }),
  ...common,
})

const eftDebit = z.strictObject({
  kind: z.literal('eft_debit'),
  from_bank_account: uuid.meta({ description: "A bank account of the contact's" }),
  to_bank_account: uuid.meta({ description: 'The bank account of your company' }),
  agreement: z
    .strictObject({
      agreed_at: timestamp.optional().meta({ description: 'Default: now' }),
      reference: text(100).optional().meta({ description: 'Where you keep the agreement' }),
    })
    .optional(),
  ...common,
})

const eftCredit = z.strictObject({
  kind: z.literal('eft_credit'),
  from_bank_account: uuid.meta({ description: 'The bank account of your company that pays' }),
  to_bank_account: uuid.meta({ description: "A bank account of the contact's" }),
  ...common,
})

export const scheduleBody = z.discriminatedUnion('kind', [cardDebit, eftDebit, eftCredit], {
  error: 'must be card_debit, eft_debit or eft_credit',
})
export type ScheduleBody = z.output<typeof scheduleBody>
