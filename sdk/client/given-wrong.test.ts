/** What a program without types gives wrong: refused at once, with what to write, and nothing is sent. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isJetpayError, type JetpayError, openJetpay } from './jetpay.ts'

const options = { baseUrl: 'https://pay.example.com', token: 'jp_x', triesMax: 1 }
type Sent = { url: string; key: string | null; body: unknown }

/** A client whose requests are kept and answered alike. Typed as a program without types sees it. */
function opened(more: object = {}) {
  const sent: Sent[] = []
  const fetch = async (url: string, { headers, body }: RequestInit) => {
    const key = new Headers(headers).get('idempotency-key')
    sent.push({ url, key, body: typeof body === 'string' ? JSON.parse(body) : undefined })
    return Response.json({ identifier: 'x' })
  }
  const jetpay = openJetpay({ ...options, fetch, ...more }) as unknown as Record<
    string,
    (...given: unknown[]) => Promise<unknown>
  >
  return { sent, jetpay, create: (...given: unknown[]) => jetpay.createContact!(...given) }
}

async function refused(work: () => unknown): Promise<JetpayError> {
  try {
    assert.fail(`answered ${JSON.stringify(await work())}`)
  } catch (error) {
    assert.ok(isJetpayError(error), String(error))
    return error
  }
}

const ada = { email: 'ada@example.com', name: 'Ada' }

test('a key that is given under another name, or as a text, is not lost: nothing is sent', async () => {
  const { sent, create, jetpay } = opened()
  for (const [call, says] of [
    ['order-1', /^The options of a call are a string, no object: write \{ idempotencyKey: 'order-1' \}/],
    [['order-1'], /are a list, no object/],
    [5, /are a number, no object/],
    [() => 'order-1', /are a function, no object/],
    [
      { idempotency_key: 'order-1' },
      /^a call has no option idempotency_key; there are idempotencyKey, signal/,
    ],
    [{ idempotencyKey: 'order-1', timeoutMs: 5 }, /^a call has no option timeoutMs/],
    [{ signal: {} }, /^signal is no AbortSignal/],
  ] as const) {
    const error = await refused(() => create(ada, call))
    assert.equal(error.code, 'unwritable')
    assert.match(error.message, says)
  }
  assert.equal((await refused(() => jetpay.listContacts!({}, 'order-1'))).code, 'unwritable')
  assert.equal(sent.length, 0)
  for (const call of [undefined, null, {}, { signal: null }, { idempotencyKey: 'order-1' }])
    await create(ada, call)
  assert.equal(sent.length, 5)
  assert.equal(sent.at(-1)!.key, 'order-1')
})

test('options that there are not, and those that nothing can come of, are refused when it is opened', async () => {
  for (const [given, code, says] of [
    [null, 'missing_field', /^baseUrl is missing/],
    [undefined, 'missing_field', /^baseUrl is missing/],
    ['https://pay.example.com', 'unwritable', /are a string, no object: write openJetpay\(\{ baseUrl/],
    [{ ...options, timeout: 5 }, 'unwritable', /^openJetpay has no option timeout; there are .*timeoutMs/],
    [{ ...options, apiKey: 'x' }, 'unwritable', /^openJetpay has no option apiKey; there are baseUrl, token/],
    [{ ...options, token: 5 }, 'unwritable', /^token is no text/],
    [{ ...options, token: ['jp_x'] }, 'unwritable', /^token is no text/],
    [{ ...options, baseUrl: ['https://pay.example.com'] }, 'unwritable', /^baseUrl is no text/],
    [{ ...options, fetch: 5 }, 'unwritable', /^fetch is a number, no function/],
    [{ ...options, signal: {} }, 'unwritable', /^signal is no AbortSignal/],
  ] as const) {
    const error = await refused(() => openJetpay(given as never))
    assert.equal(error.code, code)
    assert.match(error.message, says)
  }
})

test('a part of a millisecond is as good as a whole one, for a try and for a wait', async () => {
  const { sent, jetpay, create } = opened({ timeoutMs: 30_000 / 7, tryingMaxMs: 1.5 })
  await create(ada)
  for (const wait of [1.0001, 0.0015]) await refused(() => jetpay.listEvents!({ wait }))
  assert.equal(sent.length, 3, 'it is the platform that says what it waits')
})

test('a fetch that rejects with nothing is no answer, under the key of what was sent', async () => {
  for (const reason of [null, undefined, 5, 'gone', {}]) {
    const error = await refused(() => opened({ fetch: () => Promise.reject(reason) }).create(ada))
    assert.equal(error.code, 'no_answer')
    assert.ok(error.idempotencyKey)
  }
})

test('what JSON would drop or write as nothing is refused; what it writes as it is goes out', async () => {
  const { sent, create } = opened()
  class Secretive {
    #order = '7'
    get order() {
      return this.#order
    }
  }
  for (const wrong of [
    new Map([['order', '7']]),
    new Set(['7']),
    new Uint8Array([7]),
    new Secretive(),
    Promise.resolve({ order: '7' }),
    /7/,
    new Date(Number.NaN),
    Number.NaN,
    Number.POSITIVE_INFINITY,
    () => '7',
    Symbol('7'),
    [undefined],
  ]) {
    const error = await refused(() => create({ ...ada, metadata: { order: wrong } }))
    assert.equal(error.code, 'unwritable')
    assert.match(error.message, /PUT \/contact cannot be written: (order|0) is .*, which JSON cannot hold/)
  }
  for (const fields of [new Map(Object.entries(ada)), new Secretive()])
    assert.match((await refused(() => create(fields))).message, /^The fields are no object/)
  assert.equal(sent.length, 0)
  class Plain {
    order = '7'
  }
  const money = { toJSON: () => '100.50' }
  const metadata = {
    a: new Plain(),
    b: money,
    c: new Date(0),
    d: Object.create(null),
    e: null,
    f: undefined,
    g: {},
  }
  await create({ ...ada, metadata })
  const { metadata: written } = sent[0]!.body as { metadata: unknown }
  assert.deepEqual(written, {
    a: { order: '7' },
    b: '100.50',
    c: '1970-01-01T00:00:00.000Z',
    d: {},
    e: null,
    g: {},
  })
})
