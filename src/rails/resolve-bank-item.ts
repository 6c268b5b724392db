import { type Database, sql } from '../db/sql.ts'
import { OperatorError } from '../errors.ts'
import { type BankItemRow, type BankSubjects, bankItemColumns, moveBankItems } from './bank-item.ts'
import { failDirectionOf, failReasonOf } from './fail-reason.ts'

export const itemResolutions = ['returned', 'stands'] as const
export type ItemResolution = (typeof itemResolutions)[number]

/**
 * What a person learned from the bank of an item that it returned in a way that does not fit. `returned`: it came back whole, as by a return that
 * fits. `stands`: it did not, so it settles as any other. Who and why are kept. Throws an OperatorError, and changes nothing, where the bank returned
 * nothing of it in question.
 */
export const resolveBankItem = (
  db: Database,
  subjects: BankSubjects,
  itemId: string,
  as: ItemResolution,
  by: string,
  note: string,
): Promise<Pick<BankItemRow, 'company_id' | 'bank_item_id' | 'state'>> =>
  db.transaction(async (db) => {
    const item = await db.first<BankItemRow>(sql`
      update bank_items i set questioned_at = null, answered_by = ${by}, answered_note = ${note}
      where bank_item_id = ${itemId} and questioned_at is not null and state in ('sent', 'settled')
      returning ${bankItemColumns}`)
    if (!item)
      throw new OperatorError(
        `There is no question about a bank item ${itemId}; \`jetpay bank list\` shows those there are. Nothing was changed.`,
      )
    const { company_id, bank_item_id, state } = item
    if (as === 'stands') return { company_id, bank_item_id, state }
    const moved = await moveBankItems(db, subjects, 'returned', [
      { ...item, fail_reason: failReasonOf(''), fail_direction: failDirectionOf(item.direction) },
    ])
    return { company_id, bank_item_id, state: moved[0]!.state }
  })

/** Items that wait for a person, of all companies, the longest in question first; at most a thousand. */
export const listQuestioned = (db: Database) =>
  db.many<BankItemRow & { questioned_at: Date }>(sql`
    select ${bankItemColumns}, i.questioned_at from bank_items i
    where questioned_at is not null and state in ('sent', 'settled') order by questioned_at limit 1000`)
