/**
 * Each process of an installation is restarted in turn while it charges, and nobody sees it. At the rate of
 * `JETPAY_TEST_RATE` charges a second (`npm run test:rolling`: 200), or few.
 */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { sql } from '../../src/db/sql.ts'
import { verify } from '../../src/verify/verify.ts'
import { until } from '../platform.ts'
import { AMOUNT_CENTS, chargeAt, saveCard } from './charging.ts'
import { type Cluster, startCluster } from './cluster.ts'

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

test('two apis, two vaults and two workers are restarted one after the other under load: no request fails, none is doubled, and the books agree', {
  skip: missing && 'no haproxy on this machine',
}, async (t) => {
  const cluster = await startCluster(t)
  const card = await saveCard(cluster)
  const charging = chargeAt(RATE, card, cluster.demo.bank_account_id)
  const more = async () => {
    const from = charging.charged()
    await until('more charges', async () => charging.charged() + charging.failures.length >= from + BETWEEN)
  }
  await more()
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
  assert.deepEqual(failures, [])
  await agree(cluster, charged)
})
