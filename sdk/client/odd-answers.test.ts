/** Answers of the right type that are none: too long, of another form, without an end. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import { isJetpayError, openJetpay } from './jetpay.ts'

const opened = (fetch: (url: string) => Promise<Response>) =>
  openJetpay({ baseUrl: 'https://pay.example.com', token: 'jp_x', fetch, triesMax: 1 })
const contact = { email: 'a@example.com', name: 'Ada' }
const MEGABYTES_MAX = 256

test('an answer or a problem is read to its bound, and no further', async () => {
  const chunk = new Uint8Array(1024 * 1024)
  for (const [status, type] of [
    [200, 'application/json'],
    [400, 'application/problem+json'],
    [200, 'text/csv'],
  ] as const) {
    let megabytes = 0
    let isCancelled = false
    const body = new ReadableStream({
      pull(controller) {
        megabytes += 1
        controller.enqueue(chunk)
      },
      cancel() {
        isCancelled = true
      },
    })
    const jetpay = opened(async () => new Response(body, { status, headers: { 'content-type': type } }))
    const asked =
      type === 'text/csv' ? jetpay.exportPayout({ identifier: 'x' }) : jetpay.createContact(contact)
    await assert.rejects(asked, { code: 'unreadable', status })
    assert.ok(isCancelled && megabytes <= MEGABYTES_MAX + 2, `${megabytes} MB of ${type}`)
  }
})

test('JSON that is not what was asked for is told as such, under the key of what was sent', async () => {
  for (const odd of [null, [], 'x', 5, true]) {
    const jetpay = opened(async () => Response.json(odd))
    for (const asked of [jetpay.createContact(contact), jetpay.listContacts()])
      await assert.rejects(Promise.resolve(asked), {
        code: 'unreadable',
        status: 200,
        message: /JSON that is no/,
      })
    const error = await jetpay.createContact(contact).catch((caught: unknown) => caught)
    assert.ok(isJetpayError(error) && error.idempotencyKey)
    const headers = { 'content-type': 'application/problem+json' }
    const refusing = opened(async () => Response.json(odd, { status: 400, headers }))
    await assert.rejects(refusing.createContact(contact), { code: 'unreadable', status: 400, problem: {} })
  }
  for (const odd of [{}, { data: 'abc' }, { data: { 0: 1 } }, { data: null }]) {
    const jetpay = opened(async () => Response.json(odd))
    await assert.rejects(Array.fromAsync(jetpay.listContacts()), { code: 'unreadable', status: 200 })
    await assert.rejects(Array.fromAsync(jetpay.listEvents()), { code: 'unreadable', status: 200 })
  }
})

test('a type is read without its case, so that a decline keeps its code; what is no text in it is none', async () => {
  const answered = (type: string, problem: object) =>
    opened(async () => Response.json(problem, { status: 402, headers: { 'content-type': type } }))
  const declined = { code: 'card_declined', fail_reason: 'insufficient_funds', detail: 'No.' }
  for (const type of ['Application/Problem+JSON', 'application/problem+json ; charset=utf-8']) {
    const asked = answered(type, declined).createContact(contact)
    await assert.rejects(asked, { code: 'card_declined', failReason: 'insufficient_funds', message: 'No.' })
  }
  const odd = { code: 5, detail: { a: 1 }, title: [], errors: 'x' }
  for (const [type, code] of [
    ['application/problem+json', 'unreadable'],
    ['application/problem+jsonp', 'unreadable'],
  ] as const)
    await assert.rejects(answered(type, odd).createContact(contact), { code, status: 402, errors: [] })
  const loud = opened(
    async () => new Response('{"identifier": "x"}', { headers: { 'content-type': 'APPLICATION/JSON' } }),
  )
  assert.equal((await loud.createContact(contact)).identifier, 'x')
})

test('a list of ever new pages without an item has an end', async () => {
  let asked = 0
  const jetpay = opened(async (url) => {
    asked += 1
    const log = { last_event_id: asked, newest_event_id: 1e9 }
    const page = url.includes('/events') ? log : { next_cursor: String(asked) }
    // Some pages without one are none of its kind.
    return Response.json({ data: asked === 900 ? [1] : [], ...page })
  })
  for (const list of [() => jetpay.listContacts(), () => jetpay.listEvents()]) {
    asked = 0
    await assert.rejects(Array.fromAsync<unknown>(list()), { code: 'unreadable', message: /have no item/ })
    assert.equal(asked, 1_901)
  }
})

test('a list that is gone through later tells its failure then, and is no unhandled rejection', async () => {
  const unhandled: unknown[] = []
  const note = (reason: unknown) => unhandled.push(reason)
  process.on('unhandledRejection', note)
  try {
    const jetpay = opened(async () => Response.json({ code: 'validation_failed' }, { status: 422 }))
    const list = jetpay.listContacts({ limit: 0 })
    // Rejections that nobody handles are told after the microtasks of each turn.
    const { port1, port2 } = new MessageChannel()
    for (let turns = 0; turns < 5; turns += 1) {
      port2.postMessage(turns)
      await once(port1, 'message')
    }
    port1.close()
    await assert.rejects(Array.fromAsync(list), { code: 'unreadable', status: 422 })
    assert.deepEqual(unhandled, [])
  } finally {
    process.off('unhandledRejection', note)
  }
})
