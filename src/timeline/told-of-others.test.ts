/** What a timeline tells beside the transaction's own moves: its fee, and a webhook that is stopped. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ClearingStage, clearingStage } from '../../test/clearing-stage.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { createWebhook, startReceiver } from '../../test/receiver.ts'
import { setFee } from '../companies/fee-schedule.ts'
import { sql } from '../db/sql.ts'

let platform: Platform
let network: ClearingStage
before(async () => {
  platform = await startPlatform({ clearingToleranceMs: 0 })
  network = clearingStage(platform)
})
after(() => platform?.close())

const itemsOf = async (id: string, query = '') =>
  (await platform.good('GET', `/transaction/${id}/timeline${query}`)).items as any[]

test('the fee of a debit has a line of its own: its amount, by which terms, and what it posted', async () => {
  const terms = { currency: 'CAD', method: 'card', basisPoints: 290, fixed: 30n } as const
  await setFee(platform.db, platform.demo.company_id, terms, 0)
  const id = (await platform.charge(await platform.saveCard(), { amount: '100.00' })).body.debit_id as string
  assert.equal((await itemsOf(id)).filter(({ kind }) => kind === 'fee').length, 0, 'before it settles')
  await network.clear(await network.recordOf(id))
  const [fee] = await until('the fee', async () => {
    const found = (await itemsOf(id)).filter(({ kind }) => kind === 'fee')
    return found.length > 0 && found
  })
  const { fee_amount } = await platform.good('GET', `/transaction/${id}`)
  assert.deepEqual([fee.amount, fee.currency, fee_amount], [3.2, 'CAD', 3.2])
  assert.deepEqual([fee.details.basis_points, fee.details.fixed], [290, '0.30'])
  assert.deepEqual(
    fee.postings.map(({ account, amount }: any) => `${account} ${amount}`),
    ['company_payable 3.2', 'fees -3.2'],
  )
  const [french] = (await itemsOf(id, '?language=fr')).filter(({ kind }) => kind === 'fee')
  assert.notEqual(french.words, fee.words)
  const items = await itemsOf(id)
  const at = (kind: string, name: string) => items.findIndex((one) => one.kind === kind && one.name === name)
  assert.ok(at('state', 'settle') < at('fee', 'charge'), 'behind what earned it')
})

test('what a stopped webhook has not had is told as stopped, and as waiting again once it is resumed', async () => {
  const receiver = await startReceiver(platform.url)
  const webhook = await createWebhook(platform, receiver, '/stopped')
  const { identifier } = webhook
  await platform.db.run(sql`
    update webhooks set state = 'failed', failing_since = jetpay_now(), next_attempt_at = null
    where company_id = ${platform.demo.company_id} and webhook_id = ${identifier}`)
  const id = (await platform.charge(await platform.saveCard())).body.debit_id as string
  const statusOf = async () => {
    const told = (await itemsOf(id)).filter(({ kind }) => kind === 'event')
    const of = told.at(-1)?.deliveries.find((one: any) => one.webhook_id === identifier)
    return of && { status: of.status as string, event: told.at(-1).details.event_id as number }
  }
  const { status, event } = await until('its event', statusOf)
  assert.equal(status, 'stopped')
  const { data } = await platform.good('GET', `/events/${event}/deliveries`)
  const one = data.find(({ webhook_id }: any) => webhook_id === identifier)
  assert.deepEqual([one.stopped, one.confirmed], [true, false])
  await platform.good('POST', `/webhooks/${identifier}/resume`)
  await until('its delivery', async () => (await statusOf())?.status === 'delivered')
  const [again] = (await platform.good('GET', `/events/${event}/deliveries`)).data
  assert.equal(again.stopped, false)
  await receiver.close()
})
