import { endpoint } from '../http/endpoint.ts'
import { companyPath } from './operators-decision.ts'
import { companyInFullSchema, readCompany } from './shown-company.ts'

export const getOperatedCompany = endpoint({
  operationId: 'get_operated_company',
  method: 'GET',
  path: '/operator/companies/{company_id}',
  tag: 'Operator',
  summary: 'Get a company',
  description: 'With its limits, what of today’s is used, and its fees, also those to come.',
  scope: 'operator:read',
  pathSchema: companyPath,
  answers: { 200: { description: 'The company', schema: companyInFullSchema } },
  handle: async ({ db, path: { company_id } }) => ({ body: await readCompany(db, company_id) }),
})
