import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { freePort } from '../ground/free-port.ts'
import type { Cell } from './cells.ts'
import { openMergedKeys } from './merged-keys.ts'

const cellAt = (cell_id: string, port: number): Cell => ({
  cell_id,
  api_url: `http://127.0.0.1:${port}`,
  card_page_url: 'https://cards.example.com',
  state: 'open',
})

test('the keys of a cell that is down are those that it told last, or none; the others’ are told all the same', async (t) => {
  const server = createServer((_, response) => response.end('{"keys":[{"kid":"of a"},{"kid":"of a"}]}'))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const a = cellAt('a', (server.address() as AddressInfo).port)
  const b = cellAt('b', await freePort('127.0.0.1'))
  const told = JSON.stringify({ keys: [{ kid: 'of a' }] })

  assert.deepEqual(await openMergedKeys(async () => [a])(), { text: told, whole: true })
  assert.deepEqual(await openMergedKeys(async () => [a, b])(), { text: told, whole: false })
  await assert.rejects(openMergedKeys(async () => [b])(), /no cell has told its keys/)

  const again = openMergedKeys(async () => [a])
  await again()
  server.close()
  server.closeAllConnections()
  assert.deepEqual(await again(), { text: told, whole: true })
})
