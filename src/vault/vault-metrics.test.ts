/** What operators can ask a vault about the card network. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startPlatform } from '../../test/platform.ts'
import { startSecondVault } from '../../test/second-vault.ts'

test('a vault counts what the card network has answered, and how long each answer took', async (t) => {
  const platform = await startPlatform()
  t.after(() => platform.close())
  const { context } = await startSecondVault(t, platform)
  await context.network.ready()
  const told = await context.metrics.registry.metrics()
  // It has signed on, and that was answered.
  const of = (what: string) =>
    Number(
      new RegExp(`^jetpay_network_answer_seconds_${what}\\{.*message="0810".*\\} (.+)$`, 'm').exec(told)?.[1],
    )
  assert.equal(of('count'), 1)
  assert.ok(of('sum') > 0 && of('sum') < 60, `${of('sum')} s`)
})
