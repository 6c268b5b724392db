import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { startApi } from '../api.ts'
import { freePort } from '../ground/free-port.ts'
import { openContext } from '../process/context.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform.close())

const read = (query: string) => platform.call('GET', `/events?${query}`)
const newest = async () => (await read('after=999999999')).body.newest_event_id as number

test('the log is read page by page: every id once, in order, with the time to the microsecond', async () => {
  for (let made = 0; made < 5; made++) await platform.createContact(`Contact ${made}`)
  await until('the events', async () => (await newest()) >= 5)
  const ids: number[] = []
  for (let after = 0; ; ) {
    const { body } = await read(`after=${after}&limit=2`)
    if (body.data.length === 0) break
    for (const event of body.data) {
      assert.deepEqual(Object.keys(event), ['id', 'createdAt', 'type', 'data'])
      assert.match(event.createdAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/)
      ids.push(event.id)
    }
    after = body.last_event_id
  }
  assert.deepEqual(
    ids,
    Array.from({ length: await newest() }, (_, index) => index + 1),
  )
})

test('amounts keep their two decimals, and events are the very bytes that webhooks deliver', async () => {
  const card = await platform.saveCard()
  assert.equal((await platform.charge(card, { amount: '100.50' })).status, 200)
  const { text } = await until('the event', async () => {
    const answer = await read('type=transactions.debits.paid')
    return answer.body.data.length > 0 ? answer : undefined
  })
  assert.match(text, /"amount": 100\.50[,}]/)
})

test('a type filter finds only its events, and last_event_id moves over the others', async () => {
  const { body } = await read('type=contacts.credit_cards.tokenized&limit=50')
  assert.deepEqual(
    [...new Set(body.data.map((event: { type: string }) => event.type))],
    ['contacts.credit_cards.tokenized'],
  )
  assert.equal(body.last_event_id, await newest())
  const none = await read('type=contacts.deleted')
  assert.deepEqual(none.body.data, [])
  assert.equal(none.body.last_event_id, await newest())
  for (const bad of ['type=contacts.creatd', 'after=-1', 'wait=31', 'limit=101', 'from=1'])
    assert.equal((await read(bad)).status, 422, bad)
})

test('a waiting request gets the next event of its type as soon as there is one', async () => {
  const after = await newest()
  const waiting = read(`after=${after}&type=contacts.created&wait=30`)
  const other = await platform.call('PATCH', `/contact/${await platform.createContact()}`, { name: 'B' })
  assert.equal(other.status, 200)
  const { body } = await waiting
  assert.deepEqual(
    body.data.map((event: { type: string }) => event.type),
    ['contacts.created'],
  )
})

test('requests that wait are bounded, and end at once when their client leaves or the server closes', async (t) => {
  const log = { write: () => undefined }
  const config = { ...platform.config, apiPort: await freePort('127.0.0.1') }
  const context = await openContext('api', config, log)
  const api = await startApi(context)
  t.after(async () => {
    await api.close()
    await context.close()
  })
  const wait = (seconds: number, signal: AbortSignal | null = null) =>
    fetch(`http://127.0.0.1:${config.apiPort}/events?after=999999999&wait=${seconds}`, {
      headers: { authorization: `Bearer ${platform.demo.api_token}` },
      signal,
    })
  const waitMany = (signal: AbortSignal | null = null) =>
    Array.from({ length: 21 }, () => wait(30, signal).catch((error: Error) => error.name))
  const settled = async (answer: Response | string) => (typeof answer === 'string' ? answer : answer.status)

  const leaving = new AbortController()
  const left = waitMany(leaving.signal)
  assert.equal(await settled(await Promise.race(left)), 429, 'one more than there are places')
  leaving.abort()
  const ends = await Promise.all((await Promise.all(left)).map(settled))
  assert.deepEqual(ends.sort(), [429, ...Array(20).fill('AbortError')])
  await until('a free place', async () => (await wait(1)).status === 200)

  const staying = waitMany()
  await Promise.race(staying)
  await api.close()
  for (const answer of await Promise.all(staying)) {
    assert.ok(typeof answer !== 'string')
    if (answer.status === 200) assert.deepEqual(((await answer.json()) as { data: unknown[] }).data, [])
    else assert.equal(answer.status, 429)
  }
})
