import { endpoint } from '../http/endpoint.ts'
import { noPath } from '../http/schema.ts'
import { companySchema, readCompany, showCompany } from './shown-company.ts'

export const getCompany = endpoint({
  operationId: 'get_company',
  method: 'GET',
  path: '/company',
  tag: 'Company',
  summary: 'Get your company',
  description: 'What payers see of it, and what its operator has switched on (`jetpay company …`).',
  scope: 'company:read',
  pathSchema: noPath,
  answers: { 200: { description: 'The company of the token', schema: companySchema } },
  handle: async ({ context, db, companyId }) => ({
    body: showCompany(await readCompany(db, companyId), context.config),
  }),
})
