import { PLATFORM } from '../companies/company.ts'
import { type Db, sql } from '../db/sql.ts'
import type { FailReason } from '../ground/fail-reasons.ts'
import { acquirerOfRow } from '../process/acceptors.ts'
import { type RefundKey, settleRefunds } from '../refunds/settle-refunds.ts'
import { disputeReasons } from './dispute-reasons.ts'
import type { DueRecord } from './due-record.ts'
import {
  addToItem,
  BY_CLEARING,
  closeItem,
  type ItemRow,
  itemColumns,
  openItem,
} from './reconciliation-item.ts'
import { type DebitKey, rejectDebits, settleDebits } from './settle-debits.ts'

export const REJECTED = 'rejected_at_clearing' satisfies FailReason

/**
 * What the records are about: a charge that the network owes us, a refund that it takes from us, or nothing
 * of ours any more.
 */
type Expected = { debit: DebitKey | null; refund: RefundKey | null; expected: bigint }

/**
 * Records of one charge or refund that do not simply settle it: cleared again, for another amount, taken
 * back, or unknown. What was received is held against what was expected; where both agree nothing is left to
 * ask, otherwise an item stays open, with the money in suspense. Returns what became of the records.
 */
export async function squareDifference(
  db: Db,
  records: DueRecord[],
): Promise<'settled' | 'rejected' | 'offset' | 'difference'> {
  const [first] = records as [DueRecord]
  const received = records.reduce((sum, { amount }) => sum + amount, 0n)
  const subject = await expectation(db, first)
  const { debit, expected } = subject
  const open = await db.first<ItemRow>(sql`
    select ${itemColumns} from reconciliation_items where ${isOpenOf(first)}`)

  if (open) return addToOpen(db, open, received, records, subject)
  if (received === expected) return settle(db, subject)
  if (await reject(db, debit, received, records)) return 'rejected'
  const { company_id, debit_id, refund_id, acquirer_id, rrn, currency, network_id, sequence } = first
  await openItem(
    db,
    {
      company_id: company_id ?? PLATFORM,
      kind: expected === 0n ? 'extra' : 'amount',
      expected,
      acquirer_id,
      rrn,
      currency,
      debit_id,
      refund_id,
      network_id,
      sequence,
      dispute_id: await disputeOf(db, first),
    },
    received,
  )
  return 'difference'
}

const isOpenOf = ({ acquirer_id, rrn, currency }: DueRecord) =>
  sql`rrn = ${rrn} and ${acquirerOfRow(sql`reconciliation_items`)} = ${acquirer_id} and currency = ${currency} and state = 'open'`

/**
 * Keeps what the network took, or paid again, beyond what a dispute books (`excess`, minor units, with its
 * sign): in the open item of the charge, or in one of its own that names the dispute. It goes where a later
 * record squares it.
 */
export async function parkExcess(
  db: Db,
  record: DueRecord,
  excess: bigint,
  disputeId: string,
): Promise<void> {
  const open = await db.first<ItemRow>(sql`
    select ${itemColumns} from reconciliation_items where ${isOpenOf(record)}`)
  if (open) {
    await addToOpen(db, open, excess, [record], await expectation(db, record), disputeId)
    return
  }
  const { company_id, debit_id, acquirer_id, rrn, currency, network_id, sequence } = record
  await openItem(
    db,
    {
      company_id: company_id!,
      kind: 'extra',
      expected: 0n,
      acquirer_id,
      rrn,
      currency,
      debit_id,
      refund_id: null,
      dispute_id: disputeId,
      network_id,
      sequence,
    },
    excess,
  )
}

/**
 * What is still to come: of a charge its amount while it is paid, not completed and not being reversed for a
 * refund; of a refund its amount, below zero, while it is paid and not completed.
 */
async function expectation(
  db: Db,
  { company_id, debit_id, refund_id, currency }: DueRecord,
): Promise<Expected> {
  if (refund_id !== null) {
    const refund = await db.first<RefundKey & { amount: bigint }>(sql`
      select company_id, refund_id, amount from refunds
      where company_id = ${company_id} and refund_id = ${refund_id} and state = 'paid' and currency = ${currency}
      for update`)
    return { debit: null, refund: refund ?? null, expected: -(refund?.amount ?? 0n) }
  }
  const debit = await db.first<DebitKey & { amount: bigint }>(sql`
    select company_id, debit_id, amount from debits
    where company_id = ${company_id} and debit_id = ${debit_id} and state = 'paid' and currency = ${currency}
      and voided_at is null
    for update`)
  return { debit: debit ?? null, refund: null, expected: debit?.amount ?? 0n }
}

/** What was expected came, in however many records. */
async function settle(db: Db, { debit, refund }: Expected): Promise<'settled' | 'offset'> {
  if (debit) await settleDebits(db, [debit])
  if (refund) await settleRefunds(db, [refund])
  return debit || refund ? 'settled' : 'offset'
}

async function addToOpen(
  db: Db,
  open: ItemRow,
  received: bigint,
  records: DueRecord[],
  subject: Expected,
  disputeId: string | null = null,
) {
  const { debit } = subject
  const item = received === 0n ? open : await addToItem(db, open, received, disputeId)
  if (item.received === item.expected) {
    await closeItem(db, item, 'correct', BY_CLEARING, 'what the network paid is now what was expected')
    return settle(db, subject)
  }
  if (await reject(db, debit, item.received, records)) {
    await closeItem(db, item, 'fail', BY_CLEARING, 'the network rejected it')
    return 'rejected'
  }
  return 'difference'
}

/**
 * Nothing came for the charge, and a record says that nothing will. False where its card holder took it back:
 * so it was captured.
 */
const reject = async (db: Db, debit: DebitKey | null, received: bigint, records: DueRecord[]) =>
  debit !== null &&
  received === 0n &&
  records.some(({ kind }) => kind === 'reject') &&
  (await rejectDebits(db, [debit], REJECTED)).length === 1

/** The dispute that a record speaks of which neither opened nor ended one; null for any other record. */
const disputeOf = async (db: Db, { company_id, debit_id, kind, reason }: DueRecord) =>
  (
    await db.first<{ dispute_id: string }>(sql`
      select dispute_id from disputes
      where company_id = ${company_id} and debit_id = ${debit_id} and ${kind} = 'adjustment'
        and ${reason}::text in (${disputeReasons.chargeback}, ${disputeReasons.won})
      order by dispute_id desc limit 1`)
  )?.dispute_id ?? null
