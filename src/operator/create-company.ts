import { z } from 'zod'
import { createCompany as create, NAME_MAX } from '../companies/company.ts'
import { methods, setFee } from '../companies/fee-schedule.ts'
import { setLimits } from '../companies/limit.ts'
import { currencies } from '../ground/money.ts'
import { endpoint } from '../http/endpoint.ts'
import { email, noPath, text } from '../http/schema.ts'
import { applyTerms, companyTerms } from './company-terms.ts'
import { feeTerms } from './fee-terms.ts'
import { inviteInto } from './invite-into.ts'
import { limitTerms } from './limit-terms.ts'
import { decided } from './operators-decision.ts'
import { companyInFullSchema, readCompany } from './shown-company.ts'

export const createCompany = endpoint({
  operationId: 'create_company',
  method: 'POST',
  path: '/operator/companies',
  tag: 'Operator',
  summary: 'Create a company',
  description:
    'With what is agreed with it: all of it, or, where a part is refused, none. Without `limits` it is open to every currency without one; with them to the currencies that they name, and no other. Without `fees` its debits cost nothing. It has no token yet, and nobody but the owner who is invited.',
  scope: 'operator:write',
  reauthenticate: true,
  pathSchema: noPath,
  bodySchema: z.strictObject({
    name: text(NAME_MAX).meta({ examples: ['Maple Cycles'] }),
    ...companyTerms,
    limits: z.array(limitTerms).min(1).max(currencies.length).optional(),
    fees: z
      .array(feeTerms)
      .max(currencies.length * methods.length)
      .optional(),
    owner_email: email.optional().meta({ description: 'Is invited by mail as its first owner' }),
  }),
  answers: { 200: { description: 'The company', schema: companyInFullSchema } },
  async handle({ db, context, caller, body: { name, limits, fees = [], owner_email, ...terms } }) {
    const open = limits && [...new Set(limits.map(({ currency }) => currency))]
    const companyId = await decided('name', create(db, name, open))
    await applyTerms(db, companyId, terms)
    for (const [at, { currency, ...named }] of (limits ?? []).entries())
      if (Object.values(named).some((limit) => limit !== undefined))
        await decided(`limits.${at}`, setLimits(db, companyId, currency, named))
    for (const [at, { basis_points: basisPoints, ...fee }] of fees.entries())
      await decided(`fees.${at}.method`, setFee(db, companyId, { ...fee, basisPoints }))
    if (owner_email) await inviteInto(db, context, caller, companyId, { email: owner_email, role: 'owner' })
    return { body: await readCompany(db, companyId) }
  },
})
