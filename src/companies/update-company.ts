import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { sql } from '../db/sql.ts'
import { accentFault } from '../ground/accent-color.ts'
import { pageLanguages } from '../ground/accept-language.ts'
import { endpoint } from '../http/endpoint.ts'
import { definedOf, email, noPath, text } from '../http/schema.ts'
import { announceCompany } from './announce-company.ts'
import { NAME_MAX } from './company.ts'
import { PHONE_MAX } from './payee.ts'
import { type CompanyRow, companySchema, readCompany, showCompany } from './shown-company.ts'
import { spelledTimeZone, timeZone } from './time-zone.ts'

const accentColor = z.string().superRefine((color, context) => {
  const fault = accentFault(color)
  if (fault) context.addIssue({ code: 'custom', message: fault })
})

const bodySchema = z
  .strictObject({
    name: text(NAME_MAX),
    language: z.enum(pageLanguages),
    // Rule H1 of Payments Canada has it in every debit agreement, so it is not taken away again.
    contact_email: email,
    contact_phone: text(PHONE_MAX).nullable(),
    alert_email: email.nullable(),
    time_zone: timeZone,
    accent_color: accentColor.nullable().meta({
      description: 'Lower-case `#rrggbb`, with a contrast of 4.5 to 1 against white',
      examples: ['#1d4fd7'],
    }),
    receipts_by_mail: z.boolean().meta({ description: 'For what is paid and refunded while it is on' }),
  })
  .partial()

export const updateCompany = endpoint({
  operationId: 'update_company',
  method: 'PATCH',
  path: '/company',
  tag: 'Company',
  summary: 'Change your company’s settings',
  description:
    'Fields that are left out stay as they are; null clears those that may be null. It holds everywhere within 10 seconds. A change of nothing tells no event.',
  scope: 'company:write',
  pathSchema: noPath,
  bodySchema,
  answers: { 200: { description: 'The company as it is now', schema: companySchema } },
  async handle({ context, db, companyId, body }) {
    const had = await readCompany(db, companyId, true)
    const asked: CompanyRow = { ...had, ...definedOf(body) }
    if (asked.time_zone !== had.time_zone) asked.time_zone = await spelledTimeZone(db, asked.time_zone)
    if (!isDeepStrictEqual(asked, had)) {
      await db.run(sql`
        update companies set name = ${asked.name}, language = ${asked.language}, contact_email = ${asked.contact_email},
          contact_phone = ${asked.contact_phone}, alert_email = ${asked.alert_email}, time_zone = ${asked.time_zone},
          accent_color = ${asked.accent_color}, receipts_by_mail = ${asked.receipts_by_mail}
        where company_id = ${companyId}`)
      await announceCompany(db, asked)
    }
    return { body: showCompany(asked, context.config) }
  },
})
