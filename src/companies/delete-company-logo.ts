import { sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { noPath } from '../http/schema.ts'
import { announceCompany } from './announce-company.ts'
import { companySchema, readCompany, showCompany } from './shown-company.ts'

export const deleteCompanyLogo = endpoint({
  operationId: 'delete_company_logo',
  method: 'DELETE',
  path: '/company/logo',
  tag: 'Company',
  summary: 'Remove your logo',
  description: 'Your initials stand in its place.',
  scope: 'company:write',
  pathSchema: noPath,
  answers: { 200: { description: 'The company as it is now', schema: companySchema } },
  async handle({ context, db, companyId }) {
    const had = await readCompany(db, companyId, true)
    const asked = { ...had, logo: null }
    if (had.logo) {
      await db.run(sql`update companies set logo = null where company_id = ${companyId}`)
      await announceCompany(db, asked)
    }
    return { body: showCompany(asked, context.config) }
  },
})
