/**
 * What every PATCH keeps to: absent leaves, null clears what can be cleared, and a change of nothing is none.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { askAs, type SignedIn, signIn } from '../../test/signed-in.ts'
import { sql } from '../db/sql.ts'
import { endpoints } from '../endpoints.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform()
  const [owner, operator] = [await signIn(platform, 'owner'), await signIn(platform, 'operator')]
  people = { owner, operator, support: await signIn(platform, 'support') }
})
after(() => platform?.close())

type Case = {
  /** Makes one and answers its path. */
  make(): Promise<string>
  /** All that can be changed, as it is after `make`. */
  same: object
  other: Record<string, unknown>
  /** What null makes of a field that can be cleared. */
  cleared: Record<string, unknown>
  event: string | null
}

const today = async () => {
  const { now } = await platform.db.one<{ now: string }>(sql`
    select ((jetpay_now() at time zone 'America/Toronto')::date + 1)::text as now`)
  return now
}
let hooks = 0
const ofDeliveries = { state: null, last_sent_event_id: null, failing_since: null, next_attempt_at: null }
const labels = { external_reference: 'R-1', metadata: { a: 'b' } }
const none = { external_reference: null, metadata: {} }
const same = {
  contact: { email: 'Ada@Example.com', name: 'Jos\u00e9', tags: ['a', 'b'], language: 'fr', ...labels },
  webhook: { callback_api_key: 'key 1', max_batch_size: 7, max_wait_seconds: 0 },
  schedule: { amount: '12.50', statement: 'Club', note: 'Monthly\nfee', end: null, count: 3, ...labels },
}
const cases: Record<string, Case> = {
  update_contact: {
    make: async () => `/contact/${(await platform.call('PUT', '/contact', same.contact)).body.identifier}`,
    same: same.contact,
    other: {
      email: 'a&b@x.ca',
      name: 'Ada',
      tags: ['b', 'a'],
      language: 'en',
      external_reference: 'R-2',
      metadata: { b: 'a' },
    },
    cleared: { tags: [], language: null, ...none },
    event: 'contacts.updated',
  },
  update_webhook: {
    make: async () => {
      const callback_url = `http://127.0.0.1:9/${hooks++}`
      const { body } = await platform.call('POST', '/webhooks', { callback_url, ...same.webhook })
      return `/webhooks/${body.identifier}`
    },
    same: same.webhook,
    other: {
      callback_api_key: 'key 2',
      max_batch_size: 8,
      max_wait_seconds: 60,
      callback_url: 'http://127.0.0.1:9/x',
    },
    cleared: { callback_api_key: undefined, event_types: null },
    event: null,
  },
  update_schedule: {
    make: async () => {
      const { contactId, cardId } = await platform.saveCard()
      const { body, text } = await platform.call('PUT', '/schedule', {
        kind: 'card_debit',
        contact_id: contactId,
        from_credit_card_id: cardId,
        frequency: 'monthly',
        to_bank_account: platform.demo.bank_account_id,
        start: await today(),
        ...same.schedule,
      })
      assert.ok(body.identifier, text)
      return `/schedule/${body.identifier}`
    },
    same: same.schedule,
    other: {
      amount: 12.51,
      statement: 'Clubs',
      note: 'x',
      count: 4,
      external_reference: 'R-2',
      metadata: {},
    },
    cleared: { note: null, count: null, ...none },
    event: 'schedules.updated',
  },
}
/** What has no `updated_at`: what it is, is read elsewhere than where it is changed. */
type Setting = {
  as: 'owner' | 'operator'
  path(): Promise<string>
  read(): Promise<Record<string, unknown>>
  same: Record<string, unknown>
  other: Record<string, unknown>
  /** What null makes of a field that can be cleared. */
  cleared: Record<string, unknown>
  /** That each change tells once; null where there is none. */
  event: string | null
}
let people: Record<Setting['as'] | 'support', SignedIn>
const ask = (as: Setting['as'], method: string, path: string, body?: unknown) =>
  askAs(platform, people[as], method, path, body)
const ofOperator = async () => `/operator/companies/${platform.demo.company_id}`
const settings: Record<string, Setting> = {
  update_company: {
    as: 'owner',
    path: async () => '/company',
    read: async () => (await ask('owner', 'GET', '/company')).body,
    same: {
      name: 'Maple Cycles',
      language: 'fr',
      contact_email: 'help@maple.example',
      contact_phone: '1-800-555-0111',
      alert_email: 'dev@maple.example',
      time_zone: 'America/Vancouver',
      accent_color: '#7a1f5c',
      receipts_by_mail: true,
    },
    other: {
      name: 'Maple & Sons',
      language: 'en',
      contact_email: 'aide@maple.example',
      contact_phone: '1-800-555-0112',
      alert_email: 'ops@maple.example',
      time_zone: 'America/Toronto',
      accent_color: '#1d4fd7',
      receipts_by_mail: false,
    },
    cleared: { contact_phone: null, alert_email: null, accent_color: null },
    event: 'company.updated',
  },
  update_operated_company: {
    as: 'operator',
    path: ofOperator,
    read: async () => {
      const { body } = await ask('operator', 'GET', await ofOperator())
      const { contact_email: address, contact_phone: phone, features } = body
      return { ...body, contact: { email: address, phone }, features: { card_on_file: features.length > 0 } }
    },
    same: {
      name: 'Birch Books',
      contact: { email: 'help@birch.example', phone: '1-800-555-0113' },
      alert_email: 'dev@birch.example',
      features: { card_on_file: true },
    },
    other: {
      name: 'Birch & Oak',
      contact: { email: 'aide@birch.example', phone: '1-800-555-0114' },
      alert_email: 'ops@birch.example',
      features: { card_on_file: false },
    },
    cleared: { alert_email: null },
    event: null,
  },
  change_member_role: {
    as: 'owner',
    path: async () => `/team/${people.support.userId}`,
    read: async () => {
      const { data } = (await ask('owner', 'GET', '/team?limit=100')).body
      return data.find(({ identifier }: { identifier: string }) => identifier === people.support.userId)
    },
    same: { role: 'developer' },
    other: { role: 'admin' },
    cleared: {},
    event: null,
  },
}
const everyPatch = endpoints.filter(({ method }) => method === 'PATCH')
const patches = everyPatch.filter(({ operationId }) => operationId in cases)

test('every PATCH of the API is held to this', () => {
  assert.deepEqual(
    everyPatch.map(({ operationId }) => operationId).sort(),
    [...Object.keys(cases), ...Object.keys(settings)].sort(),
  )
})

/** Without what is derived from the fields that can be set. */
const plain = (of: Record<string, unknown>, fields: object) =>
  Object.fromEntries(Object.entries(of).filter(([name]) => name in fields))

for (const { operationId, bodySchema } of patches) {
  const { make, same, other, cleared, event } = cases[operationId]!
  const told = async (path: string) => {
    const id = path.split('/').at(-1)!
    const rows = await platform.db.many(sql`
      select type from (select company_id, type, data from events union all select company_id, type, data from outbox) told
      where company_id = ${platform.demo.company_id} and type = ${event} and data::text like ${`%${id}%`}`)
    return rows.length
  }
  /**
   * Without what changes by itself: events of the other tests wait for a webhook, whose receiver takes none.
   */
  const lasting = (body: any) => (operationId === 'update_webhook' ? { ...body, ...ofDeliveries } : body)
  const current = async (path: string) => lasting((await platform.call('GET', path)).body)

  test(`${operationId}: a change of nothing leaves updated_at alone and tells no event`, async () => {
    const path = await make()
    const before = await current(path)
    for (const body of [{}, same, ...Object.entries(same).map(([name, value]) => ({ [name]: value }))]) {
      const answer = await platform.call('PATCH', path, body)
      assert.deepEqual([answer.status, lasting(answer.body)], [200, before], JSON.stringify(body))
    }
    assert.equal(await told(path), 0)
  })

  test(`${operationId}: each change bumps updated_at and is told once; the other fields stay`, async () => {
    const path = await make()
    let changes = 0
    for (const [name, value] of Object.entries(other)) {
      const before = await current(path)
      const { status, body, text } = await platform.call('PATCH', path, { [name]: value })
      assert.equal(status, 200, text)
      assert.ok(body.updated_at > before.updated_at, name)
      const shown = name in body ? { [name]: value } : {}
      const { updated_at: _, next_dates: __, ...rest } = lasting(body)
      const { updated_at: ___, next_dates: ____, ...kept } = before
      assert.deepEqual(rest, { ...kept, ...shown }, name)
      changes += 1
      if (event) await until('its event', async () => (await told(path)) === changes)
    }
  })

  test(`${operationId}: null clears what can be cleared; of any other field it is a 422 that names it`, async () => {
    const path = await make()
    for (const name of Object.keys((bodySchema as any).shape)) {
      const before = await current(path)
      const { status, body, text } = await platform.call('PATCH', path, { [name]: null })
      if (name in cleared || (same as Record<string, unknown>)[name] === null) {
        assert.equal(status, 200, text)
        if (cleared[name] !== undefined) assert.deepEqual(body[name], cleared[name])
        continue
      }
      assert.deepEqual([status, body.errors?.[0]?.path], [422, name], name)
      assert.deepEqual(await current(path), before, name)
    }
  })
}

// Last: an operator takes a feature away that the others need.
for (const [operationId, { as, path, read, same, other, cleared, event }] of Object.entries(settings))
  test(`${operationId}: what is left out stays, a change of nothing is none, and null clears or is a 422 that names it`, async () => {
    const at = await path()
    const change = (body: object) => ask(as, 'PATCH', at, body)
    const told = async () =>
      (
        await platform.db.many(sql`
          select type from (select company_id, type from events union all select company_id, type from outbox) told
          where company_id = ${platform.demo.company_id} and type = ${event}`)
      ).length
    const changed = async (body: object) => {
      const answer = await change(body)
      assert.equal(answer.status, 200, answer.text)
    }
    await changed(same)
    const [before, events] = [await read(), await told()]
    for (const [name, value] of Object.entries(same)) {
      assert.deepEqual(before[name], value)
      await changed({ [name]: value })
    }
    assert.deepEqual([await read(), await told()], [before, events])
    let now = before
    for (const [at, [name, value]] of Object.entries(other).entries()) {
      await changed({ [name]: value })
      now = await read()
      const { [name]: left, ...rest } = now
      assert.deepEqual(left, value, name)
      const { [name]: _, ...stayed } = {
        ...before,
        ...Object.fromEntries(Object.entries(other).slice(0, at)),
      }
      assert.deepEqual(plain(rest, other), plain(stayed, other), name)
      if (event) assert.equal(await told(), events + at + 1, name)
    }
    const { bodySchema } = everyPatch.find((one) => one.operationId === operationId)!
    for (const name of Object.keys((bodySchema as any).shape)) {
      const answer = await change({ [name]: null })
      if (name in cleared) {
        assert.equal(answer.status, 200, answer.text)
        assert.deepEqual((await read())[name], cleared[name], name)
      } else {
        assert.deepEqual([answer.status, answer.body.errors?.[0]?.path], [422, name], name)
      }
    }
  })
