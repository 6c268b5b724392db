import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { tokenFor } from '../../test/another-company.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'

const PER_WINDOW = 20

let platform: Platform
before(async () => {
  platform = await startPlatform({ rateLimitPerSecond: PER_WINDOW / 10 })
})
after(() => platform?.close())

test('a token that asks too often is told how long to wait, and nothing is changed; other tokens go on', async () => {
  const { headers } = await tokenFor(platform, platform.demo.company_id)
  const create = (name: string) => platform.call('PUT', '/contact', { email: 'a@example.com', name }, headers)
  const answers = []
  for (let at = 0; at < PER_WINDOW + 3; at++) answers.push(await create(`Contact ${at}`))

  assert.deepEqual(
    answers.map(({ status }) => status),
    [...Array(PER_WINDOW).fill(200), 429, 429, 429],
  )
  assert.deepEqual(
    answers.slice(0, 2).map(({ headers }) => headers.get('ratelimit-remaining')),
    [String(PER_WINDOW - 1), String(PER_WINDOW - 2)],
  )
  const refused = answers.at(-1)!
  assert.equal(refused.body.code, 'rate_limited')
  assert.equal(refused.headers.get('content-type'), 'application/problem+json; charset=utf-8')
  assert.equal(refused.headers.get('ratelimit-limit'), String(PER_WINDOW))
  assert.equal(refused.headers.get('ratelimit-remaining'), '0')
  const wait = Number(refused.headers.get('retry-after'))
  assert.ok(wait >= 1 && wait <= 10, `Retry-After: ${wait}`)

  const list = await platform.call('GET', '/contact?limit=100')
  assert.equal(list.status, 200)
  assert.equal(list.body.data.length, PER_WINDOW)
})

test('of many requests that cross, as many are served as are left, and each is told what was left after it', async () => {
  const { headers } = await tokenFor(platform, platform.demo.company_id)
  await platform.good('GET', '/contact', undefined, headers)
  const crossing = Array.from({ length: PER_WINDOW + 10 }, () =>
    platform.call('GET', '/contact', undefined, headers),
  )
  const answers = await Promise.all(crossing)
  const left = answers
    .filter(({ status }) => status === 200)
    .map(({ headers }) => Number(headers.get('ratelimit-remaining')))
  assert.deepEqual(
    left.toSorted((a, b) => b - a),
    Array.from({ length: PER_WINDOW - 1 }, (_, at) => PER_WINDOW - 2 - at),
  )
  assert.equal(answers.filter(({ status }) => status === 429).length, 11)
})

test('a wrong token, and paths that do not exist, are limited as well', async () => {
  const statuses = async (path: string, authorization: string, max: number) => {
    const answers = []
    for (let at = 0; at < max + 1; at++) {
      answers.push((await platform.call('GET', path, undefined, { authorization })).status)
    }
    return [answers[0], answers.at(-1)]
  }
  // A wrong one by its address (admission.test.ts), whatever it is; so is what is asked for without a good
  // one.
  assert.deepEqual(await statuses('/contact', 'Bearer jp_demo_unknown', 60), [401, 429])
  assert.deepEqual(await statuses('/nothing', 'Bearer jp_demo_elsewhere', PER_WINDOW), [404, 429])
})
