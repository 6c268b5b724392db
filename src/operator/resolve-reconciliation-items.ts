import { z } from 'zod'
import { itemSchema, showItem } from '../clearing/reconciliation-item.ts'
import { resolutions, resolveItem } from '../clearing/resolve-item.ts'
import { within } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import { endpoint } from '../http/endpoint.ts'
import { uuid } from '../http/schema.ts'
import { companyPath, decided, decidedBy, why } from './operators-decision.ts'

/** One transaction resolves them all, and its locks are held to its end. */
const ITEMS_MAX = 100

export const resolveReconciliationItems = endpoint({
  operationId: 'resolve_reconciliation_items',
  method: 'POST',
  path: '/operator/companies/{company_id}/reconciliation_items/resolve',
  tag: 'Operator',
  summary: 'Resolve reconciliation items',
  description:
    'One, or several of one company alike, each exactly once: all of them, or, where one does not fit or is resolved already, none; `errors` names it.',
  scope: 'operator:write',
  reauthenticate: true,
  pathSchema: companyPath,
  bodySchema: z.strictObject({
    item_ids: z.array(uuid).min(1).max(ITEMS_MAX),
    as: z.enum(resolutions),
    note: why,
  }),
  answers: {
    200: {
      description: 'The items as they are then',
      schema: z.object({ data: z.array(itemSchema) }).meta({ id: 'ResolvedItems' }),
    },
  },
  problems: ['wrong_state'],
  async handle({ db, caller, path: { company_id }, body: { item_ids, as, note } }) {
    const data = []
    // In one order, so that of two requests for the same items one waits for the other.
    for (const id of [...new Set(item_ids)].sort()) {
      const at = `item_ids.${item_ids.indexOf(id)}`
      const resolving = resolveItem(within(db), id, as, decidedBy(caller), note, company_id)
      const item = await decided(at, resolving, '/operator/reconciliation_items').catch(naming(id, at))
      data.push(showItem(item))
    }
    // What stands for no payment of ours is named by itself.
    const about = data.map(({ transaction_id, identifier }) => transaction_id ?? identifier)
    return { body: { data }, about: [...new Set(about)] }
  },
})

/** Of several it is said which one does not fit. */
const naming =
  (id: string, path: string) =>
  (error: unknown): never => {
    if (!(error instanceof Problem) || error.errors) throw error
    const detail = error.detail.includes(id) ? error.detail : `${error.detail} It is item ${id}.`
    throw new Problem(error.code, detail, {
      errors: [{ path, message: `is not resolved: ${id}` }],
      cause: error,
    })
  }
