import { z } from 'zod'
import { suspendCompany as suspend } from '../companies/suspension.ts'
import { endpoint } from '../http/endpoint.ts'
import { companyPath, decided, decidedBy, told, why } from './operators-decision.ts'
import { companyInFullSchema, readCompany } from './shown-company.ts'

export const suspendCompany = endpoint({
  operationId: 'suspend_company',
  method: 'POST',
  path: '/operator/companies/{company_id}/suspend',
  tag: 'Operator',
  summary: 'Suspend a company',
  description:
    'Within 10 seconds its tokens and users read, refund and cancel, and take no money (403 `company_suspended`); its schedules make nothing. What was accepted goes on to its end. Payouts that are not with the bank wait.',
  scope: 'operator:write',
  reauthenticate: true,
  pathSchema: companyPath,
  bodySchema: z.strictObject({ note: why, told }),
  answers: { 200: { description: 'The company, suspended', schema: companyInFullSchema } },
  problems: ['wrong_state'],
  async handle({ db, caller, path: { company_id }, body: { note, told } }) {
    await decided('note', suspend(db, company_id, decidedBy(caller), note, told), '/operator/companies')
    return { body: await readCompany(db, company_id) }
  },
})
