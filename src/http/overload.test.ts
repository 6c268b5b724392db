/** Strangers in numbers take nothing from those who have a token: no slots, no statements, no log. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Agent, request } from 'undici'
import { anotherCompany } from '../../test/another-company.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { newSecret } from '../ground/ids.ts'

/** 1,200 were reported to stop an api of 1,000 slots; this one has 20. */
const CONNECTIONS = 200

let platform: Platform
before(async () => {
  platform = await startPlatform({ requestsAtOnceMax: 20, companyRequestsAtOnceMax: 10 })
})
after(() => platform?.close())

const statusOf = async (path: string, authorization: string, dispatcher?: Agent) => {
  const answer = await request(platform.url + path, {
    headers: { authorization },
    ...(dispatcher && { dispatcher }),
  })
  await answer.body.dump()
  return answer.statusCode
}

test('ten times as many strangers as there are slots, with tokens that are new each time: every request of a customer is served, and the log stays short', async () => {
  const linesBefore = platform.lines.length
  const dispatcher = new Agent({ connections: CONNECTIONS })
  const strangers = Array.from({ length: CONNECTIONS }, () =>
    statusOf('/contact?limit=1', `Bearer jp_demo_${newSecret()}`, dispatcher).catch(() => 0),
  )
  const { headers } = await anotherCompany(platform)
  const served = []
  await until(
    'the new token to be good',
    async () => (await statusOf('/contact', headers.authorization)) === 200,
  )
  for (let at = 0; at < 25; at++) served.push(await statusOf('/contact?limit=1', headers.authorization))
  // One who has not been seen, from the same address, in the middle of it.
  served.push(await statusOf('/contact?limit=1', `Bearer ${platform.demo.api_token}`))
  const refused = new Set(await Promise.all(strangers))
  await dispatcher.close()
  assert.deepEqual(served, Array(26).fill(200))
  assert.deepEqual(
    // 0: a connection that was ended with the answer before.
    [...refused].filter((status) => ![0, 401, 429, 503].includes(status)),
    [],
  )
  const lines = platform.lines.slice(linesBefore)
  assert.ok(lines.join('').length < 20_000, lines.join('').slice(0, 2_000))
  assert.deepEqual(
    lines.filter((line) => JSON.parse(line).err),
    [],
  )
})

test('one company takes its own slots only: the next of its requests is a 429, another company’s is served', async () => {
  const { headers } = await anotherCompany(platform)
  // The strangers of the test before came from this address too: a token that is new is good at its second
  // try.
  await until(
    'the new token to be good',
    async () => (await statusOf('/contact', headers.authorization)) === 200,
  )
  // Requests that stay: they wait for an event.
  const leave = new AbortController()
  const head = (await platform.call('GET', '/events?limit=1')).body.newest_event_id
  const waiting = Array.from({ length: 10 }, () =>
    fetch(`${platform.url}/events?after=${head}&wait=30`, {
      signal: leave.signal,
      headers: { authorization: `Bearer ${platform.demo.api_token}` },
    }).catch(() => undefined),
  )
  const refused = await until('its slots to be taken', async () => {
    const answer = await platform.call('GET', `/contact/${head}`)
    return answer.status === 429 && answer
  })
  assert.equal(refused.body.code, 'rate_limited')
  assert.match(refused.body.detail, /10 requests running/)
  assert.equal(refused.headers.get('retry-after'), '1')
  assert.equal(await statusOf('/contact?limit=1', headers.authorization), 200)
  leave.abort()
  await Promise.all(waiting)
})
