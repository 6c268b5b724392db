import { z } from 'zod'
import { type Db, sql } from '../db/sql.ts'
import { pageLanguages } from '../ground/accept-language.ts'
import { uuid } from '../http/schema.ts'
import { features } from './company.ts'
import { type StateRow, showState, stateFields } from './company-state.ts'
import { logoVersion } from './logo.ts'

export type CompanyRow = StateRow & {
  company_id: string
  name: string
  language: 'en' | 'fr'
  contact_email: string | null
  contact_phone: string | null
  alert_email: string | null
  time_zone: string
  accent_color: string | null
  receipts_by_mail: boolean
  second_factor_required: boolean
  logo: Buffer | null
  features: string[]
  created_at: Date
}

/** The names are those of its settings too (`PATCH /company`). */
export const companySchema = z
  .object({
    identifier: uuid,
    name: z.string().meta({ description: 'What payers read on pages and mails' }),
    language: z
      .enum(pageLanguages)
      .meta({ description: 'Of pages, where neither contact nor browser says another' }),
    contact_email: z.string().nullable().meta({ description: 'On payment pages and debit agreements' }),
    contact_phone: z.string().nullable(),
    alert_email: z
      .string()
      .nullable()
      .meta({ description: 'Where mail about webhooks in trouble goes; null: to the operator' }),
    time_zone: z.string().meta({
      description:
        'An IANA name: the days of pages and reports. Banks’ days and daily limits are Toronto’s for everybody',
      examples: ['America/Toronto'],
    }),
    accent_color: z
      .string()
      .nullable()
      .meta({ description: 'Of buttons on payment pages; null: ours', examples: ['#1d4fd7'] }),
    receipts_by_mail: z
      .boolean()
      .meta({ description: 'Whether payers are mailed a receipt for each payment and refund' }),
    second_factor_required: z
      .boolean()
      .meta({ description: 'Whether members need a second factor: `PUT /team/second_factor`' }),
    logo_url: z
      .string()
      .nullable()
      .meta({ description: 'Where payment pages have the logo from; null: initials stand in its place' }),
    features: z.array(z.enum(features)),
    ...stateFields,
    environment: z.enum(['demo', 'live']).meta({ description: 'In the demo no real money moves' }),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'Company' })

/** `lock`: for a change of it, in the change's transaction. */
export const readCompany = (db: Db, companyId: string, lock = false) =>
  db.one<CompanyRow>(
    lock
      ? sql`
        select company_id, name, language, contact_email, contact_phone, alert_email, time_zone, accent_color, receipts_by_mail,
          second_factor_required, logo, features, suspended_at, closing_at, suspended_told, created_at
        from companies where company_id = ${companyId} for no key update`
      : sql`
        select company_id, name, language, contact_email, contact_phone, alert_email, time_zone, accent_color, receipts_by_mail,
          second_factor_required, logo, features, suspended_at, closing_at, suspended_told, created_at
        from companies where company_id = ${companyId}`,
  )

type At = { publicUrl: string; environment: 'demo' | 'live' }

/** As it is answered. */
export function showCompany(row: CompanyRow, { publicUrl, environment }: At) {
  const { company_id, logo, features, created_at, suspended_at, closing_at, suspended_told, ...said } = row
  return {
    identifier: company_id,
    ...said,
    logo_url: logo && `${publicUrl}/payment/logo/${company_id}/${logoVersion(logo)}`,
    features,
    ...showState({ suspended_at, closing_at, suspended_told }),
    environment,
    created_at,
  }
}
