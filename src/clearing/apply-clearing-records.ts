import { isFiledAs } from '../charges/network-reference.ts'
import { type Database, type Db, type Statement, sql } from '../db/sql.ts'
import { acquirerOfRecord, acquirerOfRow } from '../process/acceptors.ts'
import type { BankSubjects } from '../rails/bank-item.ts'
import { settleRefunds } from '../refunds/settle-refunds.ts'
import { applyBankMoves } from './apply-bank-moves.ts'
import { applyToDisputes } from './apply-to-disputes.ts'
import { disputeReasons } from './dispute-reasons.ts'
import type { DueRecord, Verdict } from './due-record.ts'
import type { RecordOutcome } from './file-record.ts'
import { handOn } from './hand-on.ts'
import { type DebitKey, isDebitDisputed, rejectDebits, settleDebits } from './settle-debits.ts'
import { REJECTED, squareDifference } from './square-difference.ts'

/**
 * Records that one transaction applies: a few hundred milliseconds, so that a clearing of millions never
 * blocks for long.
 */
const BATCH = 1_000
/** A record of a charge whose outcome is still unknown waits this long for its reversal, again and again. */
const WAIT_SECONDS = 2

/**
 * Applies the next clearing records to what they are about: nearly all settle a paid debit, a few are rejects
 * or about disputes, and what does not fit becomes a reconciliation item. A dispute can be answered for
 * `responseDays`. One transaction, one worker at a time; returns how many records were looked at.
 */
export const applyClearingRecords = async (
  db: Database,
  responseDays: number,
  subjects: BankSubjects,
): Promise<number> => {
  // Most of the time there are none.
  if (!(await db.first(sql`select from clearing_records where due_at <= jetpay_now() limit 1`))) return 0
  return db.transaction(async (db) => {
    if (!(await isOnlyApplier(db))) return 0
    const due = await readDue(db)
    const of = (verdict: Verdict) => due.filter((record) => record.verdict === verdict)
    const keys = (verdict: Verdict) =>
      of(verdict).map(({ company_id, debit_id }) => ({ company_id: company_id!, debit_id: debit_id! }))
    const bank = await applyBankMoves(db, subjects, of('bank'))
    await close(db, bank.applied, 'applied')
    // Booked as its file came in; whatever has the same reference, it is of no company.
    await close(
      db,
      of('paid').map((record) => ({ ...record, company_id: null, debit_id: null })),
      'applied',
    )
    await close(db, bank.handedOn, 'handed_on')
    await handOn(db, of('hand_on'))
    await close(db, of('hand_on'), 'handed_on')
    const settled = moved(of('settle'), await settleDebits(db, keys('settle')))
    const refunds = of('settle_refund').map(({ company_id, refund_id }) => ({
      company_id: company_id!,
      refund_id: refund_id!,
    }))
    await settleRefunds(db, refunds)
    const rejected = moved(of('reject'), await rejectDebits(db, keys('reject'), REJECTED))
    await wait(db, [...of('wait'), ...settled.not, ...rejected.not])
    await close(db, [...settled.were, ...of('settle_refund')], 'settled')
    await close(db, rejected.were, 'rejected')
    // After the sales, so that a chargeback that comes with its own finds the debit completed.
    const disputed = await applyToDisputes(db, of('dispute'), responseDays)
    for (const { record, outcome, disputeId } of disputed)
      if (outcome === 'wait') await wait(db, [record])
      else if (outcome !== 'difference') await close(db, [record], outcome, disputeId)
    const odd = disputed.filter(({ outcome }) => outcome === 'difference').map(({ record }) => record)
    for (const records of byReference([...of('difference'), ...bank.odd, ...odd]))
      await close(db, records, await squareDifference(db, records))
    return due.length
  })
}

/**
 * A debit whose refund began to reverse its charge since it was read was not moved: its record waits for the
 * end of that.
 */
function moved(records: DueRecord[], debits: DebitKey[]) {
  const ids = new Set(debits.map(({ debit_id }) => debit_id))
  const { were = [], not = [] } = Object.groupBy(records, ({ debit_id }) =>
    ids.has(debit_id!) ? 'were' : 'not',
  )
  return { were, not }
}

/**
 * Two workers that applied records of one charge at a time would each miss the other's. Any fixed number
 * serves.
 */
const APPLIER_LOCK = 7_305_218
const isOnlyApplier = async (db: Db) =>
  (await db.one<{ locked: boolean }>(sql`select pg_try_advisory_xact_lock(${APPLIER_LOCK}) as locked`)).locked

const isDisputed = (record: Statement) => sql`
  (${record}.kind = 'adjustment' and coalesce(${record}.reason in (${disputeReasons.chargeback}, ${disputeReasons.won}), false))`
/** It moves no money, so it can never be a difference. */
const isLost = (record: Statement) => sql`
  (${record}.kind = 'reject' and coalesce(${record}.reason = ${disputeReasons.lost}, false))`

/**
 * A charge that is approved, paid, and cleared by this one record for its whole amount is the rule; see
 * `else`.
 */
const readDue = (db: Db) =>
  db.many<DueRecord>(sql`
    with due as materialized (
      select r.*, ${acquirerOfRecord(sql`r`)} as acquirer_id from clearing_records r where due_at <= jetpay_now()
      order by due_at, network_id, sequence, line limit ${BATCH}
    )
    select due.network_id, due.sequence, due.line, due.kind, due.acquirer_id, due.rrn, due.currency, due.amount,
      due.reason, -- What is handed on is nobody's here, whoever it is about.
      case when gone.cell_id is null then a.company_id end as company_id, case when gone.cell_id is null then a.debit_id end as debit_id,
      r.refund_id, gone.cell_id, case
        when due.kind = 'bank_paid' then 'paid'
        when due.kind in ('bank_settled', 'bank_returned', 'bank_rejected') then 'bank'
        when gone.cell_id is not null then 'hand_on'
        when what.lost then 'dispute'
        when a.state in ('sent', 'reversing', 'capturing') then 'wait'
        when what.disputed and seen.waiting then 'wait'
        when what.disputed and a.state = 'approved' and a.kind <> 'refund' then 'dispute'
        when a.kind = 'refund' then case when r.state = 'paid' and not (seen.before or seen.open) and due.kind = 'refund'
          and due.amount = -a.amount and due.currency = a.currency then 'settle_refund' else 'difference' end
        when d.state = 'paid' and a.state = 'approved' and not (seen.before or seen.open) and (
          due.kind = 'sale' and due.amount = a.amount and due.currency = a.currency) then 'settle'
        when d.state = 'paid' and a.state = 'approved' and not (seen.before or seen.open) and due.kind = 'reject'
          and not ${isDebitDisputed(sql`d`)} then 'reject'
        else 'difference'
      end as verdict
    from due
    left join lateral (
      select * from attempts where ${isFiledAs(sql`attempts`, sql`due`, sql`due.acquirer_id`)}
    ) a on true
    left join lateral (
      select cell_id from departed_attempts g join departed_companies using (company_id)
      where g.rrn = due.rrn and g.acquirer_id = due.acquirer_id and g.stan = due.stan and g.transmission = due.transmission limit 1
    ) gone on true
    left join debits d on d.company_id = a.company_id and d.debit_id = a.debit_id
    left join refunds r on a.kind = 'refund' and r.company_id = a.company_id and r.refund_id = a.attempt_id
    cross join lateral (
      select coalesce(bool_or(not ${isDisputed(sql`other`)} and not ${isLost(sql`other`)}), false) as before,
        -- Its sale was looked at before the charge was known to be paid, and comes again in a moment: a chargeback does not overtake it.
        coalesce(bool_or(other.due_at > jetpay_now() and not ${isDisputed(sql`other`)} and not ${isLost(sql`other`)}), false) as waiting,
        -- What is left of a dispute says nothing of the sale.
        exists (select from reconciliation_items item where item.rrn = due.rrn and ${acquirerOfRow(sql`item`)} = due.acquirer_id and item.state = 'open'
          and not (item.expected = 0 and item.dispute_id is not null)) as open
      from clearing_records other where other.rrn = due.rrn and ${acquirerOfRecord(sql`other`)} = due.acquirer_id
        and (other.network_id, other.sequence, other.line) <> (due.network_id, due.sequence, due.line)
    ) seen
    cross join lateral (select ${isDisputed(sql`due`)} as disputed, ${isLost(sql`due`)} as lost) what
    order by due.network_id, due.sequence, due.line`)

const wait = (db: Db, records: DueRecord[]) =>
  db.run(sql`
    update clearing_records r set due_at = jetpay_now() + make_interval(secs => ${WAIT_SECONDS})
    from ${keysOf(records)} where ${isOneOf}`)

const close = (db: Db, records: DueRecord[], outcome: RecordOutcome, disputeId: string | null = null) =>
  db.run(sql`
    update clearing_records r set due_at = null, outcome = ${outcome}, company_id = key.company_id, debit_id = key.debit_id,
      dispute_id = ${disputeId}
    from ${keysOf(records)} where ${isOneOf}`)

const keysOf = (records: DueRecord[]) => sql`
  unnest(${records.map((r) => r.network_id)}::text[], ${records.map((r) => r.sequence)}::bigint[],
    ${records.map((r) => r.line)}::integer[], ${records.map((r) => r.company_id)}::uuid[],
    ${records.map((r) => r.debit_id)}::uuid[]) as key (network_id, sequence, line, company_id, debit_id)`
const isOneOf = sql`r.network_id = key.network_id and r.sequence = key.sequence and r.line = key.line`

/** A charge cleared twice in one batch is one case, and its records are added up. */
const byReference = (records: DueRecord[]) =>
  Map.groupBy(records, ({ acquirer_id, rrn, currency }) => `${acquirer_id} ${rrn} ${currency}`).values()
