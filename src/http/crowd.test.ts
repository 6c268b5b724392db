/**
 * Past what the database can do, requests are told early to come back, and those who fill the line are told
 * first.
 */
import assert from 'node:assert/strict'
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import { anotherCompany } from '../../test/another-company.ts'
import { type ApiAnswer, type Platform, startPlatform, until } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'
import { openCrowd } from './crowd.ts'

const CROWD = 20
const WAIT_MAX_MS = 500
const LOOK_MS = 200

/** A crowd on a stopwatch that is turned by hand, of `many` of one company. */
function crowdOf(many: number) {
  let ms = 0
  const crowd = openCrowd(() => ms)
  const leaves = Array.from({ length: many }, () => crowd.enter('a'))
  const isLetIn = (company: string) => {
    try {
      crowd.requireRoom(company)
      return true
    } catch (error) {
      assert.equal((error as { code?: string }).code, 'service_unavailable')
      return false
    }
  }
  return { crowd, leaves, isLetIn, pass: (by: number) => (ms += by) }
}

test('while even the shortest wait is too long whoever fills the line is refused, another company is not, and then all are let in', () => {
  const { crowd, isLetIn, pass, leaves } = crowdOf(CROWD)
  crowd.waits.begin()
  crowd.waits.end(WAIT_MAX_MS + 1)
  assert.ok(isLetIn('a'), 'it is not known yet')
  pass(LOOK_MS)
  assert.ok(!isLetIn('a'))
  assert.ok(isLetIn('b'))
  crowd.enter('b')
  assert.ok(isLetIn('b'), 'it has less than its part')
  assert.ok(!isLetIn('a'))
  leaves[0]!()
  leaves[0]!()
  assert.ok(!isLetIn('a'), 'who left twice left once')
  leaves[1]!()
  assert.ok(isLetIn('a'), 'so few are no crowd')
  crowd.enter('a')
  assert.ok(!isLetIn('a'))
  crowd.waits.begin()
  crowd.waits.end(1)
  pass(LOOK_MS)
  assert.ok(isLetIn('a'), 'one that waited shortly')
})

test('a long wait among short ones is no crowd', () => {
  const { crowd, isLetIn, pass } = crowdOf(CROWD)
  for (const ms of [3, 9_000]) {
    crowd.waits.begin()
    crowd.waits.end(ms)
  }
  pass(LOOK_MS)
  assert.ok(isLetIn('a'))
})

test('where none ends the database stands still, unless few wait for it', () => {
  for (const [waiting, letIn] of [
    [CROWD - 1, true],
    [CROWD, false],
  ] as const) {
    const { crowd, isLetIn, pass } = crowdOf(CROWD)
    for (let at = 0; at < waiting; at++) crowd.waits.begin()
    pass(WAIT_MAX_MS)
    assert.ok(isLetIn('a'))
    pass(LOOK_MS)
    assert.equal(isLetIn('a'), letIn, `${waiting} wait`)
  }
})

let platform: Platform
let other: Awaited<ReturnType<typeof anotherCompany>>
before(async () => {
  platform = await startPlatform()
  other = await anotherCompany(platform)
})
after(() => platform?.close())

/** What is answered to a request of which no body comes: its headers are all that was read. */
const withoutBody = () =>
  new Promise<{ status: number; body: any; retryAfter: unknown }>((resolve, reject) => {
    const sent = request(`${platform.url}/contact`, {
      method: 'PUT',
      headers: {
        authorization: `Bearer ${platform.demo.api_token}`,
        'content-type': 'application/json',
        'content-length': 1_000,
      },
    })
    sent.on('response', async (answer) => {
      const body = JSON.parse(await text(answer))
      resolve({ status: answer.statusCode!, body, retryAfter: answer.headers['retry-after'] })
      sent.destroy()
    })
    sent.on('error', reject).flushHeaders()
  })

test('while the database holds up all, the next request of who fills the line is a 503 before its body is read; another company’s is done', async () => {
  const create = (headers = {}) =>
    platform.call('PUT', '/contact', { email: 'ada@example.com', name: 'Ada' }, headers)
  assert.equal((await create(other.headers)).status, 200)
  const asked: Promise<ApiAnswer>[] = []
  let refusal: ApiAnswer | undefined
  const ask = () =>
    asked.push(
      create().then((answer) => {
        if (answer.status === 503 && answer.body.detail.includes('take too long')) refusal ??= answer
        return answer
      }),
    )
  let others: Promise<ApiAnswer> | undefined
  await platform.db.transaction(async (db) => {
    await db.run(sql`lock table contacts in exclusive mode`)
    for (let at = 0; at < 2 * CROWD; at++) ask()
    await until('a refusal', async () => {
      ask()
      return refusal !== undefined
    })
    const { status, body, retryAfter } = await withoutBody()
    assert.deepEqual([status, body.code, retryAfter], [503, 'service_unavailable', '1'])
    others = create(other.headers)
  })
  // 503 where this machine took longer than a lock is waited for.
  assert.ok([200, 503].includes((await others!).status))
  assert.doesNotMatch((await others!).text, /take too long/)
  const statuses = new Set((await Promise.all(asked)).map(({ status }) => status))
  assert.deepEqual(
    [...statuses].filter((status) => ![200, 503].includes(status)),
    [],
  )
  await until('all to be let in again', async () => (await create()).status === 200)
})
