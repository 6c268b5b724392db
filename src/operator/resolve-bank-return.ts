import { z } from 'zod'
import { sql, within } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { uuid } from '../http/schema.ts'
import { resolveParkedReturn, returnResolutions } from '../rails/parked-return.ts'
import { bankSubjects } from '../worker/bank-subjects.ts'
import { bankReturnSchema, type ParkedRow, parkedColumns, parkedFrom, showBankReturn } from './bank-return.ts'
import { companyPath, decided, decidedBy, why } from './operators-decision.ts'

export const resolveBankReturn = endpoint({
  operationId: 'resolve_bank_return',
  method: 'POST',
  path: '/operator/companies/{company_id}/bank_returns/{bank_return_id}/resolve',
  tag: 'Operator',
  summary: 'Resolve a parked bank return',
  description:
    'By what the bank has said, once. `returned`: its item came back whole, and moves as by a return that fits. `stands`: it did not, and settles as any other; for what names no item it is the only decision, and nothing moves. The last of a file closes its alarm.',
  scope: 'operator:write',
  reauthenticate: true,
  pathSchema: companyPath.extend({ bank_return_id: uuid }),
  bodySchema: z.strictObject({ as: z.enum(returnResolutions), note: why }),
  answers: { 200: { description: 'The return, resolved', schema: bankReturnSchema } },
  problems: ['wrong_state'],
  async handle({ db, caller, path: { company_id, bank_return_id: id }, body: { as, note } }) {
    const by = decidedBy(caller)
    const resolving = resolveParkedReturn(within(db), bankSubjects, id, as, by, note, company_id)
    await decided('as', resolving, '/operator/bank_returns')
    const row = await db.one<ParkedRow>(sql`
      select ${parkedColumns} from bank_parked_returns r ${parkedFrom} where r.bank_parked_return_id = ${id}`)
    return { body: showBankReturn(row) }
  },
})
