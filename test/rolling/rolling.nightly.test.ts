/**
 * Each process of an installation is restarted in turn while it charges, and nobody sees it. At the rate of
 * `JETPAY_TEST_RATE` charges a second (`npm run test:rolling`: 200), or few.
 */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { type TestContext, test } from 'node:test'
import { sql } from '../../src/db/sql.ts'
import { verify } from '../../src/verify/verify.ts'
import { until } from '../platform.ts'
import { newDataFolder } from '../system.ts'
import { AMOUNT_CENTS, askAgainAndAgain, chargeAt, saveCard } from './charging.ts'
import { type Cluster, startCluster } from './cluster.ts'
import { commitBefore, unpack } from './version-before.ts'

const RATE = Number(process.env.JETPAY_TEST_RATE ?? 15)
/**
 * Charges that go through between two restarts: as many as come in four seconds, in which the balancer sees
 * it.
 */
const BETWEEN = 4 * RATE

const missing = spawnSync('haproxy', ['-v']).error !== undefined

/** Our books, the network's, and what the clients were told say the same. */
async function agree(cluster: Cluster, charged: number): Promise<void> {
  const { db, simulatorUrl } = cluster
  await until('everything to be settled', async () => {
    const open = await db.many(sql`
      select 1 from attempts where state in ('sent', 'reversing', 'capturing') union all select 1 from outbox`)
    return open.length === 0
  })
  const { totals } = (await (await fetch(`${simulatorUrl}/books`)).json()) as any
  assert.equal(totals.CAD.captured, charged * AMOUNT_CENTS, 'the network took what clients were told, once')
  assert.equal(totals.CAD.counts.captured, charged)
  assert.equal(totals.CAD.counts.reversed, 0)
  const { checks } = await verify(db, { sentMaxMs: 60_000, simulatorUrl })
  assert.deepEqual(
    checks.filter(({ ok }) => !ok),
    [],
  )
}

/**
 * Each process is restarted under load, the first after `meanwhile`; then what was answered is held against
 * all books.
 */
async function restartInTurn(
  t: TestContext,
  cluster: Cluster,
  meanwhile: () => Promise<unknown>,
): Promise<void> {
  const card = await saveCard(cluster)
  const pages = askAgainAndAgain(`${cluster.cardsUrl}/healthz`)
  const charging = chargeAt(RATE, card, cluster.demo.bank_account_id)
  // Else a run that fails goes on charging, and never ends.
  t.after(() => Promise.all([pages.stop(), charging.stop()]))
  const more = async () => {
    const from = charging.charged()
    await until('more charges', async () => charging.charged() + charging.failures.length >= from + BETWEEN)
  }
  await more()
  await meanwhile()
  for (const member of cluster.members) {
    const began = performance.now()
    await member.restart()
    t.diagnostic(`${member.name} restarted in ${Math.round(performance.now() - began)} ms`)
    await more()
  }
  const { charged, failures, skipped, p50, p99, max } = await charging.stop()
  t.diagnostic(
    `${charged} charged at ${RATE}/s (${skipped} left out), ${failures.length} failed; p50 ${p50} ms, p99 ${p99} ms, longest ${max} ms`,
  )
  const cardPages = await pages.stop()
  t.diagnostic(`the vaults' address was asked ${cardPages.asked} times, ${cardPages.failures.length} failed`)
  // What each said, without what is of one request alone: of hundreds that fail at once nobody reads each.
  const kinds = Map.groupBy([...failures, ...cardPages.failures], (failure) =>
    failure.replaceAll(/[0-9a-f]{8}-[0-9a-f-]+/g, '…'),
  )
  assert.deepEqual(
    [...kinds].map(([kind, { length }]) => `${length} × ${kind}`),
    [],
  )
  await agree(cluster, charged)
}

test('two apis, two vaults and two workers are restarted one after the other under load: no request fails, of the card pages neither, none is doubled, and the books agree', {
  skip: missing && 'no haproxy on this machine',
}, async (t) => {
  await restartInTurn(t, await startCluster(t), async () => undefined)
})

const before = commitBefore()

test('an upgrade from the version before: tables are migrated and each process is restarted under load, no request fails, none is doubled, and the books agree', {
  skip:
    (missing && 'no haproxy on this machine') || (before === undefined && 'no version before in this folder'),
}, async (t) => {
  const cluster = await startCluster(t, unpack(before!, `${newDataFolder()}/before`))
  await restartInTurn(t, cluster, async () => {
    const began = performance.now()
    await cluster.upgrade()
    t.diagnostic(`migrated from ${before!.slice(0, 8)} in ${Math.round(performance.now() - began)} ms`)
  })
})
