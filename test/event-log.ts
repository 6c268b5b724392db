/** A company with a log of its own making, for tests of the chain over it and of its files. */
import assert from 'node:assert/strict'
import pg from 'pg'
import { createCompany } from '../src/companies/company.ts'
import type { Installation } from '../src/db/provision.ts'
import { sql } from '../src/db/sql.ts'
import { checkpointEvents } from '../src/events/checkpoint-events.ts'
import { sequenceEvents } from '../src/events/sequence-events.ts'
import type { Platform } from './platform.ts'

/**
 * A company with that many events, made so many days ago, sequenced and, with `closed`, all under
 * checkpoints.
 */
export async function companyWithEvents(
  platform: Platform,
  count: number,
  { daysAgo = 0, closed = true } = {},
) {
  const companyId = await createCompany(platform.db, 'Logged')
  await addEvents(platform, companyId, count, daysAgo)
  if (closed) await closeBlocks(platform)
  return companyId
}

export async function addEvents(platform: Platform, companyId: string, count: number, daysAgo = 0) {
  await platform.db.run(sql`
    insert into outbox (company_id, type, data, created_at)
    select ${companyId}, 'company.updated',
      jsonb_build_object('companyId', ${companyId}::uuid, 'contactEmail', 'ada@example.com', 'name', 'Zoë "№ ' || n || '" \\ 株',
        'language', 'en', 'contactPhone', null, 'timeZone', 'America/Toronto', 'accentColor', null,
        'receiptsByMail', false, 'secondFactorRequired', false, 'hasLogo', false,
        'state', 'active', 'stateSince', null, 'stateReason', null),
      jetpay_now() - make_interval(days => ${daysAgo})
    from generate_series(1, ${count}::integer) n`)
  while (await sequenceEvents(10).run(platform.context));
}

/** Closes all that is open, however young. */
export async function closeBlocks({ context }: Platform) {
  while (await checkpointEvents(0).run(context));
}

/**
 * Makes the company's checkpoints that many days older: only the server's administrator can, past the
 * triggers.
 */
export async function ageCheckpoints(platform: Platform, companyId: string, days: number) {
  await asAdministrator(platform, (admin) =>
    admin.query(
      'update event_checkpoints set closed_at = closed_at - make_interval(days => $2) where company_id = $1',
      [companyId, days],
    ),
  )
}

/** A connection of the server's administrator for which no trigger fires. */
export async function asAdministrator(platform: Platform, work: (admin: pg.Client) => Promise<unknown>) {
  const { adminPassword } = JSON.parse(process.env.JETPAY_TEST_INSTALLATION!) as Installation
  const url = new URL(platform.config.databaseUrl!)
  url.username = 'postgres'
  url.password = adminPassword
  const admin = new pg.Client({ connectionString: url.href })
  await admin.connect()
  try {
    await admin.query('set session_replication_role = replica')
    await work(admin)
  } finally {
    await admin.end()
  }
}

/** The ids of the company's rows in the log. */
export async function loggedIds({ db }: Platform, companyId: string): Promise<number[]> {
  const rows = await db.many<{ event_id: bigint }>(
    sql`select event_id from events where company_id = ${companyId} order by event_id`,
  )
  return rows.map((row) => Number(row.event_id))
}

export const oneTo = (count: number) => Array.from({ length: count }, (_, at) => at + 1)

/** The names of the checks of `jetpay verify` that do not hold. */
export async function failingChecks({ db }: Platform): Promise<string[]> {
  const { verify } = await import('../src/verify/verify.ts')
  const { checks } = await verify(db, { sentMaxMs: 60_000, simulatorUrl: null })
  for (const { name, error } of checks) assert.equal(error, null, name)
  return checks.filter(({ ok }) => !ok).map(({ name }) => name)
}
