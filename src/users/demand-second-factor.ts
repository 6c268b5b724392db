import { z } from 'zod'
import { announceCompany } from '../companies/announce-company.ts'
import { companySchema, readCompany, showCompany } from '../companies/shown-company.ts'
import { sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import { endpoint } from '../http/endpoint.ts'
import { noPath } from '../http/schema.ts'

export const demandSecondFactor = endpoint({
  operationId: 'demand_second_factor',
  method: 'PUT',
  path: '/team/second_factor',
  tag: 'Team',
  summary: 'Demand a second factor of your members',
  description:
    'An authenticator app or a passkey. While it is `required`, a session that has been shown none reaches nothing of the company (403 `second_factor_missing`) but its person’s own pages, to set one up. It holds with the next request. A person who demands it has shown one (409 otherwise). Tokens are not concerned.',
  scope: 'team:write',
  reauthenticate: true,
  pathSchema: noPath,
  bodySchema: z.strictObject({ required: z.boolean() }),
  answers: { 200: { description: 'The company as it is now', schema: companySchema } },
  problems: ['wrong_state'],
  async handle({ db, context, companyId, caller: { actor }, body: { required } }) {
    if (required && actor.kind === 'user' && !(await hasShown(actor.sessionId)))
      throw new Problem(
        'wrong_state',
        'Set up an authenticator app or a passkey of your own first, or show it: else you would be shut out too.',
      )
    const had = await readCompany(db, companyId, true)
    if (had.second_factor_required !== required) {
      await db.run(
        sql`update companies set second_factor_required = ${required} where company_id = ${companyId}`,
      )
      await announceCompany(db, { ...had, second_factor_required: required })
    }
    return { body: showCompany({ ...had, second_factor_required: required }, context.config) }

    async function hasShown(sessionId: string): Promise<boolean> {
      const session = await db.first<{ second_factor: boolean }>(
        sql`select second_factor from sessions where session_id = ${sessionId}`,
      )
      return session?.second_factor === true
    }
  },
})
