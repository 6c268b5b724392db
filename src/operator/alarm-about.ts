import { z } from 'zod'
import { type AboutRow, aboutKinds } from '../alarms/alarm-subject.ts'
import { amountAnswer, currency, printAmount, uuid } from '../http/schema.ts'

/** What an alarm is about as people know it, beside the id or file name that is its subject. */
export const aboutSchema = z
  .object({
    kind: z.enum(aboutKinds),
    identifier: uuid,
    statement: z.string().nullable().meta({ description: 'Of a transaction, or of the one disputed' }),
    amount: amountAnswer,
    currency,
  })
  .meta({ id: 'AlarmAbout' })

export const showAbout = (row: AboutRow) =>
  row.about_kind === null || row.about_amount === null
    ? null
    : {
        kind: row.about_kind,
        identifier: row.about_id,
        statement: row.about_statement,
        amount: printAmount(row.about_amount),
        currency: row.about_currency,
      }
