/**
 * Chaos in small (docs/verify-and-chaos.md): three seeds, and a database that dies in the middle of
 * everything.
 */
import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { openDatabase, sql } from '../src/db/sql.ts'
import { newId } from '../src/ground/ids.ts'
import { chaos } from './chaos/chaos.ts'
import { ask, type World } from './chaos/world.ts'
import { until } from './platform.ts'
import { newDataFolder, saveCard, startSystem } from './system.ts'

/** Side by side: most of a run is waiting for what is meant to be slow. */
test('three seeds of 15 seconds: no charge twice, none lost, no answer untrue, no event missing', async () => {
  const lines: string[] = []
  const results = await Promise.all(
    [1, 2, 3].map((seed) => chaos(seed, 15_000, (line) => lines.push(`seed ${seed}: ${line}`))),
  )
  const violations = results.flatMap((result, at) =>
    result.violations.map((violation) => `seed ${at + 1}: ${violation} (kept in ${result.dataFolder})`),
  )
  assert.deepEqual(violations, [], lines.join('\n'))
})

test('power loss: every charge that was acknowledged is there after PostgreSQL was killed, with its event', async () => {
  const dataFolder = newDataFolder()
  const system = await startSystem(dataFolder, { JETPAY_NETWORK_TIMEOUT_MS: '2000' })
  const db = openDatabase(system.databaseUrl, 2, () => undefined)
  try {
    let loading = true
    const world: World = {
      system,
      seed: 0,
      violations: [],
      secondWorker: () => undefined,
      running: () => loading,
      deadline: () => Number.POSITIVE_INFINITY,
    }
    const { contactId, cardId } = await saveCard(system)
    const acknowledged: string[] = []
    const client = async () => {
      for (; loading; await delay(5)) {
        const charge = { amount: 5, to_bank_account_id: system.demo.bank_account_id, statement: 'Power loss' }
        const path = `/contact/${contactId}/creditcards/${cardId}/charge`
        const answer = await ask(world, 'POST', path, charge, newId())
        if (answer?.status === 200) acknowledged.push(answer.body.debit_id)
      }
    }
    const clients = Array.from({ length: 16 }, client)
    for (let kills = 1; kills <= 3; kills++) {
      const before = acknowledged.length
      await until('charges to be acknowledged', async () => acknowledged.length >= before + 50)
      process.kill(system.pidOf('postgres')!, 'SIGKILL')
    }
    const killed = acknowledged.length
    await until('charges after the last kill', async () => acknowledged.length >= killed + 20)
    loading = false
    await Promise.all(clients)
    await until('every event to have its id', async () => {
      const { waiting } = await db.one<{ waiting: bigint }>(sql`select count(*) as waiting from outbox`)
      return waiting === 0n
    })
    const lost = await db.many(sql`
      select debit_id, d.state from unnest(${acknowledged}::uuid[]) as told (debit_id)
      left join debits d using (debit_id)
      where coalesce(d.state, '') not in ('paid', 'completed') or not exists (
        select from events e where e.company_id = d.company_id and e.type = 'transactions.debits.paid'
          and e.data ->> 'transactionId' = d.debit_id::text)`)
    assert.deepEqual(lost, [])
  } finally {
    await db.close()
    await system.stop()
    rmSync(dataFolder, { recursive: true, force: true })
  }
})
