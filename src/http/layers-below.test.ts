/** Whatever a request does wrong below the framework: the answer is a problem that can be asked about. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { freePort } from '../ground/free-port.ts'
import { serveMainOperations } from '../process/main-operations.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform({ logLevel: 'info' })
})
after(() => platform?.close())

/** The answer to bytes that no HTTP client would send. */
async function raw(request: string, port = platform.config.apiPort) {
  const socket = connect(port, '127.0.0.1')
  socket.write(request)
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n')
  const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1]
  return { status: Number(head.split(' ')[1]), header, body }
}

const long = 'a'.repeat(20_000)
const odd: [string, number, string][] = [
  ['GET /contact HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'bad_request'],
  ['GET /docs HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'bad_request'],
  ['GET /contact HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n', 400, 'bad_request'],
  ['GET /contact HTTP/1.1\r\nHost: x\r\nExpect: foo\r\n\r\n', 417, 'expectation_failed'],
  ['GET /contact/%ff HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 400, 'bad_request'],
  ['GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 400, 'bad_request'],
  [`GET /contact HTTP/1.1\r\nHost: x\r\nX-Long: ${long}\r\n\r\n`, 431, 'headers_too_large'],
  [`GET /${long} HTTP/1.1\r\nHost: x\r\n\r\n`, 431, 'headers_too_large'],
  ['FETCH /contact HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'bad_request'],
  ['GET /contact HTTP/9.9\r\nHost: x\r\n\r\n', 400, 'bad_request'],
  ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400, 'bad_request'],
  ['CONNECT example.com:443 HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'bad_request'],
  ['hello\r\n\r\n', 400, 'bad_request'],
]

test('what is no proper request is a problem with its request id, at the api, the vault and its metrics', async (t) => {
  const { apiPort, vaultPort } = platform.config
  const metricsPort = await freePort('127.0.0.1')
  const operations = await serveMainOperations(platform.context, metricsPort)
  t.after(() => operations.close())
  for (const port of [apiPort, vaultPort, metricsPort])
    for (const [request, status, code] of odd) {
      const answer = await raw(request, port)
      const said = `${port} of ${apiPort}, ${vaultPort}, ${metricsPort}: ${request.slice(0, 60)}`
      assert.equal(answer.status, status, said)
      assert.match(answer.header('content-type') ?? '', /^application\/problem\+json/, said)
      const body = JSON.parse(answer.body)
      assert.deepEqual([body.status, body.code], [status, code], said)
      assert.equal(body.request_id, answer.header('x-request-id'), said)
      assert.equal(body.doc_url, `${platform.url}/docs/guide/errors/${code}`, said)
      assert.doesNotMatch(answer.body, /example\.com|aaaa|%ff|%zz/, said)
    }
})

test('HTTP/1.0 needs no Host', async () => {
  assert.equal((await raw('GET /healthz HTTP/1.0\r\n\r\n')).status, 200)
})

test('a client that hangs up within its body is not a lost database, and no failure of ours', async () => {
  // Its token is known then, so that the api waits for nothing but the body.
  await platform.good('GET', '/contact')
  const socket = connect(platform.config.apiPort, '127.0.0.1')
  const head = `PUT /contact HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${platform.demo.api_token}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\nExpect: 100-continue\r\n\r\n`
  socket.write(head)
  // The api says that it waits for the body.
  await once(socket, 'data')
  socket.resetAndDestroy()
  const logged = (words: string) => platform.lines.filter((line) => JSON.stringify(line).includes(words))
  await until('it to be seen', async () => logged('hung up').length > 0)
  assert.deepEqual(logged('request failed'), [])
})

const allow = async (method: string, path: string) => {
  const answer = await platform.call(method, path)
  return [answer.status, answer.body?.code, answer.headers.get('allow')]
}

test('another method on a known path is a 405 that says which the path takes', async () => {
  const id = await platform.createContact()
  const cases = [
    ['POST', '/contact', 'GET, HEAD, OPTIONS, PUT'],
    ['DELETE', '/contact/', 'GET, HEAD, OPTIONS, PUT'],
    ['PUT', `/contact/${id}`, 'DELETE, GET, HEAD, OPTIONS, PATCH'],
    ['GET', '/contact/bank_account', 'OPTIONS, PUT'],
    ['GET', '/contact/bank-account', 'OPTIONS, PUT'],
    ['GET', `/contact/${id}/creditcards/${id}/charge`, 'OPTIONS, POST'],
    ['PUT', '/webhooks/', 'GET, HEAD, OPTIONS, POST'],
    ['POST', '/docs', 'GET, HEAD, OPTIONS'],
    ['POST', '/openapi.json', 'GET, HEAD, OPTIONS'],
    ['DELETE', '/healthz', 'GET, HEAD, OPTIONS'],
    ['PUT', `/payment/pay/${id}`, 'GET, HEAD, OPTIONS'],
    ['GET', `/payment/pay/${id}/card`, 'OPTIONS, POST'],
    ['TRACE', '/contact', undefined],
    ['PROPFIND', '/contact', 'GET, HEAD, OPTIONS, PUT'],
  ] as const
  for (const [method, path, methods] of cases) {
    // `fetch` refuses to send it.
    if (methods === undefined) continue
    assert.deepEqual(await allow(method, path), [405, 'method_not_allowed', methods], `${method} ${path}`)
  }
  const trace = await raw('TRACE /contact HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
  assert.deepEqual([trace.status, trace.header('allow')], [405, 'GET, HEAD, OPTIONS, PUT'])
  // Whatever it carries: the method is looked at before the body.
  const odd = await platform.call('POST', '/contact', 'x', { 'content-type': 'text/plain' })
  assert.equal(odd.status, 405)
})

test('OPTIONS answers 204 with Allow, without a token; HEAD what GET does, without the body', async () => {
  for (const path of ['/contact', '/contact/bank_account', '/docs', '/payment/pay/x', '/healthz']) {
    const answer = await fetch(`${platform.url}${path}`, { method: 'OPTIONS' })
    assert.deepEqual([answer.status, await answer.text()], [204, ''], path)
    assert.match(answer.headers.get('allow')!, /OPTIONS/)
    assert.ok(answer.headers.get('x-request-id'))
  }
  assert.equal((await fetch(`${platform.url}/nothing`, { method: 'OPTIONS' })).status, 404)
  const head = await platform.call('HEAD', '/contact')
  const get = await platform.call('GET', '/contact')
  assert.deepEqual([head.status, head.text], [200, ''])
  assert.equal(head.headers.get('content-length'), String(Buffer.byteLength(get.text)))
  assert.equal((await platform.call('HEAD', '/nothing')).status, 404)
})

test('the rate limit is told in one spelling, on pages as in the api', async () => {
  for (const path of ['/contact', '/payment/pay/x', '/payment/pay/x/status', '/nothing']) {
    const authorization = `Bearer ${platform.demo.api_token}`
    const { headers } = await fetch(`${platform.url}${path}`, { headers: { authorization } })
    assert.ok(headers.get('ratelimit-limit'), path)
    assert.deepEqual(
      [...headers.keys()].filter((name) => name.startsWith('x-ratelimit')),
      [],
    )
  }
})

test('what a page asks of the database is in its Server-Timing', async () => {
  const { body } = await platform.call('PUT', '/debit', {
    amount: 1,
    statement: 'Timed',
    to_bank_account: platform.demo.bank_account_id,
    contact_id: await platform.createContact(),
  })
  const counted = async (path: string) => {
    const { headers } = await fetch(`${platform.url}${path}`)
    return Number(/db;dur=([\d.]+)/.exec(headers.get('server-timing')!)![1])
  }
  for (const path of [
    `/payment/pay/${body.identifier}`,
    `/payment/pay/${body.identifier}/status`,
    '/mailbox',
  ]) {
    // A statement may take less than is shown.
    await until(`${path} to show it`, async () => (await counted(path)) > 0)
  }
})
