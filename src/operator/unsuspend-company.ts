import { unsuspendCompany as unsuspend } from '../companies/suspension.ts'
import { endpoint } from '../http/endpoint.ts'
import { companyPath, decided } from './operators-decision.ts'
import { companyInFullSchema, readCompany } from './shown-company.ts'

export const unsuspendCompany = endpoint({
  operationId: 'unsuspend_company',
  method: 'POST',
  path: '/operator/companies/{company_id}/unsuspend',
  tag: 'Operator',
  summary: 'Let a suspended company go on',
  description:
    'Its tokens take money again within 10 seconds. What its schedules had due meanwhile is made now, and its payouts go out.',
  scope: 'operator:write',
  reauthenticate: true,
  pathSchema: companyPath,
  answers: { 200: { description: 'The company, active', schema: companyInFullSchema } },
  problems: ['wrong_state'],
  async handle({ db, path: { company_id } }) {
    await decided('company_id', unsuspend(db, company_id), '/operator/companies')
    return { body: await readCompany(db, company_id) }
  },
})
