import { z } from 'zod'
import { NAME_MAX, renameCompany } from '../companies/company.ts'
import { endpoint } from '../http/endpoint.ts'
import { text } from '../http/schema.ts'
import { applyTerms, companyTerms } from './company-terms.ts'
import { companyPath, decided } from './operators-decision.ts'
import { companyInFullSchema, readCompany } from './shown-company.ts'

export const updateOperatedCompany = endpoint({
  operationId: 'update_operated_company',
  method: 'PATCH',
  path: '/operator/companies/{company_id}',
  tag: 'Operator',
  summary: 'Change a company',
  description:
    'Its name, how payers reach it, where mail about its webhooks goes, and its features. What is left out stays. Running processes see features within 10 seconds.',
  scope: 'operator:write',
  reauthenticate: true,
  pathSchema: companyPath,
  bodySchema: z.strictObject({ name: text(NAME_MAX).optional(), ...companyTerms }),
  answers: { 200: { description: 'The company as it is then', schema: companyInFullSchema } },
  async handle({ db, path: { company_id }, body: { name, ...terms } }) {
    await readCompany(db, company_id)
    if (name !== undefined) await decided('name', renameCompany(db, company_id, name))
    await applyTerms(db, company_id, terms)
    return { body: await readCompany(db, company_id) }
  },
})
