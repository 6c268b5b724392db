import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { anotherCompany } from '../../test/another-company.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'

let platform: Platform
let headers: Record<string, string>
/** Identifiers as they were created, oldest first. */
const created: string[] = []
const COUNT = 57

before(async () => {
  platform = await startPlatform()
  headers = (await anotherCompany(platform)).headers
  for (let at = 0; at < COUNT; at++) {
    const contact = {
      email: `c${at}@example.com`,
      name: `Contact ${at}`,
      tags: at % 10 === 0 ? ['tenth'] : [],
    }
    created.push((await platform.call('PUT', '/contact', contact, headers)).body.identifier)
  }
})
after(() => platform?.close())

const list = (query = '') => platform.call('GET', `/contact${query}`, undefined, headers)
const ids = (answer: { body: { data: { identifier: string }[] } }) =>
  answer.body.data.map((contact) => contact.identifier)

/** All pages one after the other. */
async function walk(limit: number, between: (page: number) => Promise<void> = async () => {}) {
  const seen: string[] = []
  let cursor = ''
  for (let page = 1; ; page++) {
    const answer = await list(`?limit=${limit}${cursor}`)
    // A cursor is given only where something follows.
    assert.ok(ids(answer).length > 0 && ids(answer).length <= limit)
    seen.push(...ids(answer))
    if (answer.body.next_cursor === null) return seen
    cursor = `&cursor=${answer.body.next_cursor}`
    await between(page)
  }
}

test('a list has the newest twenty first', async () => {
  const answer = await list()
  assert.deepEqual(ids(answer), created.slice(-20).reverse())
  assert.ok(answer.body.next_cursor)
})

test('pages of any size join to the whole list, each contact once, newest first', async () => {
  const all = created.toReversed()
  // 19 divides 57: the last page is full and still says that nothing follows.
  for (const limit of [1, 7, 19, 57, 100]) assert.deepEqual(await walk(limit), all, `limit ${limit}`)
})

test('contacts made and deleted while a client pages neither shift nor repeat the rest', async () => {
  const doomed = created[3]!
  const seen = await walk(10, async (page) => {
    const contact = { email: 'late@example.com', name: 'Late' }
    await platform.good('PUT', '/contact', contact, headers)
    if (page === 1) await platform.good('DELETE', `/contact/${doomed}`, undefined, headers)
  })
  created.splice(3, 1)
  assert.deepEqual(seen, created.toReversed())
})

test('filters narrow the list: address in any case, part of the name, tag, time', async () => {
  assert.deepEqual(ids(await list('?email=C12@EXAMPLE.COM')), [created[11]])
  assert.deepEqual(ids(await list('?name=CONTACT%201&limit=100')), [
    ...created.slice(9, 19).toReversed(),
    created[1],
  ])
  assert.deepEqual(ids(await list('?tag=tenth&limit=100')).length, 6)
  assert.deepEqual(ids(await list('?tag=tenth&name=contact%2050')), [created[49]])
  // A wildcard of SQL is a letter like any other.
  assert.deepEqual(ids(await list('?name=%25')), [])
  const { created_at } = (await platform.call('GET', `/contact/${created[20]}`, undefined, headers)).body
  const older = ids(await list(`?created_before=${created_at}&limit=100`))
  const newer = ids(await list(`?created_after=${created_at}&name=contact&limit=100`))
  assert.ok(older.includes(created[0]!) && !older.includes(created[40]!))
  assert.ok(newer.includes(created[40]!) && !newer.includes(created[0]!))
  assert.deepEqual(ids(await list('?created_before=2020-01-01T00:00:00%2B02:00')), [])
})

test('a name is found without its accents; where one is written it is meant', async () => {
  for (const name of ['Joséphine Lévesque', 'Josephine Roy', '김민준'])
    await platform.good('PUT', '/contact', { email: 'accents@example.com', name }, headers)
  const named = async (part: string) =>
    (await list(`?name=${encodeURIComponent(part)}`)).body.data.map(({ name }: any) => name).sort()
  assert.deepEqual(await named('JOSEPHINE'), ['Josephine Roy', 'Joséphine Lévesque'])
  assert.deepEqual(await named('levesque'), ['Joséphine Lévesque'])
  assert.deepEqual(await named('Joséphine'), ['Joséphine Lévesque'])
  assert.deepEqual(await named('민준'), ['김민준'])
  const { data } = (await platform.call('GET', '/search?q=levesque', undefined, headers)).body
  assert.deepEqual(
    data.map(({ title }: any) => title),
    ['Joséphine Lévesque'],
  )
})

test('a bad query is a 422 that names each parameter', async () => {
  const cases: Record<string, string[]> = {
    'limit=0': ['limit'],
    'limit=101': ['limit'],
    'limit=1.5': ['limit'],
    'limit=': ['limit'],
    'limit=5&limit=6': ['limit'],
    'cursor=abc': ['cursor'],
    'created_after=yesterday': ['created_after'],
    'created_after=2026-02-30T00:00:00Z': ['created_after'],
    // Neither is a time to PostgreSQL.
    'created_after=0000-01-01T00:00:00Z': ['created_after'],
    'created_before=2026-01-01T00:00:00%2B23:00': ['created_before'],
    'name=%00': ['name'],
    'limit=x&sort=name': ['limit', 'sort'],
  }
  for (const [query, paths] of Object.entries(cases)) {
    const { status, body } = await list(`?${query}`)
    assert.equal(status, 422, query)
    assert.deepEqual(
      body.errors.map((error: { path: string }) => error.path),
      paths,
      query,
    )
  }
})
