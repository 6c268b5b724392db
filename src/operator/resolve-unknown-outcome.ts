import { z } from 'zod'
import { attemptResolutions } from '../charges/attempt-decision.ts'
import { resolveAttempt } from '../charges/resolve-attempt.ts'
import { within } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { uuid } from '../http/schema.ts'
import { attemptSubjects } from '../worker/attempt-subjects.ts'
import { companyPath, decided, decidedBy, why } from './operators-decision.ts'

export const resolveUnknownOutcome = endpoint({
  operationId: 'resolve_unknown_outcome',
  method: 'POST',
  path: '/operator/companies/{company_id}/unknown_outcomes/{attempt_id}/resolve',
  tag: 'Operator',
  summary: 'Resolve an unknown outcome',
  description:
    'By what the acquirer has said. Of a reversal: `reversed`, nothing happened and the charge fails (a refund too); `captured`, it stands: the charge is paid, or the refund made. Of a capture: `captured`, the debit is paid; `released`, it fails and the hold is given back.',
  scope: 'operator:write',
  reauthenticate: true,
  pathSchema: companyPath.extend({ attempt_id: uuid }),
  bodySchema: z.strictObject({ as: z.enum(attemptResolutions), note: why }),
  answers: {
    200: {
      description: 'What its transaction is then',
      schema: z
        .object({ transaction_id: uuid, transaction_state: z.string() })
        .meta({ id: 'ResolvedOutcome' }),
    },
  },
  problems: ['wrong_state'],
  async handle({ db, caller, path: { company_id, attempt_id }, body: { as, note } }) {
    const by = decidedBy(caller)
    const resolving = resolveAttempt(within(db), attemptSubjects, attempt_id, as, by, note, company_id)
    const { debit_id, transaction_state } = await decided('as', resolving, '/operator/unknown_outcomes')
    return { body: { transaction_id: debit_id, transaction_state }, about: [debit_id] }
  },
})
