import { setFee } from '../companies/fee-schedule.ts'
import { endpoint } from '../http/endpoint.ts'
import { feeTerms } from './fee-terms.ts'
import { companyPath, decided } from './operators-decision.ts'
import { companyInFullSchema, readCompany } from './shown-company.ts'

export const setCompanyFee = endpoint({
  operationId: 'set_company_fee',
  method: 'POST',
  path: '/operator/companies/{company_id}/fees',
  tag: 'Operator',
  summary: 'Set what a company’s debits cost',
  description:
    'Charged for debits whose money comes from a minute from now on (`effective_at`). What was set before stays in the list, for what came before.',
  scope: 'operator:write',
  reauthenticate: true,
  pathSchema: companyPath,
  bodySchema: feeTerms,
  answers: { 200: { description: 'The company as it is then', schema: companyInFullSchema } },
  async handle({ db, path: { company_id }, body: { basis_points, ...terms } }) {
    await decided('method', setFee(db, company_id, { ...terms, basisPoints: basis_points }))
    return { body: await readCompany(db, company_id) }
  },
})
