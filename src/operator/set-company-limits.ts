import { type LimitKind, limitKinds, setLimits } from '../companies/limit.ts'
import { endpoint } from '../http/endpoint.ts'
import { limitTerms } from './limit-terms.ts'
import { companyPath, decided } from './operators-decision.ts'
import { companyInFullSchema, readCompany } from './shown-company.ts'

export const setCompanyLimits = endpoint({
  operationId: 'set_company_limits',
  method: 'PUT',
  path: '/operator/companies/{company_id}/limits',
  tag: 'Operator',
  summary: 'Set a company’s limits in a currency',
  description:
    'They hold at once, for what is made from now on. In a currency without limits of its own a company moves nothing; to set one opens it.',
  scope: 'operator:write',
  reauthenticate: true,
  pathSchema: companyPath,
  bodySchema: limitTerms,
  answers: { 200: { description: 'The company as it is then', schema: companyInFullSchema } },
  async handle({ db, path: { company_id }, body: { currency, ...limits } }) {
    const named: Partial<Record<LimitKind, bigint | null | undefined>> = limits
    const first = limitKinds.find((kind) => named[kind] !== undefined) ?? 'per_transaction'
    await decided(first, setLimits(db, company_id, currency, named))
    return { body: await readCompany(db, company_id) }
  },
})
