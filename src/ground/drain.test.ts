/** A server that stops, as those see it who hold a connection to it. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createConnection, type Socket } from 'node:net'
import { type TestContext, test } from 'node:test'
import fastify from 'fastify'
import { Registry } from 'prom-client'
import { startPlatform, until } from '../../test/platform.ts'
import { openDrain } from './drain.ts'
import { serveOperations } from './operations.ts'

const GET = (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`

/** A connection by hand: what it has heard so far, and its end. */
async function connect(port: number) {
  const socket = createConnection({ host: '127.0.0.1', port })
  let heard = ''
  socket.on('data', (chunk) => (heard += chunk))
  socket.on('error', () => undefined)
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  await once(socket, 'connect')
  return { socket, heard: () => heard, ended }
}

/**
 * A server whose `/slow` answers when the test says so, and that keeps connections for as long as ours do.
 */
async function startServer(t: TestContext, finishMs?: number) {
  const slow = Promise.withResolvers<void>()
  let asked = 0
  const server = fastify({ keepAliveTimeout: 75_000, return503OnClosing: false })
  const sockets = new Set<Socket>()
  server.server.on('connection', (socket: Socket) => sockets.add(socket))
  const drain = openDrain(server, finishMs)
  server.get('/quick', async () => 'quick')
  server.get('/slow', async () => {
    asked += 1
    await slow.promise
    return 'slow'
  })
  await server.listen({ host: '127.0.0.1', port: 0 })
  t.after(() => {
    slow.resolve()
    for (const socket of sockets) socket.destroy()
    return server.close()
  })
  const { port } = server.server.address() as AddressInfo
  return { port, drain, slow, asked: () => asked }
}

test('a server that stops ends at once what nobody uses: a connection kept alive, and one that never asked', async (t) => {
  const { port, drain } = await startServer(t)
  const kept = await connect(port)
  kept.socket.write(GET('/quick'))
  await until('the answer', async () => kept.heard().endsWith('quick'))
  assert.match(kept.heard(), /connection: keep-alive/i)
  const silent = await connect(port)
  await drain.close()
  await Promise.all([kept.ended, silent.ended])
})

test('a request that is under way when the server stops is answered, and its connection then ends', async (t) => {
  const { port, drain, slow, asked } = await startServer(t)
  const one = await connect(port)
  one.socket.write(GET('/slow'))
  await until('the request to be under way', async () => asked() === 1)
  const closed = drain.close()
  slow.resolve()
  await Promise.all([one.ended, closed])
  assert.match(one.heard(), /^HTTP\/1\.1 200 .*connection: close.*slow$/is)
})

test('a request of which a part has come in when the server stops is taken whole and answered', async (t) => {
  const { port, drain } = await startServer(t)
  const fresh = await connect(port)
  const kept = await connect(port)
  kept.socket.write(GET('/quick'))
  await until('the answer', async () => kept.heard().endsWith('quick'))
  const all = [fresh, kept]
  const begun = GET('/quick').slice(0, -2)
  for (const { socket } of all) socket.write(begun)
  const counted = await connect(port)
  counted.socket.write(GET('/quick'))
  await until('all before it to have come in', async () => counted.heard().endsWith('quick'))
  const closed = drain.close()
  for (const { socket } of all) socket.write('\r\n')
  await Promise.all([...all.map(({ ended }) => ended), closed])
  for (const { heard } of all) assert.match(heard(), /connection: close.*quick$/is)
})

test('a server that is about to stop takes new connections and requests, and each answer ends its connection', async (t) => {
  const { port, drain } = await startServer(t)
  const before = await connect(port)
  drain.leave()
  const after = await connect(port)
  for (const { socket, heard, ended } of [before, after]) {
    socket.write(GET('/quick'))
    await ended
    assert.match(heard(), /^HTTP\/1\.1 200 .*connection: close.*quick$/is)
  }
})

test('a request that does not end holds up a stop for its time and no longer', async (t) => {
  const { port, drain, asked } = await startServer(t, 300)
  const one = await connect(port)
  one.socket.write(GET('/slow'))
  await until('the request to be under way', async () => asked() === 1)
  await drain.close()
  await one.ended
  assert.equal(one.heard(), '')
})

test('a process that is about to stop says on /readyz that it is not ready, and why, until the end', async (t) => {
  const operations = await serveOperations(
    { host: '127.0.0.1', port: 0, environment: 'demo' },
    new Registry(),
    { database: async () => true },
  )
  t.after(() => operations.close())
  const ask = async () => {
    const response = await fetch(`http://127.0.0.1:${operations.port}/readyz`)
    return { status: response.status, body: await response.json() }
  }
  assert.deepEqual(await ask(), { status: 200, body: { ready: true, database: true } })
  operations.leave()
  assert.deepEqual(await ask(), { status: 503, body: { ready: false, stopping: true, database: true } })
})

test('api, vault and their operators’ listeners stop though clients hold connections to them', async () => {
  const platform = await startPlatform()
  const { config } = platform
  const kept = await Promise.all([connect(config.apiPort), connect(config.vaultPort)])
  const silent = await Promise.all([connect(config.apiPort), connect(config.vaultPort)])
  for (const { socket, heard } of kept) {
    socket.write(GET('/healthz'))
    await until('the answer', async () => heard().includes('200 OK'))
  }
  await platform.close()
  await Promise.all([...kept, ...silent].map(({ ended }) => ended))
})
