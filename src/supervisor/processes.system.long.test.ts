/** Several api and worker processes under one supervisor, as operators run them. */
import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { Agent, request } from 'undici'
import { until } from '../../test/platform.ts'
import { newDataFolder, processes, type System, saveCard, startSystem } from '../../test/system.ts'
import { openDatabase, sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import { verify } from '../verify/verify.ts'

/** Charges that are under way at a time. */
const AT_ONCE = 16
/** Of them, before and after one of the processes is killed. */
const CHARGES = 100

let system: System
before(async () => {
  const settings = { JETPAY_API_PROCESSES: '2', JETPAY_WORKER_PROCESSES: '2', JETPAY_RATE_LIMIT: '100000' }
  system = await startSystem(newDataFolder(), settings)
})
after(async () => {
  await system?.stop()
  rmSync(system.dataFolder, { recursive: true, force: true })
})

const pidsOf = (role: string) =>
  processes()
    .filter(({ parent, command }) => parent === system.pid && command.startsWith(`jetpay ${role}`))
    .map(({ pid }) => pid)
const metricsOf = (name: string) =>
  new RegExp(`The metrics of ${name}: (\\S+)`).exec(system.output())?.[1] ?? assert.fail(system.output())
const chargesIn = (metrics: string) =>
  [...metrics.matchAll(/^jetpay_charges_total\{.*\} (\d+)$/gm)].reduce((sum, [, n]) => sum + Number(n), 0)

test('both api processes charge; when one is killed the port refuses nobody, and each charge is made once', async () => {
  const { demo } = system
  const [first, second] = pidsOf('api')
  assert.ok(first && second)
  assert.equal(pidsOf('worker').length, 2)
  const { contactId, cardId } = await saveCard(system)
  const url = `${demo.api_url}/contact/${contactId}/creditcards/${cardId}/charge`
  const body = JSON.stringify({ amount: 1, to_bank_account_id: demo.bank_account_id, statement: 'Two' })
  const said = new Set<string>()
  let answers = 0
  /** On a new connection, and as a client does: until there is an answer, under the same key. */
  const charge = async () => {
    const headers = {
      authorization: `Bearer ${demo.api_token}`,
      'content-type': 'application/json',
      'idempotency-key': newId(),
    }
    await until('an answer', async () => {
      const dispatcher = new Agent({ connections: 1 })
      try {
        const answer = await request(url, { method: 'POST', headers, body, dispatcher })
        await answer.body.dump()
        // 504: it was cut off half way, and is reversed.
        return [200, 504].includes(answer.statusCode)
      } catch (error) {
        said.add((error as { code?: string }).code ?? String(error))
        return false
      } finally {
        await dispatcher.close()
      }
    })
    answers += 1
  }
  const charges = (many: number) => {
    let left = many
    return Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        while (left-- > 0) await charge()
      }),
    )
  }
  await charges(CHARGES)
  const counted = await Promise.all([metricsOf('api-2')].map((at) => fetch(at).then((one) => one.text())))
  assert.ok(chargesIn(counted[0]!) > 0 && chargesIn(counted[0]!) < CHARGES, counted[0])
  assert.deepEqual(said, new Set())

  const going = charges(CHARGES)
  await until('charges to go on', async () => answers > CHARGES + AT_ONCE)
  process.kill(first, 'SIGKILL')
  await going
  assert.ok(!said.has('ECONNREFUSED'), [...said].join())
  await until('it to be there again', async () => pidsOf('api').length === 2)

  const db = openDatabase(system.databaseUrl, 2, () => undefined)
  try {
    const made = await db.one<{ count: bigint }>(sql`
      select count(*) from debits where company_id = ${demo.company_id} and statement = 'Two'`)
    assert.equal(made.count, BigInt(2 * CHARGES))
    await until('everything to be settled', async () => {
      const open = await db.many(sql`
        select 1 from attempts where state in ('sent', 'reversing') union all select 1 from outbox`)
      return open.length === 0
    })
    const { checks } = await verify(db, { sentMaxMs: 60_000, simulatorUrl: demo.simulator_url })
    assert.deepEqual(
      checks.filter(({ ok }) => !ok),
      [],
    )
  } finally {
    await db.close()
  }
})

test('each worker shows operators how it is by itself', async () => {
  const answer = await fetch(metricsOf('worker-2').replace('/metrics', '/readyz'))
  assert.equal(answer.status, 200)
})
