import { z } from 'zod'
import { sql } from '../db/sql.ts'
import { pageLanguages } from '../ground/accept-language.ts'
import { endpoint } from '../http/endpoint.ts'
import { noPath, uuid } from '../http/schema.ts'
import { features } from './company.ts'

export const getCompany = endpoint({
  operationId: 'get_company',
  method: 'GET',
  path: '/company',
  tag: 'Company',
  summary: 'Get your company',
  description: 'What payers see of it, and what its operator has switched on (`jetpay company …`).',
  scope: 'company:read',
  pathSchema: noPath,
  answers: {
    200: {
      description: 'The company of the token',
      schema: z
        .object({
          identifier: uuid,
          name: z.string(),
          language: z
            .enum(pageLanguages)
            .meta({ description: 'Of pages, where neither contact nor browser says another' }),
          contact_email: z.string().nullable().meta({ description: 'On payment pages and debit agreements' }),
          contact_phone: z.string().nullable(),
          features: z.array(z.enum(features)),
          created_at: z.iso.datetime(),
        })
        .meta({ id: 'Company' }),
    },
  },
  async handle({ db, companyId }) {
    const body = await db.one(sql`
      select company_id as identifier, name, language, contact_email, contact_phone, features, created_at
      from companies where company_id = ${companyId}`)
    return { body }
  },
})
