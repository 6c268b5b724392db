import assert from 'node:assert/strict'
import { test } from 'node:test'
import rateLimit from '@fastify/rate-limit'
import fastify from 'fastify'
import { RateLimitStore } from './rate-limit-store.ts'

test('of 30 requests that cross in one turn while 20 are left, 20 are served, each told what was left after it', async () => {
  const server = fastify()
  await server.register(rateLimit, {
    max: 20,
    timeWindow: 60_000,
    store: RateLimitStore,
    enableDraftSpec: true,
  })
  server.get('/', async () => 'ok')
  await server.ready()
  const answers = await Promise.all(Array.from({ length: 30 }, () => server.inject('/')))
  const served = answers.filter(({ statusCode }) => statusCode === 200)
  assert.deepEqual(
    served.map(({ headers }) => Number(headers['ratelimit-remaining'])),
    Array.from({ length: 20 }, (_, at) => 19 - at),
  )
  assert.ok(answers.slice(20).every(({ statusCode }) => statusCode === 429))
})
