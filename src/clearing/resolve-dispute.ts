import { type Database, type Db, sql } from '../db/sql.ts'
import { type DisputeRow, disputeColumns } from '../disputes/dispute.ts'
import { closeDispute, type Person, winByPerson } from '../disputes/move-dispute.ts'
import { OperatorError } from '../ground/errors.ts'
import { formatAmount } from '../ground/money.ts'
import { addToItem, closeItem, type ItemRow, itemColumns } from './reconciliation-item.ts'

export const disputeResolutions = ['lost', 'won'] as const
export type DisputeResolution = (typeof disputeResolutions)[number]

/**
 * Ends a dispute by a person's word. `lost` closes one that the network never decided: nothing is posted, the
 * money was taken when it was opened. `won` needs the network's money, all that it took: in the open
 * reconciliation item of its charge, what was booked of which is the company's then. Throws an OperatorError
 * that says what is in the way, and changes nothing.
 */
export const resolveDispute = (
  db: Database,
  disputeId: string,
  as: DisputeResolution,
  person: Person,
): Promise<{ dispute_id: string; debit_id: string; state: string }> =>
  db.transaction(async (db) => {
    const dispute = await db.first<DisputeRow>(
      sql`select ${disputeColumns()} from disputes where dispute_id = ${disputeId} for update`,
    )
    if (!dispute)
      throw new OperatorError(
        `There is no dispute ${disputeId}; \`jetpay dispute list\` shows those there are.`,
        'not_found',
      )
    if (as === 'won') await win(db, dispute, person)
    else if (!(await closeDispute(db, dispute, person)))
      throw new OperatorError(
        `The dispute is ${dispute.state}; only one that is under_review can be closed as lost. Nothing was changed.`,
        'wrong_state',
      )
    return { dispute_id: disputeId, debit_id: dispute.debit_id, state: as }
  })

async function win(db: Db, dispute: DisputeRow, person: Person): Promise<void> {
  if (dispute.state === 'won')
    throw new OperatorError('The dispute is won already; nothing was changed.', 'wrong_state')
  const { company_id, debit_id, amount, currency } = dispute
  const item = await db.first<ItemRow>(sql`
    select ${itemColumns} from reconciliation_items
    where company_id = ${company_id} and debit_id = ${debit_id} and refund_id is null and currency = ${currency}
      and expected = 0 and received >= ${amount} and state = 'open' for update`)
  if (!item || !(await takeRecord(db, dispute, item)))
    throw new OperatorError(
      `The network has not paid ${formatAmount(dispute.amount_taken)} ${currency} for it that nothing else stands for, so there is nothing to give the company; ` +
        'see `jetpay reconciliation list`. Nothing was changed.',
      'wrong_state',
    )
  // What is more stays an item: an excess that was written off when it was taken is paid back with it.
  if (item.received === amount) await closeItem(db, item, 'correct', person.by, person.note)
  else await addToItem(db, item, -amount)
  await winByPerson(db, dispute, person)
}

/** The clearing record that paid it is the dispute's from now on. False where no single one did. */
const takeRecord = async (
  db: Db,
  { company_id, dispute_id, debit_id, currency, amount_taken }: DisputeRow,
  { rrn }: ItemRow,
) =>
  (await db.run(sql`
    update clearing_records set outcome = 'dispute_won', dispute_id = ${dispute_id} where (network_id, sequence, line) = (
      select network_id, sequence, line from clearing_records
      where company_id = ${company_id} and debit_id = ${debit_id} and rrn = ${rrn} and currency = ${currency}
        and amount = ${amount_taken} and outcome = 'difference'
      order by network_id, sequence desc, line desc limit 1)`)) === 1

/** Disputes that have not ended, of all companies, the longest under review first; at most a thousand. */
export const listOpenDisputes = (db: Db) =>
  db.many<DisputeRow>(sql`
    select ${disputeColumns()} from disputes where state in ('needs_response', 'under_review')
    order by submitted_at nulls last, opened_at limit 1000`)
