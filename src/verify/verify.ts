import { type Database, type Db, sql } from '../db/sql.ts'
import { agreementChecks } from './agreement-checks.ts'
import { bankChecks, createBankEntries } from './bank-books.ts'
import { bankQuestionChecks } from './bank-question-checks.ts'
import { bankRefundChecks } from './bank-refund-checks.ts'
import { cardDataChecks } from './card-data-checks.ts'
import { chargeChecks } from './charge-checks.ts'
import type { Check, Finding, Surroundings } from './check.ts'
import { clearingChecks } from './clearing-checks.ts'
import { disputeChecks } from './dispute-checks.ts'
import { eftChecks } from './eft-checks.ts'
import { eventChainChecks } from './event-chain-checks.ts'
import { eventChecks } from './event-checks.ts'
import { feeChecks } from './fee-checks.ts'
import { historyChecks } from './history-checks.ts'
import { ledgerChecks } from './ledger-checks.ts'
import { limitChecks } from './limit-checks.ts'
import { createNetworkEntries, networkChecks } from './network-books.ts'
import { payoutChecks } from './payout-checks.ts'
import { referenceChecks } from './reference-checks.ts'
import { refundChecks } from './refund-checks.ts'
import { scheduleChecks } from './schedule-checks.ts'
import { onOneSnapshot } from './snapshot.ts'

/** What a check found. With `error` it could not run, and so proved nothing. */
export type CheckResult = Finding & {
  name: string
  says: string
  ok: boolean
  ms: number
  error: string | null
}
export type Report = { ok: boolean; ms: number; checks: CheckResult[] }

const elapsed = (startedAt: number) => Math.round(performance.now() - startedAt)

/**
 * Checks that run side by side: as many as a small server has cores; more would be felt by the charges beside
 * them.
 */
const AT_ONCE = 2
/** Connections that a run needs. */
export const VERIFY_CONNECTIONS = AT_ONCE

/** The checks that need the database alone. The long ones first, so that none is left alone at the end. */
const databaseChecks: readonly Check[] = [
  ...eventChainChecks,
  ...cardDataChecks,
  ...referenceChecks,
  ...historyChecks,
  ...eventChecks,
  ...chargeChecks,
  ...refundChecks,
  ...bankRefundChecks,
  ...disputeChecks,
  ...ledgerChecks,
  ...clearingChecks,
  ...payoutChecks,
  ...eftChecks,
  ...bankQuestionChecks,
  ...feeChecks,
  ...limitChecks,
  ...agreementChecks,
  ...scheduleChecks,
]
/**
 * Those that read the simulators' books too. They share temporary tables, so they stay together, on the
 * connection that has them.
 */
const simulatorChecks: readonly Check[] = [...networkChecks, ...bankChecks]
/** Every check that there is, in the order of the report. */
export const everyCheck: readonly Check[] = [...databaseChecks, ...simulatorChecks]

/**
 * Runs every check on a live database, in one read-only snapshot: a charge that is under way is seen before
 * or after each of its statements, never within. A check that cannot run counts as failed. Takes
 * `VERIFY_CONNECTIONS` of the pool.
 */
export async function verify(db: Database, surroundings: Surroundings): Promise<Report> {
  const startedAt = performance.now()
  const simulators = surroundings.simulatorUrl === null ? [] : simulatorChecks
  const results = new Map<Check, CheckResult>()
  const run = async (db: Db, checks: Check[]) => {
    for (let check = checks.shift(); check; check = checks.shift())
      results.set(check, await runCheck(db, check, surroundings))
  }
  const waiting = [...databaseChecks]
  const work = (db: Db) => run(db, waiting)
  const withSimulators = (db: Db) => run(db, [...simulators]).then(() => work(db))
  await onOneSnapshot(db, createSimulatorTables, [
    withSimulators,
    ...Array<typeof work>(AT_ONCE - 1).fill(work),
  ])
  const checks = [...databaseChecks, ...simulators].map((check) => results.get(check)!)
  return { ok: checks.every(({ ok }) => ok), ms: elapsed(startedAt), checks }
}

async function createSimulatorTables(db: Db): Promise<void> {
  await db.run(createNetworkEntries)
  await db.run(createBankEntries)
}

async function runCheck(
  db: Db,
  { name, says, run }: Check,
  surroundings: Surroundings,
): Promise<CheckResult> {
  const startedAt = performance.now()
  await db.run(sql`savepoint before_check`)
  try {
    const finding = await run(db, surroundings)
    return { name, says, ok: finding.count === 0, ...finding, ms: elapsed(startedAt), error: null }
  } catch (error) {
    await db.run(sql`rollback to savepoint before_check`)
    const { message } = error as Error
    return { name, says, ok: false, count: 0, examples: [], ms: elapsed(startedAt), error: message }
  }
}
