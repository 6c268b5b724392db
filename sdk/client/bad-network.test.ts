/**
 * The client at a server that answers badly: what a network, a proxy or a platform in trouble can do to it.
 */
import assert from 'node:assert/strict'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { isJetpayError, type JetpayError, type JetpayOptions, openJetpay } from './jetpay.ts'

type Asked = { method: string; url: string; headers: IncomingHttpHeaders; body: string }
type Answers = (response: ServerResponse, asked: Asked) => void

/** A server that answers the first request as the first says, and so on; as the last from there on. */
async function serve(t: TestContext, ...answers: Answers[]) {
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const one = { method: request.method!, url: request.url!, headers: request.headers, body }
    asked.push(one)
    answers[Math.min(asked.length, answers.length) - 1]!(response, one)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const jetpay = (options: Partial<JetpayOptions> = {}) => openJetpay({ baseUrl, token: 'jp_x', ...options })
  return {
    asked,
    baseUrl,
    jetpay,
    keys: () => new Set(asked.map(({ headers }) => headers['idempotency-key'])),
  }
}

const json =
  (body: object, status = 200, headers: Record<string, string> = {}): Answers =>
  (response) =>
    response
      .writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
      .end(JSON.stringify(body))
const problem = (code: string, status: number, headers = {}) =>
  json({ code, detail: 'Wait.' }, status, { 'content-type': 'application/problem+json', ...headers })
const html =
  (status: number, headers: Record<string, string> = {}): Answers =>
  (response) =>
    response.writeHead(status, { 'content-type': 'text/html', ...headers }).end('<h1>Proxy</h1>')
/** Some of the answer, then the connection is gone; `length` promises how much there would be. */
const cut =
  (type: string, part: string, length?: number): Answers =>
  (response) => {
    response.writeHead(200, { 'content-type': type, ...(length && { 'content-length': length }) })
    response.write(part, () => setImmediate(() => response.destroy()))
  }

const contact = { email: 'zoe@example.com', name: 'Zoë 日本 🍁' }
const caught = async (promise: Promise<unknown>): Promise<JetpayError> => {
  const error = await promise.then(
    (answer) => assert.fail(`answered ${JSON.stringify(answer)}`),
    (error: unknown) => error,
  )
  assert.ok(isJetpayError(error), String(error))
  return error
}

test('an answer that is cut in its middle is none: it is asked for again, under the same key', async (t) => {
  const part = '{"identifier": "a'
  for (const broken of [
    cut('application/json', part, 500),
    cut('application/json', part),
    // A proxy that closes the answer as if it were whole.
    ((response) => response.writeHead(200, { 'content-type': 'application/json' }).end(part)) as Answers,
  ]) {
    const { jetpay, asked, keys } = await serve(t, broken, json({ identifier: 'whole' }))
    assert.equal((await jetpay().createContact(contact)).identifier, 'whole')
    assert.equal(asked.length, 2)
    assert.equal(keys().size, 1)
    assert.equal(asked[0]!.body, asked[1]!.body)
    assert.deepEqual(JSON.parse(asked[0]!.body), contact)
  }
  const whole: Answers = (response) =>
    response.writeHead(200, { 'content-type': 'text/csv' }).end('a,b\r\n1,2\r\n')
  const { jetpay, asked } = await serve(t, cut('text/csv', 'a,b\r\n'), whole)
  const file = (await jetpay().exportPayout({ identifier: 'p' })) as unknown as Blob
  assert.equal(await file.text(), 'a,b\r\n1,2\r\n', 'no part of a file is taken for all of it')
  assert.equal(asked.length, 2)
})

test('a page of a proxy is told as one, is no answer, and gets no second try unless it says that it failed', async (t) => {
  const login = await serve(t, html(200))
  for (const answer of [login.jetpay().getCompany(), login.jetpay().exportPayout({ identifier: 'p' })]) {
    const error = await caught(answer)
    assert.deepEqual([error.code, error.status], ['unreadable', 200])
    assert.match(error.message, /text\/html.*baseUrl/)
  }
  assert.equal(login.asked.length, 2)
  for (const status of [403, 404, 500]) {
    const { jetpay, asked } = await serve(t, html(status))
    assert.equal((await caught(jetpay().createContact(contact))).code, 'unreadable')
    assert.equal(asked.length, 1, String(status))
  }
  const gone = await serve(t, html(502), json({ identifier: 'there' }))
  assert.equal((await gone.jetpay().createContact(contact)).identifier, 'there')
  assert.equal(gone.keys().size, 1)
})

test('a token does not follow a redirect, and the redirect is told', async (t) => {
  const elsewhere = await serve(t, json({}))
  const { jetpay, asked } = await serve(t, html(301, { location: `${elsewhere.baseUrl}/company` }))
  const error = await caught(jetpay().getCompany())
  assert.deepEqual([error.code, error.status, asked.length], ['unreadable', 301, 1])
  assert.equal(elsewhere.asked.length, 0)
})

test('a storm of 503 ends after so many tries, all under one key, with the same bytes', async (t) => {
  const { jetpay, asked, keys } = await serve(t, problem('service_unavailable', 503))
  const error = await caught(jetpay({ triesMax: 3 }).createContact(contact))
  assert.deepEqual([error.code, error.status, asked.length], ['service_unavailable', 503, 3])
  assert.deepEqual([...keys()], [error.idempotencyKey])
  assert.equal(new Set(asked.map(({ body }) => body)).size, 1)
})

test('Retry-After is believed as seconds and as a date; one that is neither is as if it were not there', async (t) => {
  const date = (seconds: number) => new Date(Date.now() + seconds * 1000).toUTCString()
  const tries = async (after: string) => {
    const busy = problem('rate_limited', 429, { 'retry-after': after })
    const { jetpay, asked } = await serve(t, busy, json({}))
    // Nothing is begun that would come after this.
    await jetpay({ tryingMaxMs: 2_000 })
      .getCompany()
      .catch((error) => assert.ok(isJetpayError(error, 'rate_limited')))
    return asked.length
  }
  assert.deepEqual(await Promise.all(['3600', date(3600), date(60)].map(tries)), [1, 1, 1])
  assert.deepEqual(await Promise.all(['0', date(-60), 'soon', '-5'].map(tries)), [2, 2, 2, 2])
})

test('what cannot be written is said at once, and nothing is sent', async (t) => {
  const { jetpay, asked } = await serve(t, json({}))
  const wrong = { ...contact, amount: 5n } as typeof contact
  for (const [call, says] of [
    [() => jetpay().createContact(wrong), /BigInt/],
    ...['clé – 1', '\ud800', '', ' ', ' order', 'a\nb', Number.NaN, 5, false].map(
      (one) =>
        [
          () => jetpay().createContact(contact, { idempotencyKey: one as string }),
          /^idempotencyKey is/,
        ] as const,
    ),
    ...['abc', [1], 5].map(
      (one) => [() => jetpay().listContacts(one as object), /^The fields are no object/] as const,
    ),
    [async () => jetpay({ token: 'two\nlines' }), /^token has/],
    [() => jetpay().getContact({ contact_id: 'x\ud800' }), /^contact_id has half of a character/],
    [() => jetpay().listContacts({ name: '\udc00' }), /^name has half of a character/],
    [() => jetpay().listContacts({ metadata: { '\udc00': 'x' } }), /^metadata has half of a character/],
    [async () => jetpay({ timeoutMs: '5' as unknown as number }), /^timeoutMs is 5: give a number/],
    ...[Number.NaN, 0, -1, Number.POSITIVE_INFINITY, 1e13].map(
      (one) => [async () => jetpay({ timeoutMs: one }), /^timeoutMs is .*number from 1 to 86400000/] as const,
    ),
    ...[Number.NaN, 0, -1, 1.5, Number.POSITIVE_INFINITY].map(
      (one) => [async () => jetpay({ triesMax: one }), /^triesMax is .*whole number from 1/] as const,
    ),
    ...[Number.NaN, -1, Number.POSITIVE_INFINITY].map(
      (one) => [async () => jetpay({ tryingMaxMs: one }), /^tryingMaxMs is .*number from 0/] as const,
    ),
    ...[
      'pay.example.com',
      'localhost:8400',
      'ada:hunter2@pay.example.com',
      'https://ada:hunter2@pay.example.com',
      'https://hunter2@pay.example.com',
      'https://ada:hunter2@pay example.com',
      'https://ada:hunter2@pay.example.com?key=hunter2',
      'https://pay.example.com/?key=hunter2',
      'https://pay.example.com/#hunter2',
      'https://pay.example.com?',
      'https://pay.example.com/a b',
      ' https://pay.example.com',
      'https://pay.example.com\n',
      'https://[pay',
      new URL('https://ada:hunter2@pay.example.com'),
    ].map((baseUrl) => [async () => jetpay({ baseUrl }), /^baseUrl is "(?!.*hunter2)/] as const),
  ] as const) {
    const error = await caught(call())
    assert.equal(error.code, 'unwritable')
    assert.match(error.message, says)
  }
  // As a variable of the environment is that nobody has set.
  for (const [name, options] of [
    ['baseUrl', { baseUrl: undefined }],
    ['token', { token: undefined }],
    ['token', { token: '' }],
  ] as const) {
    const error = await caught((async () => jetpay(options as Partial<JetpayOptions>))())
    assert.equal(error.code, 'missing_field')
    assert.match(error.message, new RegExp(`^${name} is missing`))
  }
  // `DELETE /contact/x/bank_accounts/..` would be `DELETE /contact/x/`.
  for (const bank_account_id of ['..', '.', ''])
    assert.equal(
      (await caught(jetpay().deleteContactBankAccount({ contact_id: 'x', bank_account_id }))).code,
      'missing_field',
    )
  assert.equal((await caught(jetpay().getContact(null as never))).code, 'missing_field')
  assert.equal(asked.length, 0)
  await jetpay().getEvent({ event_id: 41 })
  await jetpay().createContact(null as never, null as never)
  assert.deepEqual(
    asked.map(({ url }) => url),
    ['/events/41', '/contact'],
  )
})

test('a server that does not listen is named, and what to do', async () => {
  const jetpay = openJetpay({ baseUrl: 'http://127.0.0.1:1', token: 'jp_x', triesMax: 1 })
  const read = await caught(jetpay.getCompany())
  assert.match(
    read.message,
    /^No answer to GET \/company from http:\/\/127\.0\.0\.1:1: fetch failed \(.+\)\.$/,
  )
  const write = await caught(jetpay.createContact(contact))
  assert.match(write.message, /not known whether it happened: the same call with the idempotencyKey/)
  assert.ok(write.idempotencyKey)
})

test('text of every script, amounts as they were given, and a base with a path arrive as they are', async (t) => {
  const { jetpay, asked, baseUrl } = await serve(t, json({ data: [], next_cursor: null }))
  await jetpay({ baseUrl: `${baseUrl}/pay/` }).listContacts({
    name: 'Zoë & 日本 🍁',
    metadata: { 'clé é': 'ü=1' },
  })
  const url = new URL(asked[0]!.url, baseUrl)
  assert.equal(url.pathname, '/pay/contact')
  assert.deepEqual(
    [...url.searchParams],
    [
      ['name', 'Zoë & 日本 🍁'],
      ['metadata[clé é]', 'ü=1'],
    ],
  )
  const since = new Date('2026-11-29T12:00:00Z')
  const states = ['paid', 'failed'] as const
  await jetpay().listTransactions({ state: states, created_after: since, contact_id: undefined })
  assert.equal(
    asked.pop()!.url,
    '/transaction?state=paid%2Cfailed&created_after=2026-11-29T12%3A00%3A00.000Z',
  )
  const debit = { statement: 'x', to_bank_account: 'b', contact_id: 'c' }
  for (const amount of ['100.10', 100.1, '99999999.99']) await jetpay().createDebit({ ...debit, amount })
  assert.deepEqual(
    asked.slice(1).map(({ body }) => /"amount":([^,}]+)/.exec(body)![1]),
    ['"100.10"', '100.1', '"99999999.99"'],
  )
})

test('silence in the middle of an answer ends with the try’s time, and a call with its signal, wherever it is', async (t) => {
  const begun = Promise.withResolvers<ServerResponse>()
  const stalls: Answers = (response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.write('{')
    begun.resolve(response)
  }
  const { jetpay } = await serve(t, stalls)
  const error = await caught(jetpay({ timeoutMs: 50, triesMax: 1 }).getCompany())
  assert.equal(error.code, 'no_answer')
  const stop = new AbortController()
  const reading = jetpay().getCompany({}, { signal: stop.signal })
  await begun.promise
  stop.abort(new Error('enough'))
  await assert.rejects(reading, /^Error: enough$/)
  // While it waits to come again.
  const pausing = new AbortController()
  const busy = await serve(t, (response, asked) => {
    problem('rate_limited', 429, { 'retry-after': '20' })(response, asked)
    response.once('close', () => setImmediate(() => pausing.abort(new Error('enough'))))
  })
  await assert.rejects(busy.jetpay({ signal: pausing.signal }).getCompany(), /enough/)
  assert.equal(busy.asked.length, 1)
})
