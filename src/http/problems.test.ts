import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import { anotherCompany, tokenFor } from '../../test/another-company.ts'
import { type ApiAnswer, type Platform, startPlatform } from '../../test/platform.ts'
import { createToken, revokeToken } from '../companies/api-token.ts'
import { sql } from '../db/sql.ts'
import { problems } from '../ground/errors.ts'

let platform: Platform
before(async () => {
  // No token is trusted without a look, so that a revoked one is dead at once.
  platform = await startPlatform({ tokenCacheMs: 0 })
})
after(() => platform?.close())

const contact = { email: 'ada@example.com', name: 'Ada' }
const contacts = () => platform.db.many(sql`select 1 from contacts`)

/** RFC 9457 members, and the request id in the body and in the header. */
function checkProblem(answer: ApiAnswer, status: number, code: string) {
  const { body, headers } = answer
  assert.deepEqual([answer.status, body.code], [status, code], answer.text)
  assert.equal(headers.get('content-type'), 'application/problem+json; charset=utf-8')
  assert.equal(body.type, `urn:jetpay:problem:${code}`)
  assert.equal(body.status, status)
  assert.ok(body.title && body.detail)
  assert.equal(body.request_id, headers.get('x-request-id'))
  assert.equal(body.doc_url, `${platform.url}/docs/guide/errors/${code}`)
  assert.match(headers.get('server-timing')!, /^total;dur=[\d.]+, db;dur=[\d.]+, network;dur=[\d.]+$/)
}

test('every answer, good or bad, has its request id, timing and what is left of the rate limit', async () => {
  const answers = [
    await platform.call('PUT', '/contact', contact),
    await platform.call('GET', '/contact'),
    await platform.call('GET', '/contact/nobody'),
    await platform.call('PUT', '/contact', '{'),
    await platform.call('GET', '/contact', undefined, { authorization: '' }),
    await platform.call('GET', '/nothing/here'),
  ]
  for (const { headers } of answers) {
    assert.match(headers.get('x-request-id')!, /^[0-9a-f-]{36}$/)
    assert.match(headers.get('server-timing')!, /^total;dur=/)
    for (const name of ['limit', 'remaining', 'reset'])
      assert.match(headers.get(`ratelimit-${name}`)!, /^\d+$/)
  }
  assert.equal(new Set(answers.map(({ headers }) => headers.get('x-request-id'))).size, answers.length)
})

test('each problem has its section on the page that its doc_url names, a kept and a refused one as well', async () => {
  const page = await fetch(`${platform.url}/docs/guide/errors`)
  assert.deepEqual([page.status, page.headers.get('content-type')], [200, 'text/html; charset=utf-8'])
  const sections = [...(await page.text()).matchAll(/<h2 id="(\w+)">/g)].map(([, id]) => id)
  assert.deepEqual(sections, Object.keys(problems))
  const key = { 'idempotency-key': 'documented-1' }
  const path = `/contact/${platform.demo.bank_account_id}`
  const first = await platform.call('DELETE', path, undefined, key)
  checkProblem(first, 404, 'not_found')
  assert.equal((await platform.call('DELETE', path, undefined, key)).text, first.text)
  const atVault = await fetch(`${platform.config.vaultPublicUrl}/nothing`)
  const { doc_url } = (await atVault.json()) as { doc_url: string }
  assert.equal(doc_url, `${platform.url}/docs/guide/errors/not_found`)
})

test('a body that is not JSON is a 400 that says where it breaks, without quoting it', async () => {
  const before = (await contacts()).length
  const answer = await platform.call('PUT', '/contact', '{"email": "secret@example.com", oops}')
  checkProblem(answer, 400, 'malformed_json')
  assert.match(answer.body.detail, /position 32/)
  assert.doesNotMatch(answer.text, /secret|oops/)
  for (const body of ['{', '[1,]', '{"amount": 01}', 'email=a', '\u0000', '['.repeat(60_000)]) {
    checkProblem(await platform.call('PUT', '/contact', body), 400, 'malformed_json')
  }
  assert.equal((await contacts()).length, before)
})

test('a body that is JSON but no object, or none where one is needed, is a 422', async () => {
  for (const body of ['', 'null', '[]', '"x"', '1']) {
    checkProblem(await platform.call('PUT', '/contact', body), 422, 'validation_failed')
  }
})

test('a body above 64 KiB is a 413, one of another type a 415', async () => {
  checkProblem(
    await platform.call('PUT', '/contact', { ...contact, name: 'x'.repeat(64 * 1024) }),
    413,
    'payload_too_large',
  )
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/json-patch+json']) {
    const answer = await platform.call('PUT', '/contact', contact, { 'content-type': type })
    checkProblem(answer, 415, 'unsupported_media_type')
  }
  const charset = await platform.call('PUT', '/contact', contact, {
    'content-type': 'application/json; charset=utf-8',
  })
  assert.equal(charset.status, 200)
})

test('a missing, malformed or unknown token is a 401 that asks for a bearer token', async () => {
  for (const authorization of [
    '',
    'Bearer',
    'Bearer a b',
    `Basic ${platform.demo.api_token}`,
    'Bearer jp_demo_x',
  ]) {
    const answer = await platform.call('GET', '/contact', undefined, { authorization })
    checkProblem(answer, 401, 'unauthenticated')
    // RFC 6750 section 3.1: an error is told only to a request that brought a token.
    const told = /^Bearer ./.test(authorization) ? ', error="invalid_token"' : ''
    assert.equal(answer.headers.get('www-authenticate'), `Bearer realm="jetpay"${told}`)
  }
  // The scheme's name is case-insensitive (RFC 9110 section 11.1).
  const lower = { authorization: `bearer ${platform.demo.api_token}` }
  assert.equal((await platform.call('GET', '/contact', undefined, lower)).status, 200)
})

test('a revoked token is a 401', async () => {
  const { db, demo } = platform
  const created = await createToken(db, 'demo', {
    companyId: demo.company_id,
    name: 'short-lived',
    scopes: ['contacts:read'],
  })
  const ask = () => platform.call('GET', '/contact', undefined, { authorization: `Bearer ${created.token}` })
  assert.equal((await ask()).status, 200)
  await revokeToken(db, created.tokenId)
  const revoked = await ask()
  checkProblem(revoked, 401, 'unauthenticated')
  assert.equal(revoked.headers.get('www-authenticate'), 'Bearer realm="jetpay", error="invalid_token"')
})

test('a token without the scope gets a 403 that names it, before anything else is told', async () => {
  const { headers } = await tokenFor(platform, platform.demo.company_id, ['contacts:read'])
  const id = await platform.createContact()
  const writes: [string, string, string, unknown?][] = [
    ['contacts:write', 'PUT', '/contact', { wrong: true }],
    ['contacts:write', 'DELETE', `/contact/${id}`],
    ['company:write', 'PUT', '/bank_account', {}],
    ['company:read', 'GET', '/bank_account'],
    ['debits:write', 'POST', `/contact/${id}/creditcards/${id}/charge`, {}],
    ['debits:read', 'GET', `/transaction/${id}`],
  ]
  for (const [scope, method, path, body] of writes) {
    const answer = await platform.call(method, path, body, headers)
    checkProblem(answer, 403, 'forbidden')
    assert.ok(answer.body.detail.includes(scope))
    assert.match(
      answer.headers.get('www-authenticate')!,
      new RegExp(`error="insufficient_scope", scope="${scope}[ "]`),
    )
  }
  assert.equal((await platform.call('GET', `/contact/${id}`, undefined, headers)).status, 200)
})

test('a path that names nothing of ours is a 404: unknown, malformed, too long, not decodable', async () => {
  const { headers } = await anotherCompany(platform)
  const id = await platform.createContact()
  const paths = [
    '/contact/nobody',
    `/contact/${'a'.repeat(5000)}`,
    '/contact/%00',
    '/nothing',
    `/contact/${id}/x`,
  ]
  for (const path of paths) checkProblem(await platform.call('GET', path), 404, 'not_found')
  checkProblem(await platform.call('GET', `/contact/${id}`, undefined, headers), 404, 'not_found')
  checkProblem(await platform.call('POST', '/contact', contact), 405, 'method_not_allowed')
  const undecodable = await platform.call('GET', '/contact/%zz')
  assert.deepEqual([undecodable.status, undecodable.body.code], [400, 'bad_request'])
  assert.equal(undecodable.headers.get('content-type'), 'application/problem+json; charset=utf-8')
})

/** The answer to bytes that no HTTP client would send. */
async function raw(request: string) {
  const socket = connect(platform.config.apiPort, '127.0.0.1')
  socket.write(request)
  const [head, body] = (await text(socket)).split('\r\n\r\n')
  return { head: head!, body: JSON.parse(body!) }
}

test('bytes that are not HTTP get a problem too', async () => {
  for (const [request, status, code] of [
    ['hello\r\n\r\n', 400, 'bad_request'],
    ['GET /contact HTTP/1.1\r\nHost: x\r\nBad Header\r\n\r\n', 400, 'bad_request'],
    [`GET /contact HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(20_000)}\r\n\r\n`, 431, 'headers_too_large'],
  ] as const) {
    const { head, body } = await raw(request)
    assert.match(head, new RegExp(`^HTTP/1\\.1 ${status} [\\s\\S]*content-type: application/problem\\+json`))
    assert.deepEqual([body.status, body.code], [status, code])
    assert.ok(head.includes(body.request_id))
  }
})
