/**
 * Charges beside a backlog: how much of everybody's charges one receiver takes that was away and is back.
 * With and without it in turns, in one run, and what of the backlog goes out meanwhile.
 */
import { rmSync } from 'node:fs'
import { loadavg } from 'node:os'
import { openDatabase } from '../src/db/sql.ts'
import { newDataFolder, startSystem } from '../test/system.ts'
import { AT_ONCE } from './charge-rounds.ts'
import { chargesOf, startLoad } from './load.ts'
import type { BenchOptions } from './options.ts'
import { startBenchReceiver } from './webhook-receiver.ts'
import { type Bench, call, makeBacklog, newCompany, newWebhook } from './webhooks.ts'

const CARDS = 20

export async function benchBacklog({ seconds, rounds, events }: BenchOptions): Promise<void> {
  const dataFolder = newDataFolder()
  const settings = { JETPAY_RATE_LIMIT: '1000000', JETPAY_LOG_LEVEL: 'warn' }
  const system = await startSystem(dataFolder, settings, 30 * 60_000)
  const db = openDatabase(system.databaseUrl, 4, console.error)
  const receiver = await startBenchReceiver(system.demo.webhook_jwks_url)
  const load = startLoad()
  const bench: Bench = { system, db, receiver }
  try {
    const target = await chargesOf(system, CARDS)
    const company = await newCompany(bench)
    await makeBacklog(bench, company.companyId, events)
    const ms = seconds * 1_000
    await load.run({ target, ms: 3_000, atOnce: AT_ONCE })
    for (let round = 0; round < rounds; round++) {
      const alone = await load.run({ target, ms, atOnce: AT_ONCE })
      const { at, inbox } = await newWebhook(bench, company, { max_batch_size: 100 })
      const beside = await load.run({ target, ms, atOnce: AT_ONCE })
      const during = inbox.events
      await new Promise((resolve) => setTimeout(resolve, ms))
      const after = inbox.events - during
      await call(bench, company, 'DELETE', at)
      const share = (100 * (1 - beside.perSecond / alone.perSecond)).toFixed(0)
      console.log(
        `charges ${alone.perSecond.toFixed(0)}/s (p99 ${alone.p99.toFixed(0)} ms), beside the backlog ${beside.perSecond.toFixed(0)}/s (p99 ${beside.p99.toFixed(0)} ms): ${share} % less; ` +
          `of the backlog ${(during / seconds).toFixed(0)}/s meanwhile, ${(after / seconds).toFixed(0)}/s after it; load ${loadavg()[0]!.toFixed(1)}`,
      )
    }
  } finally {
    load.close()
    await receiver.close()
    await db.close()
    await system.stop()
    rmSync(dataFolder, { recursive: true, force: true })
  }
}
