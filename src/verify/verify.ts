import { type Database, type Db, sql } from '../db/sql.ts'
import { agreementChecks } from './agreement-checks.ts'
import { bankChecks, createBankEntries } from './bank-books.ts'
import { bankQuestionChecks } from './bank-question-checks.ts'
import { bankRefundChecks } from './bank-refund-checks.ts'
import { cardDataChecks } from './card-data-checks.ts'
import { cellChecks } from './cell-checks.ts'
import { chargeChecks } from './charge-checks.ts'
import type { Check, Finding, Surroundings } from './check.ts'
import { clearingChecks } from './clearing-checks.ts'
import { disputeChecks } from './dispute-checks.ts'
import { eftChecks } from './eft-checks.ts'
import { erasureChecks } from './erasure-checks.ts'
import { eventChainChecks } from './event-chain-checks.ts'
import { eventChecks } from './event-checks.ts'
import { feeChecks } from './fee-checks.ts'
import { historyChecks } from './history-checks.ts'
import { ledgerChecks } from './ledger-checks.ts'
import { limitChecks } from './limit-checks.ts'
import { type Marks, markNow, markOf, type Run, versionOf } from './marks.ts'
import { createNetworkEntries, networkChecks } from './network-books.ts'
import { payoutChecks } from './payout-checks.ts'
import { nothingProven, type Proven } from './proven.ts'
import { recoveryChecks } from './recovery-checks.ts'
import { referenceChecks } from './reference-checks.ts'
import { refundChecks } from './refund-checks.ts'
import { scheduleChecks } from './schedule-checks.ts'
import { cutSlice, provenBy } from './slice.ts'
import { onOneSnapshot } from './snapshot.ts'
import { summaryChecks } from './summary-checks.ts'
import type { Mark } from './touched.ts'

/** What a check found. With `error` it could not run, and so proved nothing. */
export type CheckResult = Finding & {
  name: string
  says: string
  ok: boolean
  /** Whether it read everything, or what has happened since a mark and all that belongs to it. */
  extent: 'full' | 'incremental'
  ms: number
  error: string | null
}
export type Report = {
  ok: boolean
  ms: number
  /** What an incremental run went on from; null where every check was full. */
  since: { at: string; transactions: number } | null
  /** Why the next run cannot go on from this one; null where it can, or was not to. */
  unmarked: string | null
  checks: CheckResult[]
}

/** How a run is to be: without any of it, everything is looked at and no mark is read or left. */
export type Extent = {
  marks?: Marks | undefined
  /** Goes on from the marks where there are any. */
  incremental?: boolean | undefined
  overlapMs?: number
  /** Only these, by name. Such a run leaves no mark: it does not say that all holds. */
  only?: readonly string[] | undefined
  /** Is told of each check that has ended. */
  onCheck?: (done: number, total: number) => void
}

/**
 * An incremental run looks this much further back than the run that it goes on from: what was under way then
 * has long committed (a statement of ours runs for 10 s at most, a transaction waits for 15 s), attempts have
 * been reversed and reversed again (minutes), and clocks of processes differ by less.
 */
const OVERLAP_MS = 3_600_000

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
  ...summaryChecks,
  ...clearingChecks,
  ...cellChecks,
  ...payoutChecks,
  ...eftChecks,
  ...bankQuestionChecks,
  ...feeChecks,
  ...limitChecks,
  ...agreementChecks,
  ...scheduleChecks,
  ...erasureChecks,
  ...recoveryChecks,
]
/**
 * Those that read the simulators' books too. They share temporary tables, so they stay together, on the
 * connection that has them.
 */
export const simulatorChecks: readonly Check[] = [...networkChecks, ...bankChecks]
/** Every check that there is, in the order of the report. */
export const everyCheck: readonly Check[] = [...databaseChecks, ...simulatorChecks]

/**
 * Runs every check on a live database, in one read-only snapshot: a charge that is under way is seen before
 * or after each of its statements, never within. A check that cannot run counts as failed. Takes
 * `VERIFY_CONNECTIONS` of the pool.
 */
export async function verify(
  db: Database,
  surroundings: Surroundings,
  { marks, incremental = false, overlapMs = OVERLAP_MS, only, onCheck }: Extent = {},
): Promise<Report> {
  const startedAt = performance.now()
  const isAsked = ({ name }: Check) => only === undefined || only.includes(name)
  const ofDatabase = databaseChecks.filter(isAsked)
  const simulators = surroundings.simulatorUrl === null ? [] : simulatorChecks.filter(isAsked)
  const results = new Map<Check, CheckResult>()
  const runs = (await marks?.read(db)) ?? []
  const marked = incremental ? ofDatabase.filter((check) => goesOn(check, runs)) : []
  // What one check cannot go on from, all go back behind: there is one slice.
  const mark = runs.findLast((run) => marked.some((check) => markOf(check, runs) === run))
  const checkpoints = checkpointsOf(markOf(chainCheck, runs))
  let now: Mark
  let since: Report['since'] = null
  const run = async (db: Db, checks: Check[], extent: CheckResult['extent'], proven: Proven) => {
    for (let check = checks.shift(); check; check = checks.shift()) {
      results.set(check, { ...(await runCheck(db, check, surroundings, proven)), extent })
      onCheck?.(results.size, ofDatabase.length + simulators.length)
    }
  }
  const whole = { ...nothingProven, checkpoints }
  const waiting = ofDatabase.filter((check) => !marked.includes(check))
  const workWhole = (db: Db) => run(db, waiting, 'full', whole)
  let proven: Proven
  await onOneSnapshot(db, [
    {
      ...(simulators.length > 0 && { prepare: createSimulatorTables }),
      async work(db) {
        now = await markNow(db)
        await run(db, [...simulators], 'full', whole)
        await workWhole(db)
      },
    },
    mark
      ? {
          async prepare(db) {
            const { beginning, transactions } = await cutSlice(db, mark, overlapMs)
            since = { at: beginning.since, transactions: Number(transactions) }
            proven = { ...provenBy(mark, beginning), checkpoints }
          },
          work: (db) => run(db, [...marked], 'incremental', proven),
        }
      : { work: workWhole },
  ])
  const checks = [...ofDatabase, ...simulators].map((check) => results.get(check)!)
  const unmarked = marks && !only ? await leaveMark(db, marks, now!, checks) : null
  return { ok: checks.every(({ ok }) => ok), ms: elapsed(startedAt), since, unmarked, checks }
}

const chainCheck = eventChainChecks[0]!
const goesOn = (check: Check, runs: Run[]) => check.reads === 'touched' && markOf(check, runs) !== undefined

const checkpointsOf = (run: Run | undefined) =>
  new Map(
    run?.companies.flatMap(({ company_id, covered: last, hash }) =>
      hash ? [[company_id, { last, hash }] as const] : [],
    ),
  )

/** Keeps what held as proven. Returns why it could not: a database that only reads, say. */
async function leaveMark(
  db: Database,
  marks: Marks,
  now: Mark,
  results: CheckResult[],
): Promise<string | null> {
  const held = new Set(results.filter(({ ok }) => ok).map(({ name }) => name))
  const checks = databaseChecks.filter(({ name, reads }) => reads === 'touched' && held.has(name))
  const run = { ...now, checks: Object.fromEntries(checks.map((check) => [check.name, versionOf(check)])) }
  try {
    await db.transaction((db) => marks.keep(db, run, databaseChecks))
    return null
  } catch (error) {
    return (error as Error).message
  }
}

async function createSimulatorTables(db: Db): Promise<void> {
  await db.run(createNetworkEntries)
  await db.run(createBankEntries)
}

async function runCheck(
  db: Db,
  { name, says, run }: Check,
  surroundings: Surroundings,
  proven: Proven,
): Promise<Omit<CheckResult, 'extent'>> {
  const startedAt = performance.now()
  await db.run(sql`savepoint before_check`)
  try {
    const finding = await run(db, surroundings, proven)
    return { name, says, ok: finding.count === 0, ...finding, ms: elapsed(startedAt), error: null }
  } catch (error) {
    await db.run(sql`rollback to savepoint before_check`)
    const { message } = error as Error
    return { name, says, ok: false, count: 0, examples: [], ms: elapsed(startedAt), error: message }
  }
}
