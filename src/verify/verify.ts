import { type Database, type Db, sql } from '../db/sql.ts'
import { bankChecks, createBankEntries } from './bank-books.ts'
import { cardDataChecks } from './card-data-checks.ts'
import { chargeChecks } from './charge-checks.ts'
import type { Check, Finding, Surroundings } from './check.ts'
import { clearingChecks } from './clearing-checks.ts'
import { eventChainChecks } from './event-chain-checks.ts'
import { eventChecks } from './event-checks.ts'
import { historyChecks } from './history-checks.ts'
import { ledgerChecks } from './ledger-checks.ts'
import { createNetworkEntries, networkChecks } from './network-books.ts'

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
 * Runs every check on a live database, in one read-only snapshot: a charge that is under way is seen before or after each
 * of its statements, never within. A check that cannot run counts as failed.
 */
export async function verify(db: Database, surroundings: Surroundings): Promise<Report> {
  const startedAt = performance.now()
  const all: Check[] = [
    ...historyChecks,
    ...eventChecks,
    ...eventChainChecks,
    ...chargeChecks,
    ...ledgerChecks,
    ...clearingChecks,
    ...cardDataChecks,
    ...(surroundings.simulatorUrl === null ? [] : [...networkChecks, ...bankChecks]),
  ]
  const checks: CheckResult[] = []
  await db.transaction(async (db) => {
    await db.run(sql`set transaction isolation level repeatable read`)
    await db.run(createNetworkEntries)
    await db.run(createBankEntries)
    await db.run(sql`set transaction read only`)
    await db.run(readsWholeTables)
    for (const check of all) checks.push(await runCheck(db, check, surroundings))
  })
  return { ok: checks.every(({ ok }) => ok), ms: elapsed(startedAt), checks }
}

/** Our connections are set for look-ups by key; checks read whole tables, for which scans and hash joins are right. */
const readsWholeTables = sql`
  select set_config(name, value, true) from (values
    ('enable_seqscan', 'on'), ('enable_hashjoin', 'on'), ('enable_mergejoin', 'on'),
    ('plan_cache_mode', 'force_custom_plan'), ('statement_timeout', '120s')) as settings (name, value)`

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
