/**
 * Requests with and without company under the same keys, that end well, are refused, fail before or after
 * their effect or die, and keys that are abandoned or swept: whatever the order, a key has at most one effect
 * and one answer, which all of its repeats get.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { z } from 'zod'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import { freePort } from '../ground/free-port.ts'
import { newId } from '../ground/ids.ts'
import { endpoint } from './endpoint.ts'
import { claim, readIdempotencyKey } from './idempotency.ts'
import { createServer, serveEndpoints } from './server.ts'
import { sweepIdempotencyKeys } from './sweep-idempotency-keys.ts'

const RUNS = 80
const STEPS_MAX = 12

/** How one execution ends: the last three leave nothing behind and say so with a 5xx, or break off. */
const endings = ['well', 'refused', 'fails before', 'fails after', 'dies'] as const
type Ending = (typeof endings)[number]
type Runs = 'transaction' | 'network'

let platform: Platform
let url: string
let server: ReturnType<typeof createServer>
/** How the next executions end, then well; and how those of this step did. */
let planned: Ending[] = []
let executed: { key: string; body: string; ending: Ending }[] = []
/** Resolves when every request of the step has come in, so that they are under way at the same time. */
let together = Promise.withResolvers<void>()
let awaited = 0

const declare = (runs: Runs) =>
  endpoint({
    operationId: `effect_in_${runs}`,
    method: 'PUT',
    path: `/${runs}`,
    tag: 'Contacts',
    summary: 'Has an effect that is counted',
    scope: 'contacts:write',
    pathSchema: z.object({}),
    bodySchema: z.strictObject({ body: z.string() }),
    answers: { 200: { description: 'Done', schema: z.object({ effect: z.string() }) } },
    runs,
    async handle({ db, body: { body }, idempotencyKey }) {
      const { key } = idempotencyKey!
      const ending = planned.shift() ?? 'well'
      executed.push({ key, body, ending })
      await together.promise
      if (ending === 'fails before') throw new Error('failed before its effect')
      // Outside of a transaction a handler that fails has to leave nothing behind by itself.
      if (runs === 'transaction' || ending === 'well')
        await db.run(sql`insert into effects (key) values (${key})`)
      if (ending === 'refused') throw new Problem('wrong_state', 'Refused.')
      if (ending === 'dies' && runs === 'transaction')
        await db.run(sql`select pg_terminate_backend(pg_backend_pid())`)
      if (ending !== 'well') throw new Error('failed after its effect')
      return { body: { effect: newId() } }
    },
  })

before(async () => {
  platform = await startPlatform({ logLevel: 'silent' })
  await platform.stopWorker()
  await platform.db.run(sql`create table effects (key text not null)`)
  server = createServer(platform.context)
  server.addHook('onRequest', async () => {
    awaited -= 1
    if (awaited === 0) together.resolve()
  })
  await serveEndpoints(server, platform.context, [declare('transaction'), declare('network')])
  url = await server.listen({ host: '127.0.0.1', port: await freePort('127.0.0.1') })
})
after(async () => {
  await server?.close()
  await platform?.close()
})

/**
 * What a key should be: taken by a request that was answered, or by one whose process died, or free (absent).
 */
type Taken = { runs: Runs; body: string; answer: { status: number; text: string } | null; effects: number }
type Model = Map<string, Taken>
type Answer = { body: string; status: number; text: string; code?: string; replayed: boolean }

async function put(runs: Runs, key: string, body: string): Promise<Answer> {
  const response = await fetch(`${url}/${runs}`, {
    method: 'PUT',
    headers: {
      authorization: `Bearer ${platform.demo.api_token}`,
      'content-type': 'application/json',
      'idempotency-key': key,
    },
    body: JSON.stringify({ body }),
  })
  const text = await response.text()
  const replayed = response.headers.get('idempotent-replayed') === 'true'
  return { body, status: response.status, text, code: JSON.parse(text).code, replayed }
}

/**
 * All at the same moment under one key. The model takes whichever was first, and then all follows from it.
 */
async function requests(model: Model, runs: Runs, key: string, bodies: string[], plan: Ending[]) {
  planned = [...plan]
  executed = []
  together = Promise.withResolvers()
  awaited = bodies.length
  const answers = await Promise.all(bodies.map((body) => put(runs, key, body)))
  const before = model.get(key)
  const said = JSON.stringify({ before, executed, answers })

  const binds = ({ ending }: (typeof executed)[number]) => ending === 'well' || ending === 'refused'
  const bound = executed.findIndex(binds)
  if (before?.answer) assert.equal(executed.length, 0, `ran again: ${said}`)
  if (before && !before.answer && executed[0])
    assert.equal(executed[0].body, before.body, `took another’s key: ${said}`)
  if (bound >= 0) assert.equal(bound, executed.length - 1, `ran again after it was answered: ${said}`)
  if (!before || (!before.answer && bodies.includes(before.body)))
    assert.ok(executed.length > 0, `nobody ran: ${said}`)

  if (bound >= 0) {
    const { body, ending } = executed[bound]!
    const first = answers.filter(
      (answer) =>
        answer.body === body &&
        !answer.replayed &&
        answer.status === (ending === 'well' ? 200 : 409) &&
        !answer.code?.startsWith('idempotency'),
    )
    assert.equal(first.length, 1, `one is the first: ${said}`)
    const { status, text } = first[0]!
    model.set(key, { runs, body, answer: { status, text }, effects: ending === 'well' ? 1 : 0 })
  } else if (executed.length > 0 && runs === 'network') model.delete(key)

  const now = model.get(key)
  const failed = executed.filter((one) => !binds(one))
  for (const answer of answers) {
    if (answer.replayed) {
      assert.deepEqual(
        [answer.body, answer.status, answer.text],
        [now?.body, now?.answer?.status, now?.answer?.text],
        said,
      )
    } else if (answer.code === 'idempotency_conflict') {
      const holders = [before?.body, ...executed.map(({ body }) => body)]
      assert.ok(
        holders.some((holder) => holder !== undefined && holder !== answer.body),
        `conflicts with none: ${said}`,
      )
    } else if (answer.code === 'idempotency_in_progress')
      assert.ok(failed.length > 0, `waits for none: ${said}`)
  }
  const broken = answers.filter(({ status }) => status >= 500)
  assert.equal(broken.length, failed.length, `each failure is told once: ${said}`)
}

/** A request claimed its key and its process died, long enough ago. */
async function abandon(model: Model, runs: Runs, key: string, body: string) {
  if (model.has(key)) return
  const claimed = readIdempotencyKey(
    key,
    platform.demo.company_id,
    { operationId: `effect_in_${runs}`, path: {}, query: {}, body: { body } },
    { method: 'PUT', url: `/${runs}`, rawBody: JSON.stringify({ body }), requestId: newId() },
  )!
  assert.equal(await claim(platform.db, claimed), null)
  await age(key, '61 seconds')
  model.set(key, { runs, body, answer: null, effects: 0 })
}

const age = (key: string, by: string) =>
  platform.db.run(
    sql`update idempotency_keys set created_at = created_at - ${by}::interval where key = ${key}`,
  )

/** Keys that were answered are kept for 48 hours and then forgotten; one that is not answered stays. */
async function sweep(model: Model, hours: number) {
  await platform.db.run(
    sql`update idempotency_keys set created_at = jetpay_now() - make_interval(hours => ${hours})`,
  )
  await sweepIdempotencyKeys.run(platform.context)
  if (hours < 48) return
  for (const [key, { answer }] of model)
    if (answer) {
      model.delete(key)
      await platform.db.run(sql`delete from effects where key = ${key}`)
    }
}

/** The database has exactly the model's keys, answers and effects. */
async function agree(model: Model) {
  const rows = await platform.db.many<{
    key: string
    status: number | null
    body: string | null
    effects: number
  }>(sql`
    select key, status, body, (select count(*)::integer from effects e where e.key = coalesce(k.key, e.key)) as effects
    from idempotency_keys k order by key`)
  assert.deepEqual(
    rows,
    [...model]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, { answer, effects }]) => ({
        key,
        status: answer?.status ?? null,
        body: answer?.text ?? null,
        effects,
      })),
  )
  const { effects } = await platform.db.one<{ effects: number }>(
    sql`select count(*)::integer as effects from effects`,
  )
  assert.equal(
    effects,
    [...model.values()].reduce((sum, key) => sum + key.effects, 0),
    'an effect without its key',
  )
}

const key = fc.constantFrom('k1', 'k2')
const body = fc.constantFrom('a', 'b')
const runs = fc.constantFrom<Runs>('transaction', 'network')
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('requests' as const),
      runs,
      key,
      bodies: fc.array(body, { minLength: 1, maxLength: 4 }),
      plan: fc.array(fc.constantFrom(...endings), { maxLength: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('abandon' as const), runs, key, body }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('sweep' as const), hours: fc.constantFrom(47, 49) }),
  },
)
type OneStep = typeof step extends fc.Arbitrary<infer T> ? T : never

test('whatever comes at once, fails or dies: one effect and one answer for each key', async () => {
  const property = async (steps: OneStep[]) => {
    await platform.db.run(sql`delete from idempotency_keys`)
    await platform.db.run(sql`delete from effects`)
    const model: Model = new Map()
    for (const one of steps) {
      if (one.kind === 'requests')
        await requests(model, one.runs, `${one.runs}-${one.key}`, one.bodies, one.plan)
      else if (one.kind === 'abandon') await abandon(model, one.runs, `${one.runs}-${one.key}`, one.body)
      else await sweep(model, one.hours)
      await agree(model)
    }
  }
  await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: STEPS_MAX, size: 'max' }), property), {
    numRuns: RUNS,
  })
})
