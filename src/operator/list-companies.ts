import { z } from 'zod'
import { PLATFORM } from '../companies/company.ts'
import { companyStates } from '../companies/company-state.ts'
import { empty, sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { before, listQuery, pageOf, toPage } from '../http/list.ts'
import { noPath, text } from '../http/schema.ts'
import { type CompanyRow, companyColumns, companySchema, showCompany } from './shown-company.ts'

const inState = {
  active: sql`and suspended_at is null`,
  suspended: sql`and suspended_at is not null and closing_at is null`,
  closing: sql`and closing_at is not null`,
}

export const listCompanies = endpoint({
  operationId: 'list_companies',
  method: 'GET',
  path: '/operator/companies',
  tag: 'Operator',
  summary: 'List companies',
  description: 'Every company of the installation, newest first.',
  scope: 'operator:read',
  pathSchema: noPath,
  querySchema: listQuery.extend({
    search: text(100).optional().meta({ description: 'A part of the name, or the whole identifier' }),
    state: z.enum(companyStates).optional(),
  }),
  answers: { 200: { description: 'A page of companies', schema: pageOf(companySchema) } },
  async handle({ db, query: { cursor, limit, search, state } }) {
    const rows = await db.many<CompanyRow>(sql`
      select ${companyColumns} from companies
      where company_id < ${before(cursor)} and company_id <> ${PLATFORM}
        ${search ? sql`and (strpos(lower(name), lower(${search})) > 0 or company_id::text = lower(${search}))` : empty}
        ${state ? inState[state] : empty}
      order by company_id desc limit ${limit + 1}`)
    return { body: toPage(rows, limit, (row) => row.company_id, showCompany) }
  },
})
