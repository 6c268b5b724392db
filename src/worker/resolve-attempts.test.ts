import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform({ networkTimeoutMs: 300, reversalTimeoutMs: 300 })
})
after(() => platform.close())

test('an outage of the network does not put reversals off: they go out when it is back', async () => {
  const card = await platform.saveCard('4000000000900011')
  await platform.setFaults({ stop_answering: 1_000_000 })
  const { status, body } = await platform.charge(card)
  assert.equal(status, 202)
  await platform.stopNetwork()
  const attempt = () =>
    platform.db.one<{ reversals_sent: number; overdue: boolean }>(sql`
      select reversals_sent, reversal_due_at < jetpay_now() - interval '1.5 seconds' as overdue
      from attempts where debit_id = ${body.debit_id}`)
  const { reversals_sent: sentBefore } = await attempt()
  // Due for as long as several repeats take, and the worker looks four times a second.
  await until('it to be overdue', async () => (await attempt()).overdue)
  assert.equal((await attempt()).reversals_sent, sentBefore)
  await platform.restartNetwork()
  await until(
    'the reversal',
    async () => (await platform.call('GET', `/transaction/${body.debit_id}/status`)).body.state === 'failed',
    3_000,
  )
})
