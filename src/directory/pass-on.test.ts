/** What goes by the router, as the server behind it sees it and as its client does. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { after, before, test } from 'node:test'
import { pino } from 'pino'
import { until } from '../../test/platform.ts'
import type { KnownCell } from './cells.ts'
import { openFollowedMoves } from './follow-moves.ts'
import type { Places } from './places.ts'
import { startRouter } from './router.ts'

type Seen = { method: string; url: string; raw: string[]; body: string; aborted: boolean }

let answer: (request: IncomingMessage, response: ServerResponse) => void
const seen: Seen[] = []
const behind = createServer((request, response) => {
  const one: Seen = {
    method: request.method!,
    url: request.url!,
    raw: request.rawHeaders,
    body: '',
    aborted: false,
  }
  seen.push(one)
  request.on('data', (piece) => (one.body += piece))
  request.on('close', () => (one.aborted = !request.complete))
  response.on('close', () => (one.aborted ||= !response.writableFinished))
  answer(request, response)
})
let router: Awaited<ReturnType<typeof startRouter>>

before(async () => {
  behind.listen(0, '127.0.0.1')
  await once(behind, 'listening')
  const cell: KnownCell = {
    cell_id: 'a',
    api_url: `http://127.0.0.1:${(behind.address() as AddressInfo).port}/within`,
    card_page_url: 'https://cards-a.example.com',
    state: 'open',
    heldUntil: 0,
  }
  const nobody = async () => undefined
  const places: Places = {
    cells: async () => [cell],
    company: nobody,
    token: nobody,
    link: nobody,
    cardPage: nobody,
    forgetCompany: () => undefined,
  }
  const settings = { environment: 'demo' as const, trustedProxies: [], host: '127.0.0.1', port: 0 }
  router = await startRouter(
    settings,
    places,
    openFollowedMoves(places),
    pino({ level: 'silent' }),
    () => undefined,
  )
})
after(async () => {
  await router.close()
  behind.closeAllConnections()
  behind.close()
})

/** A request as it stands on the wire, and all that comes back until the connection ends. */
async function onTheWire(text: string, isEnough = (_: string) => false): Promise<string> {
  const socket = connect(router.port, '127.0.0.1')
  socket.write(text)
  let got = ''
  for await (const piece of socket) {
    got += piece
    if (isEnough(got)) break
  }
  socket.destroy()
  return got
}
const echo = (request: IncomingMessage, response: ServerResponse) =>
  request.on('end', () => response.end('done'))

test('a request without a body has none behind, whatever its method', async () => {
  answer = echo
  for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'PROPFIND']) {
    const told = await onTheWire(`${method} /x?y=%2F HTTP/1.1\r\nHost: pay\r\nConnection: close\r\n\r\n`)
    assert.match(told, /^HTTP\/1\.1 200 /, method)
    const { raw, body, ...one } = seen.at(-1)!
    assert.deepEqual([one.method, one.url, body], [method, '/within/x?y=%2F', ''])
    const names = raw.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase())
    assert.ok(!names.includes('transfer-encoding'), method)
    assert.equal(raw[raw.indexOf('Host') + 1], 'pay')
  }
})

test('bodies of a known length and in pieces come whole, in any method, and headers as often as they were sent', async () => {
  answer = echo
  await onTheWire(
    'DELETE /x HTTP/1.1\r\nHost: pay\r\nConnection: close\r\nX-Two: 1\r\nX-Two: 2\r\nContent-Length: 5\r\n\r\nhello',
  )
  assert.equal(seen.at(-1)!.body, 'hello')
  assert.equal(seen.at(-1)!.raw.filter((name) => name === 'X-Two').length, 2)
  await onTheWire(
    'GET /x HTTP/1.1\r\nHost: pay\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n',
  )
  assert.equal(seen.at(-1)!.body, 'hello')
  await onTheWire(
    'PUT /x HTTP/1.1\r\nHost: pay\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello',
  )
  assert.equal(seen.at(-1)!.body, 'hello')
})

test('what is of the connection, and what a stranger says of itself, does not go on', async () => {
  answer = (_, response) => {
    response.writeHead(204, {
      connection: 'x-inner',
      'x-inner': '1',
      'x-outer': '2',
      'set-cookie': ['a', 'b'],
    })
    response.end()
  }
  const told = await onTheWire(
    'GET /x HTTP/1.1\r\nHost: pay\r\nConnection: close, X-Mine, host\r\nX-Mine: 1\r\nForwarded: for=9.9.9.9\r\nX-Forwarded-For: 9.9.9.9\r\nX-Forwarded-Host: evil\r\nX-Real-IP: 9.9.9.9\r\nTE: trailers\r\n\r\n',
  )
  assert.match(told, /^HTTP\/1\.1 204 [\s\S]*x-outer: 2[\s\S]*set-cookie: a\r\nset-cookie: b/i)
  assert.doesNotMatch(told, /x-inner/)
  const { raw } = seen.at(-1)!
  assert.ok(!/9\.9\.9\.9|evil|X-Mine|trailers/.test(raw.join(' ')), raw.join(' '))
  assert.deepEqual(raw.slice(raw.indexOf('x-forwarded-for'), raw.indexOf('x-forwarded-for') + 2), [
    'x-forwarded-for',
    '127.0.0.1',
  ])
})

test('the length of a body goes on, though a client calls it the connection’s own', async () => {
  answer = echo
  const before = seen.length
  const inner = 'GET /inner HTTP/1.1\r\nHost: pay\r\n\r\n'
  await onTheWire(
    `GET /x HTTP/1.1\r\nHost: pay\r\nConnection: close, Content-Length\r\nContent-Length: ${inner.length}\r\n\r\n${inner}`,
  )
  // What was left of it would come as the next request of whoever has the connection then.
  await onTheWire('GET /next HTTP/1.1\r\nHost: pay\r\nConnection: close\r\n\r\n')
  assert.deepEqual(
    seen.slice(before).map(({ url, body }) => [url, body]),
    [
      ['/within/x', inner],
      ['/within/next', ''],
    ],
  )
})

test('two lengths, or a length and pieces, are no request', async () => {
  const before = seen.length
  for (const headers of [
    'Content-Length: 5\r\nContent-Length: 6',
    'Content-Length: 5\r\nTransfer-Encoding: chunked',
    'Transfer-Encoding: chunked, identity',
  ])
    assert.match(
      await onTheWire(`POST /x HTTP/1.1\r\nHost: pay\r\nConnection: close\r\n${headers}\r\n\r\nhello`),
      /^HTTP\/1\.1 400 /,
      headers,
    )
  assert.equal(seen.length, before)
})

test('a client that goes away is gone behind, too, and a server that breaks off is told by a broken answer', async () => {
  answer = (_, response) => response.write('begun')
  const socket = connect(router.port, '127.0.0.1')
  socket.write('GET /stream HTTP/1.1\r\nHost: pay\r\n\r\n')
  await once(socket, 'data')
  socket.destroy()
  await until('the server to hear of it', async () => seen.at(-1)!.aborted)

  answer = (_, response) => {
    response.writeHead(200, { 'content-length': 10 }).write('begun')
    setImmediate(() => response.destroy())
  }
  const broken = request({ port: router.port, path: '/x' })
  broken.end()
  const [half] = (await once(broken, 'response')) as [IncomingMessage]
  await assert.rejects(async () => {
    for await (const _ of half);
  }, /aborted/)

  answer = (request) => request.socket.destroy()
  const told = await onTheWire(
    'POST /x HTTP/1.1\r\nHost: pay\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}',
  )
  assert.match(told, /^HTTP\/1\.1 503 [\s\S]*retry-after: 1[\s\S]*"code":"service_unavailable"/i)
})

test('HEAD has the length and no body, and the next request on the connection is answered', async () => {
  answer = (_, response) => response.writeHead(200, { 'content-length': 4 }).end('done')
  const told = await onTheWire(
    'HEAD /x HTTP/1.1\r\nHost: pay\r\n\r\nGET /y HTTP/1.1\r\nHost: pay\r\nConnection: close\r\n\r\n',
  )
  assert.equal(told.match(/HTTP\/1\.1 200 /g)!.length, 2)
  assert.equal(told.match(/content-length: 4/gi)!.length, 2)
  assert.equal(told.match(/done/g)!.length, 1)
})
