import { type Database, type Db, sql } from '../db/sql.ts'
import { OperatorError } from '../ground/errors.ts'
import { settleRefunds } from '../refunds/settle-refunds.ts'
import { closeItem, type ItemRow, itemColumns } from './reconciliation-item.ts'
import { rejectDebits, settleDebits } from './settle-debits.ts'

/**
 * What a person may decide about an open item. `settle`: the charge is completed, and what the network paid
 * less or more is our loss or gain. `fail`: a charge that never cleared failed after all. `write_off`: we
 * keep, or bear, money that nothing of ours stands for.
 */
export const resolutions = ['settle', 'fail', 'write_off'] as const
export type PersonsResolution = (typeof resolutions)[number]

/**
 * Resolves an item with its postings and its debit's move, all or nothing. Throws an OperatorError that says
 * what fits.
 */
export const resolveItem = (
  db: Database,
  itemId: string,
  resolution: PersonsResolution,
  by: string,
  note: string,
  /** Where it is said whose it is to be. */
  companyId: string | null = null,
): Promise<ItemRow> =>
  db.transaction(async (db) => {
    const item = await db.first<ItemRow>(
      sql`
        select ${itemColumns} from reconciliation_items
        where item_id = ${itemId} and company_id = coalesce(${companyId}::uuid, company_id) for update`,
    )
    if (!item)
      throw new OperatorError(
        `There is no reconciliation item ${itemId}; see \`jetpay reconciliation list\`.`,
        'not_found',
      )
    if (item.state !== 'open')
      throw new OperatorError(`The item is ${item.state} already; nothing was changed.`, 'wrong_state')
    const fitting = resolutionsOf(item)
    if (!fitting.includes(resolution))
      throw new OperatorError(`An item of kind ${item.kind} like this one takes: ${fitting.join(' or ')}.`)
    const closed = await closeItem(db, item, resolution, by, note)
    if (!(await moveSubject(db, item, resolution)))
      throw new OperatorError(
        'Its debit or refund is not paid any more, or is disputed and so was captured (settle it); nothing was changed.',
        'wrong_state',
      )
    return closed!
  })

/** Whether what the item is about is as the person decided. */
async function moveSubject(
  db: Db,
  { company_id, debit_id, refund_id }: ItemRow,
  resolution: PersonsResolution,
) {
  if (resolution === 'write_off') return true
  if (refund_id) return (await settleRefunds(db, [{ company_id, refund_id }])).length === 1
  const debits = [{ company_id, debit_id: debit_id! }]
  const moved = resolution === 'settle' ? settleDebits(db, debits) : rejectDebits(db, debits, 'not_cleared')
  return (await moved).length === 1
}

/**
 * What fits: a charge or refund that is expected can be settled, and a charge failed while nothing was paid
 * for it.
 */
export function resolutionsOf({
  expected,
  received,
}: Pick<ItemRow, 'expected' | 'received'>): PersonsResolution[] {
  if (expected === 0n) return ['write_off']
  return received === 0n && expected > 0n ? ['settle', 'fail'] : ['settle']
}
