/** What is sent to receivers for a charge, in bytes: docs/scale.md says it in money. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { answered } from '../../test/answered.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { createWebhook, startReceiver } from '../../test/receiver.ts'
import { sql } from '../db/sql.ts'
import { projectFolder } from '../ground/config.ts'

const CHARGES = 50
/** Ids and amounts are longer or shorter by a few bytes. */
const WITHIN = 0.05

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform?.close())

/** `| 10 | 20 | 0.75 | 1.5 |`: events in a delivery, then bytes of an event, and of a charge, in kB. */
const stated = [
  ...readFileSync(`${projectFolder}/docs/scale.md`, 'utf8').matchAll(
    /^\| (1|10|100) events? in each delivery \| ([\d.]+) kB \| ([\d.]+) kB \|$/gm,
  ),
].map(([, batch, event, charge]) => [Number(batch), Number(event), Number(charge)] as const)

test('an event and a charge are sent with as many bytes as docs/scale.md reckons with', async (t) => {
  const newest = async () => (await platform.call('GET', '/events?limit=1')).body.newest_event_id as number
  const card = await platform.saveCard()
  const began = await until('the card’s events', async () => (await newest()) || false)
  const charges = Array.from({ length: CHARGES }, () => answered(() => platform.charge(card)))
  for (const { status } of await Promise.all(charges)) assert.equal(status, 200)
  const ended = await until('the charges’ events', async () => {
    const { paid } = await platform.db.one<{ paid: number }>(sql`
      select count(*)::integer as paid from events
      where company_id = ${platform.demo.company_id} and event_id > ${began} and type = 'transactions.debits.paid'`)
    return paid === CHARGES && (await newest())
  })
  await platform.stopWorker()
  const wrong: string[] = []
  for (const [batch, eventKb, chargeKb] of stated) {
    const receiver = await startReceiver(platform.url)
    t.after(() => receiver.close())
    const { inbox } = await createWebhook(platform, receiver, '/counted', {
      max_batch_size: batch,
      max_wait_seconds: 0,
      replay_from_event_id: began + 1,
    })
    platform.startWorker()
    const events = () => inbox.received.flatMap(({ body }) => body.events)
    await until('all to be delivered', async () => events().some(({ id }) => id === ended))
    await platform.stopWorker()
    const count = events().filter(({ id }) => id <= ended).length
    const [event, charge] = [
      receiver.bytesRead() / events().length,
      (receiver.bytesRead() * count) / events().length / CHARGES,
    ]
    const said = `${batch} in each delivery: ${event.toFixed(0)} bytes an event, ${charge.toFixed(0)} a charge`
    for (const [measured, kb] of [
      [event, eventKb],
      [charge, chargeKb],
    ] as const)
      if (Math.abs(measured / 1_000 / kb - 1) > WITHIN) wrong.push(said)
  }
  assert.deepEqual(wrong, [])
  assert.equal(stated.length, 3)
})
