/** What a list shows is what its filters compare: a row's own time leaves that row out, and no other. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { endsBySelf, openWhoeverMay } from '../../test/whoever-may.ts'
import { raw, sql } from '../db/sql.ts'
import { endpoints } from '../endpoints.ts'
import { newId } from '../ground/ids.ts'

/** Rows of each list: enough that some share a millisecond, and some a microsecond. */
const ROWS = 5

let platform: Platform
before(async () => {
  platform = await startPlatform()
  const { bank_account_id: account } = platform.demo
  const card = await platform.saveCard()
  for (let row = 0; row < ROWS; row++) {
    await platform.createContact()
    const { body } = await platform.charge(card)
    assert.equal((await platform.call('POST', `/debit/${body.debit_id}/refund`)).status, 200)
    const credit = { amount: 1, statement: 'Paid', from_bank_account: account, contact_id: card.contactId }
    assert.equal((await platform.call('PUT', '/credit', credit)).status, 201)
    const schedule = await platform.call('PUT', '/schedule', {
      kind: 'card_debit',
      contact_id: card.contactId,
      from_credit_card_id: card.cardId,
      to_bank_account: account,
      amount: 1,
      statement: 'Fee',
      start: '2030-01-01',
      frequency: 'monthly',
    })
    assert.equal(schedule.status, 201, schedule.text)
    await platform.db.run(sql`
      insert into payouts (company_id, payout_id, bank_account_id, amount, amount_owed, currency)
      values (${platform.demo.company_id}, ${newId()}, ${account}, 100, 100, 'CAD')`)
  }
})
after(() => platform?.close())

/** The tables behind each list, with the name of their id. */
const tables: Record<string, [table: string, id: string][]> = {
  '/contact': [['contacts', 'contact_id']],
  '/transaction': [
    ['debits', 'debit_id'],
    ['credits', 'credit_id'],
  ],
  '/refund': [['refunds', 'refund_id']],
  '/payout': [['payouts', 'payout_id']],
  '/schedule': [['schedules', 'schedule_id']],
}
/** Of these no row can be given a time, since the database refuses it: `audit.test.ts` asks by their own. */
const appendOnly = ['/audit', '/audit/export', '/operator/audit']
const filtered = endpoints.filter(
  ({ path, querySchema }) =>
    !appendOnly.includes(path) &&
    'created_after' in ((querySchema as { shape?: object } | undefined)?.shape ?? {}),
)

test('every list that filters by time is tried here', () => {
  assert.deepEqual(filtered.map(({ path }) => path).sort(), Object.keys(tables).sort())
})

type Row = { identifier: string; created_at: string }
const list = async (path: string, query = ''): Promise<Row[]> => {
  const answer = await platform.call('GET', `${path}?limit=100${query}`)
  assert.equal(answer.status, 200, answer.text)
  return answer.body.data
}

for (const { path } of filtered)
  test(`GET ${path}: created_after and created_before are of what it shows`, async () => {
    // Within three milliseconds, so that most rows differ below what milliseconds show.
    const offsets = fc.array(fc.integer({ min: 0, max: 2_999 }), { minLength: ROWS * 3, maxLength: ROWS * 3 })
    await fc.assert(
      fc.asyncProperty(offsets, async (micros) => {
        for (const [table, id] of tables[path]!)
          await platform.db.run(sql`
            update ${raw(table)} t set created_at = timestamptz '2026-01-31T12:00:00Z' + (${micros}::integer[])[place] * interval '1 microsecond'
            from (select ${raw(id)}, row_number() over () as place from ${raw(table)} where company_id = ${platform.demo.company_id}) numbered
            where t.company_id = ${platform.demo.company_id} and t.${raw(id)} = numbered.${raw(id)}
              and numbered.place <= ${micros.length}`)
        const rows = await list(path)
        assert.ok(rows.length >= ROWS)
        const ids = (of: Row[]) => of.map(({ identifier }) => identifier)
        for (const { created_at: at } of rows.slice(0, ROWS)) {
          const time = encodeURIComponent(at)
          const [later, earlier] = [
            await list(path, `&created_after=${time}`),
            await list(path, `&created_before=${time}`),
          ]
          assert.deepEqual(ids(later), ids(rows.filter((row) => row.created_at > at)), `after ${at}`)
          assert.deepEqual(ids(earlier), ids(rows.filter((row) => row.created_at < at)), `before ${at}`)
          // Finer than is stored: between this microsecond and the next.
          const finer = encodeURIComponent(at.replace('Z', '5Z'))
          assert.deepEqual(ids(await list(path, `&created_after=${finer}`)), ids(later))
          assert.equal((await list(path, `&created_before=${finer}`)).length, rows.length - later.length)
        }
      }),
      { numRuns: 5 },
    )
  })

test('every time of an answer has microseconds', async () => {
  const ask = await openWhoeverMay(platform)
  for (const endpoint of endpoints) {
    const { method, path } = endpoint
    if (method !== 'GET' || path.includes('{') || path === '/ledger/statement') continue
    const { text } = await ask(endpoint, 'GET', endsBySelf(path))
    for (const [time] of text.matchAll(/"\d{4}-\d\d-\d\dT[^"]*"/g))
      assert.match(time, /^"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z"$/, path)
  }
  const days = 'from=2026-01-01&to=2026-12-31'
  const headers = { authorization: `Bearer ${platform.demo.api_token}` }
  const text = await (await fetch(`${platform.url}/ledger/statement?${days}`, { headers })).text()
  const [, first] = text.split('\r\n')
  assert.match(first!, /^\d{4}-\d\d-\d\d,\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z,/)
})

test('a webhook replays from an event’s own time on: that event, and none before it', async () => {
  const { body } = await platform.call('GET', '/events?limit=100')
  const { id, createdAt } = body.data[Math.floor(body.data.length / 2)]
  const asked = { callback_url: 'http://localhost:9/replay', replay_from_timestamp: createdAt }
  const webhook = await platform.call('POST', '/webhooks', asked)
  const first = body.data.find((event: { createdAt: string }) => event.createdAt >= createdAt).id
  assert.ok(first <= id)
  assert.equal(webhook.body.last_sent_event_id, first - 1)
})
