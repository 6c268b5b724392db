import { type Db, sql } from '../db/sql.ts'
import { OperatorError } from '../ground/errors.ts'
import { closeRecoveryAlarm } from './open-doors.ts'
import { type LostItem, lostItemColumns } from './recovery.ts'

const lostResolutions = ['reversed', 'kept'] as const
export type LostResolution = (typeof lostResolutions)[number]

const reversible = ['charge', 'hold', 'refund']

/**
 * A person says what becomes of an item. `reversed`: the worker reverses it at the network until that says
 * so. `kept`: it stays as it is there, and is only remembered. Throws an OperatorError where it is not open,
 * or cannot be reversed from here.
 */
export async function resolveLostItem(
  db: Db,
  itemId: string,
  as: LostResolution,
  by: string,
  note: string,
): Promise<LostItem> {
  const item = await db.first<LostItem>(sql`
    select ${lostItemColumns} from recovery_items where item_id = ${itemId} for update`)
  if (!item) throw new OperatorError(`There is no item ${itemId}; see \`jetpay recovery list\`.`, 'not_found')
  if (item.state !== 'open')
    throw new OperatorError(`The item is ${item.state} already; nothing was changed.`, 'wrong_state')
  if (as === 'reversed' && !reversible.includes(item.kind))
    throw new OperatorError(
      `What is ${item.kind} is not reversed from here; settle it as its next step says.`,
    )
  const resolved = await db.one<LostItem>(sql`
    update recovery_items set state = ${as === 'reversed' ? 'reversing' : 'kept'}, due_at = jetpay_now(),
      resolved_at = jetpay_now(), resolved_by = ${by}, note = ${note}
    where item_id = ${itemId} returning ${lostItemColumns}`)
  await closeRecoveryAlarm(db, by)
  return resolved
}
