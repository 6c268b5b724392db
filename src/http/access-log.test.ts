/**
 * Each request has a line in the log that says nothing of its content, and the id that a trusted proxy gave
 * it.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startPlatform, until } from '../../test/platform.ts'

const PROXYS = '0b54a1d0-7c1f-4e52-9a3e-5d2f8f0c1a77'
const proxy = { address: '127.0.0.1', prefix: 32 }

test('a line for each request: whose, the route’s pattern, status, time and size; not what was asked', async (t) => {
  const platform = await startPlatform({ logLevel: 'info' })
  t.after(() => platform.close())
  const { contactId, cardId } = await platform.saveCard()
  const list = await platform.call('GET', '/contact?limit=5')
  assert.equal((await platform.call('GET', '/contact?search=Lovelace')).status, 422)
  const stranger = await fetch(`${platform.url}/4242424242424242?name=Lovelace`)
  await stranger.text()
  const lineOf = (id: string | null) =>
    until(`the line of ${id}`, async () =>
      platform.lines
        .map((line) => JSON.parse(line))
        .find((line) => line.requestId === id && line.route !== undefined),
    )
  const line = await lineOf(list.headers.get('x-request-id'))
  assert.deepEqual(
    [line.role, line.msg, line.method, line.route, line.status, line.companyId, line.address],
    ['api', 'request', 'GET', '/contact', 200, platform.demo.company_id, '127.0.0.1'],
  )
  assert.match(line.tokenId, /^[0-9a-f-]{36}$/)
  assert.ok(line.ms > 0)
  assert.equal(line.bytes, Buffer.byteLength(list.text))
  const unknown = await lineOf(stranger.headers.get('x-request-id'))
  assert.deepEqual([unknown.route, unknown.status, unknown.companyId], [null, 404, undefined])
  const pages = platform.lines
    .map((text) => JSON.parse(text))
    .filter(({ role, msg }) => role === 'vault' && msg === 'request')
  assert.deepEqual(
    pages.map(({ method, route, status }) => [method, route, status]),
    [['POST', '/tokenize/:ticket', 200]],
  )
  const log = platform.lines.join('')
  for (const said of [contactId, cardId, 'Lovelace', '4242', platform.demo.api_token])
    assert.ok(!log.includes(said), `the log says ${said}`)
})

test('the log is without these lines where they are switched off, or where it tells of trouble only', async (t) => {
  for (const quiet of [{ logLevel: 'info', accessLog: false }, { logLevel: 'warn' }] as const) {
    const platform = await startPlatform(quiet)
    t.after(() => platform.close())
    await platform.createContact()
    assert.deepEqual(
      platform.lines.filter((line) => line.includes('"msg":"request"')),
      [],
    )
  }
})

test('a trusted proxy’s request id is in the answer, the problem, the log and the request log', async (t) => {
  const platform = await startPlatform({ logLevel: 'info', trustedProxies: [proxy] })
  t.after(() => platform.close())
  const first = await platform.call('GET', '/contact')
  const asked = await platform.call('PUT', '/contact', { name: 'Ada' }, { 'x-request-id': PROXYS })
  assert.deepEqual([asked.headers.get('x-request-id'), asked.body.request_id], [PROXYS, PROXYS])
  await until('its line', async () => platform.lines.some((line) => line.includes(`"requestId":"${PROXYS}"`)))
  const found = await until('it in the request log', async () => {
    const answer = await platform.call('GET', `/request_log/${PROXYS}`)
    return answer.status === 200 && answer.body
  })
  assert.equal(found.request_id, PROXYS)
  const { data } = await platform.good('GET', '/request_log?limit=100')
  const ids = data.map(({ request_id }: { request_id: string }) => request_id)
  const before = ids.indexOf(first.headers.get('x-request-id'))
  assert.ok(ids.indexOf(PROXYS) < before && ids.includes(PROXYS), 'newest first, whatever the proxy calls it')
  // Sent again by the proxy: each is in the log.
  assert.equal(
    (await platform.call('PUT', '/contact', { name: 'Ada' }, { 'x-request-id': PROXYS })).status,
    422,
  )
  await until('both', async () => {
    const page = await platform.good('GET', '/request_log?limit=100')
    return page.data.filter(({ request_id }: { request_id: string }) => request_id === PROXYS).length === 2
  })
})

test('a proxy’s id may lack hyphens; what is no id is replaced, and so is a stranger’s', async (t) => {
  const platform = await startPlatform({ trustedProxies: [proxy] })
  const stranger = await startPlatform()
  t.after(() => Promise.all([platform.close(), stranger.close()]))
  const idOf = async (at: typeof platform, given: string) =>
    (await at.call('GET', '/contact', undefined, { 'x-request-id': given })).headers.get('x-request-id')
  assert.equal(await idOf(platform, PROXYS.replaceAll('-', '').toUpperCase()), PROXYS)
  for (const odd of [
    '1-67891233-abcdef',
    `${PROXYS}0`,
    '4242424242424242',
    `${PROXYS}, ${PROXYS}`,
    'x'.repeat(2_000),
  ])
    assert.match((await idOf(platform, odd))!, /^[0-9a-f]{8}-[0-9a-f]{4}-7/, odd)
  assert.notEqual(await idOf(stranger, PROXYS), PROXYS)
})
