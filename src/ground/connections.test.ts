import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { test } from 'node:test'
import fastify from 'fastify'
import { pino } from 'pino'
import { until } from '../../test/platform.ts'
import { boundConnections } from './connections.ts'

test('too many connections end the oldest that never brought a good token, never one that did, and the log says so once', async (t) => {
  const lines: string[] = []
  const server = fastify({ forceCloseConnections: true })
  t.after(() => server.close())
  const log = pino({}, { write: (line: string) => void lines.push(line) })
  boundConnections(server, log, ({ headers }) => headers.authorization !== undefined, 3)
  server.get('/', async () => 'ok')
  await server.listen({ port: 0, host: '127.0.0.1' })
  const { port } = server.server.address() as AddressInfo
  const open = async (headers = '') => {
    const socket = connect(port, '127.0.0.1')
    socket.write(`GET / HTTP/1.1\r\nHost: x\r\n${headers}\r\n`)
    await once(socket, 'data')
    return socket
  }
  const customer = await open('Authorization: Bearer good\r\n')
  const strangers: Socket[] = []
  for (let at = 0; at < 6; at++) strangers.push(await open())
  await until('the oldest to be ended', async () => strangers.slice(0, 4).every(({ destroyed }) => destroyed))
  assert.deepEqual(
    [customer, ...strangers.slice(4)].map(({ destroyed }) => destroyed),
    [false, false, false],
  )
  customer.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  await once(customer, 'data')
  assert.equal(lines.length, 1)
  assert.match(lines[0]!, /more than 3 connections/)
})
