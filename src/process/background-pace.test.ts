import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import {
  confirmedIds,
  createWebhook,
  makeEvents,
  newestEventId,
  type Receiver,
  startReceiver,
} from '../../test/receiver.ts'
import { sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import { openPace } from './background-pace.ts'

let platform: Platform
let receiver: Receiver
before(async () => {
  platform = await startPlatform()
  receiver = await startReceiver(platform.url)
})
after(async () => {
  await platform.close()
  await receiver.close()
})

test('an api that requests keep busy says so', async () => {
  const said = () => platform.db.first(sql`select from api_load where seen_at > now() - interval '1 second'`)
  await until('the api to say that it is busy', async () => {
    await Promise.all(Array.from({ length: 20 }, () => platform.createContact()))
    return (await said()) !== undefined
  })
})

test('what may wait does not wait while nothing is asked of an api', async () => {
  let asked = 0
  const pace = openPace(platform.db, platform.config, async () => {
    asked++
    return false
  })
  const done = await pace.wait()
  done(60_000)
  const again = await pace.wait()
  again(60_000)
  assert.equal(asked, 1)
})

test('what may wait does while an api is busy and its share is used up, and goes on when the api is idle', async () => {
  const answers = [true, true, false]
  let asked = 0
  const pace = openPace(platform.db, platform.config, async () => answers[Math.min(asked++, 2)]!)
  const done = await pace.wait()
  done(60_000)
  await pace.wait()
  assert.ok(asked >= 2, 'it has waited, and looked again')
})

test('a backlog is delivered to its end also while an api is busy without a pause, and what is fresh does not wait for it', async () => {
  const [before] = [await newestEventId(platform)]
  const old = await createWebhook(platform, receiver, '/backlog', { max_batch_size: 1 })
  const fresh = await createWebhook(platform, receiver, '/fresh')
  await platform.db.run(
    sql`insert into api_load (process_id, seen_at) values (${newId()}, now() + interval '1 hour')`,
  )
  try {
    await platform.db.run(sql`
      insert into outbox (company_id, type, data, created_at)
      select ${platform.demo.company_id}, 'contacts.deleted', jsonb_build_object('contactId', ${newId()}::uuid),
        jetpay_now() - interval '1 hour' from generate_series(1, 5)`)
    await until('the old events', async () => confirmedIds(old.inbox).length >= 5)
    const ids = await makeEvents(platform, 3)
    await until('the fresh ones', async () => confirmedIds(fresh.inbox).includes(ids.at(-1)!))
    assert.ok(ids[0]! > before)
  } finally {
    await platform.db.run(sql`delete from api_load`)
  }
})
