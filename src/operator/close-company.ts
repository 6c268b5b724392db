import { z } from 'zod'
import { closeCompany as close } from '../companies/suspension.ts'
import { endpoint } from '../http/endpoint.ts'
import { companyPath, decided, decidedBy, told, why } from './operators-decision.ts'
import { companyInFullSchema, readCompany } from './shown-company.ts'

export const closeCompany = endpoint({
  operationId: 'close_company',
  method: 'POST',
  path: '/operator/companies/{company_id}/close',
  tag: 'Operator',
  summary: 'Close a company',
  description:
    'For one that leaves. It takes no money, as if suspended; what is on its way ends, and payouts go on until nothing is owed to it (`still_owed`). Its data stays, and its members can read it. `unsuspend` takes it back.',
  scope: 'operator:write',
  reauthenticate: true,
  pathSchema: companyPath,
  bodySchema: z.strictObject({ note: why, told }),
  answers: { 200: { description: 'The company, closing', schema: companyInFullSchema } },
  problems: ['wrong_state'],
  async handle({ db, caller, path: { company_id }, body: { note, told } }) {
    await decided('note', close(db, company_id, decidedBy(caller), note, told), '/operator/companies')
    return { body: await readCompany(db, company_id) }
  },
})
