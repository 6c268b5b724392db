import { type Db, sql } from '../db/sql.ts'
import { type DebitKey, rejectDebits, settleDebits } from '../transactions/settle-debits.ts'
import type { DueRecord } from './apply-clearing-records.ts'
import { addToItem, closeItem, type ItemRow, itemColumns, openItem, PLATFORM } from './reconciliation-item.ts'

const BY_CLEARING = 'clearing'
export const REJECTED = 'rejected_at_clearing'

/**
 * Records of one charge that do not simply settle it: cleared again, for another amount, taken back, or unknown. What was
 * received is held against what was expected; where both agree nothing is left to ask, otherwise an item stays open, with
 * the money in suspense. Answers what became of the records.
 */
export async function squareDifference(
  db: Db,
  records: DueRecord[],
): Promise<'settled' | 'rejected' | 'offset' | 'difference'> {
  const [first] = records as [DueRecord]
  const received = records.reduce((sum, { amount }) => sum + amount, 0n)
  const { debit, expected } = await expectation(db, first)
  const open = await db.first<ItemRow>(sql`
    select ${itemColumns} from reconciliation_items
    where rrn = ${first.rrn} and currency = ${first.currency} and state = 'open'`)

  if (open) return addToOpen(db, open, received, records, debit)
  if (received === expected) {
    if (debit && expected > 0n) await settleDebits(db, [debit])
    return expected > 0n ? 'settled' : 'offset'
  }
  if (debit && received === 0n && records.some(({ kind }) => kind === 'reject')) {
    await rejectDebits(db, [debit], REJECTED)
    return 'rejected'
  }
  const { company_id, debit_id, rrn, currency, network_id, sequence } = first
  await openItem(
    db,
    {
      ...{ company_id: company_id ?? PLATFORM, kind: expected > 0n ? 'amount' : 'extra', expected },
      ...{ rrn, currency, debit_id, network_id, sequence },
    },
    received,
  )
  return 'difference'
}

/** What the network still owes us for the charge: its amount while it is paid and not completed. */
async function expectation(db: Db, { company_id, debit_id, currency }: DueRecord) {
  const debit = await db.first<DebitKey & { amount: bigint }>(sql`
    select company_id, debit_id, amount from debits
    where company_id = ${company_id} and debit_id = ${debit_id} and state = 'paid' and currency = ${currency}
    for update`)
  return { debit: debit ?? null, expected: debit?.amount ?? 0n }
}

async function addToOpen(
  db: Db,
  open: ItemRow,
  received: bigint,
  records: DueRecord[],
  debit: DebitKey | null,
) {
  const item = received === 0n ? open : await addToItem(db, open, received)
  if (item.received === item.expected) {
    await closeItem(db, item, 'correct', BY_CLEARING, 'what the network paid is now what was expected')
    if (debit) await settleDebits(db, [debit])
    return debit ? 'settled' : 'offset'
  }
  if (debit && item.received === 0n && records.some(({ kind }) => kind === 'reject')) {
    await closeItem(db, item, 'fail', BY_CLEARING, 'the network rejected it')
    await rejectDebits(db, [debit], REJECTED)
    return 'rejected'
  }
  return 'difference'
}
