/**
 * Every list of the document, in both clients: gone through page by page, also where it goes on in a way of
 * its own. The server here answers every request as each of them would.
 */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describeApi } from '../../src/api.ts'
import { type Jetpay, openJetpay } from './jetpay.ts'
import { nextPage } from './next-page.ts'
import { EXAMPLE_URL } from './operations-file.ts'

type Parameter = { name: string; in: string; required?: boolean; schema: { type?: string } }
type List = { id: string; required: Record<string, unknown>; expected: number[] }

const last = { next_cursor: null, next_after: null, next_before: null, last_event_id: 3, newest_event_id: 3 }
const first = { next_cursor: '2', next_after: '2', next_before: '2', last_event_id: 2, newest_event_id: 3 }
const server = createServer(({ url }, response) => {
  const { searchParams } = new URL(url!, EXAMPLE_URL)
  const isSecond = ['cursor', 'after', 'before'].some((name) => searchParams.get(name) === '2')
  const page = isSecond ? { data: [3], ...last } : { data: [1, 2], ...first }
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(page))
})
let baseUrl: string
before(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
after(() => server.close())

/** Every operation named a list, and every other that has pages. One that takes no `limit` has one page. */
function lists(): List[] {
  const { paths, components } = describeApi(EXAMPLE_URL) as any
  return Object.values<any>(paths)
    .flatMap((methods) => Object.values<any>(methods))
    .map(({ operationId: id, parameters = [] }) => {
      const named: Parameter[] = parameters.map((one: any) =>
        one.$ref ? components.parameters[one.$ref.split('/').at(-1)] : one,
      )
      const hasPages = named.some(({ name }) => name === 'limit')
      const required = Object.fromEntries(
        named
          .filter((one) => one.required)
          .map(({ name, schema }) => [name, schema.type === 'integer' ? 7 : 'x']),
      )
      return { id, required, hasPages, expected: hasPages ? [1, 2, 3] : [1, 2] }
    })
    .filter(({ id, hasPages }) => id.startsWith('list_') || hasPages)
}

test('every list of the document is an async iterator of all its items', async () => {
  const jetpay = openJetpay({ baseUrl, token: 'jp_x' }) as unknown as Record<
    string,
    (fields: object) => ReturnType<Jetpay['listContacts']>
  >
  assert.ok(lists().length > 40)
  for (const { id, required, expected } of lists()) {
    const name = id.replaceAll(/_(\w)/g, (_all, letter: string) => letter.toUpperCase())
    const list = jetpay[name]!(required)
    assert.ok(Symbol.asyncIterator in list, `${name} cannot be gone through`)
    assert.deepEqual(await Array.fromAsync(list), expected, name)
  }
})

test('a list that leads back to where it was ends with an error, whatever it leads through', async () => {
  const cursors: Record<string, string> = { '': 'a', a: 'b', b: 'c', c: 'b' }
  const fetch = async (url: string) => {
    const asked = new URL(url).searchParams
    const log = { last_event_id: 2, newest_event_id: 3 }
    const next_cursor = asked.has('repeat') ? 'x' : cursors[asked.get('cursor') ?? '']
    return Response.json({ data: [1], ...(url.includes('/events') ? log : { next_cursor }) })
  }
  const jetpay = openJetpay({ baseUrl, token: 'jp_x', fetch })
  for (const [list, pages] of [
    [() => jetpay.listContacts(), 4],
    [() => jetpay.listContacts({ repeat: 1 } as object), 2],
    [() => jetpay.listEvents(), 2],
  ] as const) {
    const got: unknown[] = []
    const all = async () => {
      for await (const one of list()) got.push(one)
    }
    await assert.rejects(all, { code: 'unreadable', message: /^next_cursor is|^last_event_id is/ })
    assert.equal(got.length, pages)
  }
  // Behind the newest event there is none.
  const behind = async () => Response.json({ data: [], last_event_id: 9, newest_event_id: 3 })
  const client = openJetpay({ baseUrl, token: 'jp_x', fetch: behind })
  assert.deepEqual(await Array.fromAsync(client.listEvents({ after: 9 })), [])
})

test('a page that leads to no place ends the list with an error, and so does a log that stands with events', async () => {
  let asked = 0
  const answering = (page: (asked: number) => object) => {
    asked = 0
    const fetch = async () => {
      asked += 1
      assert.ok(asked < 10, 'it has no end')
      return Response.json({ data: [asked], ...page(asked) })
    }
    return openJetpay({ baseUrl, token: 'jp_x', fetch, triesMax: 1 })
  }
  const log = { last_event_id: 1, newest_event_id: 9 }
  for (const [page, pages] of [
    [{ last_event_id: 'abc' }, 1],
    [{ last_event_id: [1] }, 1],
    [{ last_event_id: 1.5 }, 1],
    [{ last_event_id: null }, 1],
    [{ newest_event_id: undefined }, 1],
    [{ newest_event_id: '9' }, 1],
    [{}, 2],
  ] as const)
    for (const wait of [undefined, 30]) {
      const list = answering(() => ({ ...log, ...page })).listEvents({ wait })
      await assert.rejects(Array.fromAsync<unknown>(list), { code: 'unreadable', message: /_event_id is / })
      assert.equal(asked, pages, JSON.stringify([page, wait]))
    }
  for (const odd of [(n: number) => [n], (n: number) => ({ n }), () => false, () => '', () => 1.5]) {
    const list = answering((n) => ({ next_cursor: odd(n) })).listContacts()
    await assert.rejects(Array.fromAsync<unknown>(list), {
      code: 'unreadable',
      message: /no place in this list/,
    })
    assert.equal(asked, 1)
  }
})

test('every list of the document has an all_… in Python', async () => {
  const folder = fileURLToPath(new URL('../python/', import.meta.url))
  const env = {
    ...process.env,
    PYTHONDONTWRITEBYTECODE: '1',
    PYTHONPATH: folder,
    JETPAY_STAGE: JSON.stringify({ url: baseUrl, lists: lists() }),
  }
  await promisify(execFile)('python3', ['tests/test_lists.py'], { cwd: folder, env })
})

test('a list whose pages nobody knows how to turn is not written', () => {
  const answer = { properties: { data: { type: 'array' }, more: { type: 'string' } } }
  const responses = { 200: { content: { 'application/json': { schema: answer } } } }
  assert.throws(() => nextPage('list_things', ['limit'], responses, {}), /list_things/)
})

test('a try that waits for an event may take as much longer', async () => {
  const late = async (url: string, init: RequestInit) => {
    await pause(30, undefined, { signal: init.signal! })
    return fetch(url, init)
  }
  const jetpay = openJetpay({ baseUrl, token: 'jp_x', timeoutMs: 1, triesMax: 1, fetch: late })
  assert.equal((await jetpay.listEvents({ wait: 30 })).data.length, 2)
  await assert.rejects(async () => jetpay.listEvents(), { code: 'no_answer' })
})
