/**
 * Two api processes on one port are one to whoever asks: each here in the test's own process, with all of its
 * own.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Agent, request } from 'undici'
import { tokenFor } from '../../test/another-company.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { startApi } from '../api.ts'
import { sql } from '../db/sql.ts'
import { newSecret } from '../ground/ids.ts'
import { openContext } from '../process/context.ts'

/** A minute’s failures of one address, and a window’s requests of one token. */
const FAILURES = 60
const PER_WINDOW = 2_000
/** Requests between two looks at what the processes have told each other. */
const STEP = 12

let platform: Platform
let stopSecond: () => Promise<void>
before(async () => {
  platform = await startPlatform({ apiProcesses: 2, rateLimitPerSecond: PER_WINDOW / 10 })
  const context = await openContext('api', platform.config, { write: () => undefined })
  const second = await startApi(context)
  stopSecond = async () => {
    await second.close()
    await context.close()
  }
})
after(async () => {
  await stopSecond?.()
  await platform?.close()
})

/** On a connection of its own, so that the system chooses a process for it. */
async function ask(authorization: string): Promise<{ status: number; left: number }> {
  const dispatcher = new Agent({ connections: 1 })
  try {
    const answer = await request(`${platform.url}/contact/none`, { headers: { authorization }, dispatcher })
    await answer.body.dump()
    return { status: answer.statusCode, left: Number(answer.headers['ratelimit-remaining']) }
  } finally {
    await dispatcher.close()
  }
}
const statusOf = async (authorization: string) => (await ask(authorization)).status

/** What each process has told the others of this key. */
const told = async (kind: string, key: string): Promise<number[]> => {
  const rows = await platform.db.many<{ current: number }>(sql`
    select (counts -> ${kind} -> ${key} ->> 1)::integer as current from shared_counts`)
  return rows.map(({ current }) => current ?? 0)
}
const sum = (all: number[]) => all.reduce((total, one) => total + one, 0)

test('one address has one budget of failed authentications over all processes', async () => {
  let failed = 0
  await until('both to refuse', async () => {
    const statuses: number[] = []
    for (let at = 0; at < STEP; at++) statuses.push(await statusOf(`Bearer jp_demo_${newSecret()}`))
    failed += statuses.filter((status) => status === 401).length
    await until('them to have told of all', async () => sum(await told('token 1', '127.0.0.1')) >= failed)
    return statuses.every((status) => status === 429)
  })
  // Each by itself would have let 60 of them fail.
  assert.ok(failed >= FAILURES && failed < 1.5 * FAILURES, `${failed} failed`)
})

test('one token has one budget of requests over all processes', async () => {
  // Each time with a new token: a window may end between any two requests.
  await until('a request to be told of those that the other process has served', async () => {
    const { headers, tokenId } = await tokenFor(platform, platform.demo.company_id)
    for (let at = 0; at < STEP; at++) await ask(headers.authorization)
    const fewest = await until('both to have told of some', async () =>
      Math.min(...(await told('token', tokenId))),
    )
    for (let asks = STEP + 1; asks <= 2 * STEP; asks++) {
      const { left } = await ask(headers.authorization)
      // By itself a process knows of those alone that the other has not served.
      if (left < PER_WINDOW - (asks - fewest)) return true
    }
    return false
  })
})

test('a process that ends leaves nothing behind that is counted', async () => {
  const before = await platform.db.many(sql`select from shared_counts`)
  assert.equal(before.length, 2)
  await stopSecond()
  stopSecond = async () => undefined
  assert.equal((await platform.db.many(sql`select from shared_counts`)).length, 1)
})
