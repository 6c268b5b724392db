/** What waits is told in metrics: by the worker, when asked, and not more often than it pays. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { raiseAlarm } from '../alarms/alarm.ts'
import { sql } from '../db/sql.ts'
import { createMetrics } from '../ground/metrics.ts'
import { watchQueues } from './queue-metrics.ts'
import { queueNames } from './queues.ts'

/** Its charge is never answered, and neither are the first two reversals. */
const UNACKNOWLEDGED_CARD = '4000000000900052'

let platform: Platform
before(async () => {
  platform = await startPlatform({ networkTimeoutMs: 400, reversalTimeoutMs: 300 })
})
after(() => platform?.close())

/** The metrics of a worker that has just been asked for the first time. */
async function scraped(context = platform.context) {
  const metrics = createMetrics('worker')
  watchQueues({ ...context, metrics })
  const scrape = async () => {
    const text = await metrics.registry.metrics()
    return (line: string) => {
      const found = text.split('\n').find((one) => one.startsWith(line))
      return found === undefined ? undefined : Number(found.split(' ').at(-1))
    }
  }
  return { scrape, value: await scrape() }
}
const length = (queue: string) => `jetpay_queue_length{queue="${queue}"`
const oldest = (queue: string) => `jetpay_queue_oldest_seconds{queue="${queue}"`

test('each queue is told, also an empty one; and alarms of each kind', async () => {
  const { value } = await scraped()
  for (const queue of queueNames) assert.ok(value(length(queue))! >= 0, queue)
  assert.equal(value('jetpay_alarms_open{kind="payout_returned"'), 0)
  assert.equal(value('jetpay_webhook_events_waiting{state="failed"'), 0)
})

test('what waits is counted, with how long the oldest has', async () => {
  const { db } = platform
  const company = platform.demo.company_id
  const card = await platform.saveCard(UNACKNOWLEDGED_CARD)
  await platform.stopWorker()
  await platform.good('POST', '/webhooks', { callback_url: 'http://127.0.0.1:9/nobody' })
  const contact = await platform.createContact()
  assert.equal((await platform.charge(card)).status, 202)
  await db.run(sql`
    insert into mails (company_id, mail_id, to_address, subject, text, created_at)
    values (${company}, ${contact}, 'ada@example.com', 'Hello', 'Hello', jetpay_now() - interval '1 hour')`)
  await db.run(sql`
    insert into outbox (company_id, type, data, created_at)
    values (${company}, 'contacts.created', '{}', jetpay_now() - interval '2 hours')`)
  await raiseAlarm(db, { kind: 'clearing_file_missing', subject: 'today', companyId: null, details: {} })
  const { value, scrape } = await scraped()
  assert.equal(value(length('attempts_unknown')), 1)
  assert.equal(value(length('mails_queued')), 1)
  assert.ok(Math.abs(value(oldest('mails_queued'))! - 3_600) < 60)
  assert.ok(value(length('outbox'))! >= 2)
  assert.ok(Math.abs(value(oldest('outbox'))! - 7_200) < 60)
  assert.equal(value('jetpay_alarms_open{kind="clearing_file_missing"'), 1)
  assert.equal(value('jetpay_webhooks{state="active"'), 1)
  await raiseAlarm(db, { kind: 'clearing_file_missing', subject: 'again', companyId: null, details: {} })
  assert.equal(
    (await scrape())('jetpay_alarms_open{kind="clearing_file_missing"'),
    1,
    'it is kept for some seconds',
  )
  assert.equal((await scraped()).value('jetpay_alarms_open{kind="clearing_file_missing"'), 2)
  await db.run(sql`delete from outbox where company_id = ${company} and data = '{}'`)
})

test('where the database cannot tell, nothing old is told', async () => {
  const lost = () => Promise.reject(new Error('away'))
  const { value } = await scraped({ ...platform.context, db: { ...platform.context.db, many: lost } })
  assert.equal(value(length('outbox')), undefined)
  assert.equal(value('jetpay_alarms_open'), undefined)
})
