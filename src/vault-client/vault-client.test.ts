import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { referenceNumbered } from '../../test/network.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { newId } from '../ground/ids.ts'
import { startVault } from '../vault/vault.ts'
import { openVaultContext } from '../vault/vault-context.ts'
import { openVaultClient } from './vault-client.ts'
import { vaultStopwatch } from './vault-stopwatch.ts'

const MAX_AGE_MS = 5_000
const MINUTE_MS = 60_000

let platform: Platform
let card: { cardId: string }
before(async () => {
  platform = await startPlatform({ authorizationMaxAgeMs: MAX_AGE_MS })
  card = await platform.saveCard()
})
after(() => platform.close())

let trace = 0
/** A charge that is dated by a clock which differs from the vault's by so much. */
const dated = (clockMs: number) => {
  trace += 1
  return {
    company_id: platform.demo.company_id,
    card_id: card.cardId,
    kind: 'charge' as const,
    reference: referenceNumbered(trace, new Date(Date.now() + clockMs)),
    amount: '100',
    currency: 'CAD' as const,
    statement: 'Clock',
    company_name: 'Clock',
    use: { initiator: 'merchant' as const, reason: 'unscheduled' as const },
  }
}

for (const [what, ms] of [
  ['ahead', 10 * MINUTE_MS],
  ['behind', -10 * MINUTE_MS],
] as const) {
  test(`a database whose clock is ten minutes ${what} of the vault's: charges go out, and those that slept do not`, async () => {
    const { vault } = platform.context
    assert.equal((await vault.charge(dated(ms), performance.now())).outcome, 'approved')
    const slept = dated(ms)
    assert.deepEqual(await vault.charge(slept, performance.now() - MAX_AGE_MS), {
      outcome: 'unsent',
      reason: 'too_old',
    })
    assert.deepEqual((await platform.books(`?rrn=${slept.reference.id}`)).entries, [])
  })
}

test('a vault that was started again is asked twice at most, and a charge that slept meanwhile is not sent', async (t) => {
  const config = {
    ...platform.config,
    vaultSocket: `${platform.config.dataFolder}/second.sock`,
    vaultPort: 0,
  }
  const start = async () => {
    const context = await openVaultContext(config, { write: () => undefined })
    const vault = await startVault(context)
    await context.network.ready()
    return async () => {
      await vault.close()
      await context.close()
    }
  }
  const client = openVaultClient(config, platform.context.log)
  let stop = await start()
  t.after(async () => {
    await client.close()
    await stop()
  })
  assert.equal((await client.charge(dated(0), performance.now())).outcome, 'approved')
  await stop()
  stop = await start()
  const slept = await client.charge(dated(0), performance.now() - MAX_AGE_MS)
  assert.deepEqual(slept, { outcome: 'unsent', reason: 'too_old' })
  assert.equal((await client.charge(dated(0), performance.now())).outcome, 'approved')
})

test('a moment is never told later than it was, however late an answer was read, and never for another vault', () => {
  const stopwatch = vaultStopwatch()
  assert.equal(stopwatch.at(performance.now()), null)
  const [first, second] = [newId(), newId()]
  const now = performance.now()
  stopwatch.learn(first, now + 1_000 - 300)
  assert.ok(stopwatch.at(now)!.ms <= now + 1_000)
  stopwatch.learn(first, now + 1_000 - 2_000)
  assert.ok(stopwatch.at(now)!.ms > now + 1_000 - 1_000, 'what is known better is kept')
  stopwatch.learn(second, 5)
  const moment = stopwatch.at(now)!
  assert.equal(moment.vault, second)
  assert.ok(moment.ms <= 5)
})
