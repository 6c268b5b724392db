/** A company moves between two real cells while it charges: nothing is lost, doubled or changed. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { after, before, test } from 'node:test'
import { until } from '../../test/platform.ts'
import { startTwoCells, type TwoCells } from '../../test/two-cells.ts'
import { verifiesClean } from '../../test/verifies-clean.ts'
import { type Db, raw, sql } from '../db/sql.ts'
import { projectFolder } from '../ground/config.ts'
import { leftBehind } from './left-behind.ts'
import { movedTables } from './moved-tables.ts'

let cells: TwoCells
let settings: string
before(async () => {
  cells = await startTwoCells({ oneNetwork: true })
  settings = cells.settings()
})
after(() => cells.close())

/** A command with the directory's settings. */
const jetpay = (...words: string[]) =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const env = { ...process.env, ...cells.environment(), NO_COLOR: '1' }
    execFile(process.execPath, ['src/main.ts', ...words], { cwd: projectFolder, env }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    )
  })
const move = (to: string, ...more: string[]) =>
  jetpay('company', 'move', cells.a.demo.company_id, '--to', to, '--settings', settings, ...more)

type Charged = { key: string; answers: number[]; debit: string | undefined }

/** Charges without end until it is told to stop; what is refused for a moment comes again under its key. */
function chargeOn(card: { path: string }, lanes: number) {
  const done: Charged[] = []
  let on = true
  const lane = async () => {
    while (on) {
      const one: Charged = { key: crypto.randomUUID(), answers: [], debit: undefined }
      done.push(one)
      while (one.debit === undefined && one.answers.length < 200) {
        const answer = await cells.a
          .charge(card, {}, { 'idempotency-key': one.key })
          .catch(() => ({ status: 0, body: undefined }))
        one.answers.push(answer.status)
        if (answer.status === 200) one.debit = answer.body.debit_id ?? answer.body.identifier
        else if (answer.status !== 503 && answer.status !== 0) throw new Error(`answered ${answer.status}`)
      }
    }
  }
  const all = Promise.all(Array.from({ length: lanes }, lane))
  return {
    done,
    async stop() {
      on = false
      await all
      return done
    },
  }
}

/** What the company's own program can read of itself. */
async function asRead() {
  const events = []
  for (let after = 0; ; ) {
    const page = await cells.a.good('GET', `/events?limit=100&after=${after}`)
    if (page.data.length === 0) break
    events.push(...page.data)
    after = page.data.at(-1).event_id ?? page.data.at(-1).id
  }
  return { events, balance: await cells.a.good('GET', '/balance').catch(() => undefined) }
}

const rows = async (db: Db) => {
  const counted = []
  for (const { name } of await movedTables(db)) {
    const { count } = await db.one<{ count: number }>(
      sql`select count(*)::integer as count from ${raw(name)} where company_id = ${cells.a.demo.company_id}`,
    )
    if (count > 0 && name !== 'clearing_records') counted.push(`${name} ${count}`)
  }
  return counted
}

test('a company moves there and back while it charges: none is lost, none is made twice, and every event is the same', async () => {
  const { a, b } = cells
  const card = await a.saveCard()
  const contact = await a.createContact('Grace Hopper')
  const token = (await a.good('POST', '/api_token', { name: 'Kept', scopes: ['contacts:read'] })).token
  const looked = await move('b', '--dry-run', '--json')
  assert.equal(looked.code, 0, looked.err)

  const charging = chargeOn(card, 4)
  const waited: number[] = []
  for (const to of ['b', 'a', 'b']) {
    const before = charging.done.length
    await until('some charges', async () => charging.done.length > before + 20)
    const read = await asRead()
    const moved = await move(to, '--json')
    assert.equal(moved.code, 0, moved.err)
    waited.push(JSON.parse(moved.out).waited_ms)
    assert.deepEqual((await asRead()).events.slice(0, read.events.length), read.events)
    const left = to === 'b' ? a : b
    assert.deepEqual(await rows(left.db), [], 'nothing of it is in the cell that it has left')
  }
  const before = charging.done.length
  await until('some charges', async () => charging.done.length > before + 20)
  const done = await charging.stop()
  console.log({ waited, charges: done.length, again: done.filter(({ answers }) => answers.length > 1).length })

  assert.deepEqual(
    done.filter(({ debit }) => debit === undefined),
    [],
  )
  const { entries } = await a.books('?limit=10000')
  const captured = entries.filter(({ mti }: { mti: string }) => mti === '0200')
  assert.equal(new Set(done.map(({ debit }) => debit)).size, done.length)
  assert.equal(captured.length, done.length, 'the network was asked once for each')
  assert.equal((await a.good('GET', `/contact/${contact}`)).name, 'Grace Hopper')
  const answer = await fetch(`${cells.url}/contact`, { headers: { authorization: `Bearer ${token}` } })
  assert.equal(answer.status, 200)
  for (const cell of [a, b]) await verifiesClean(cell)
  const verified = await jetpay('verify', '--cells')
  assert.equal(verified.code, 0, verified.out + verified.err)
})

test('each table of a company’s is copied, or there is a reason', async () => {
  const tables = await movedTables(cells.a.db)
  const every = await cells.a.db.many<{ name: string }>(sql`
    select distinct table_name as name from information_schema.columns
    where table_schema = 'public' and column_name = 'company_id' and table_name !~ '^request_log_\\d$'`)
  const known = new Set([...tables.map(({ name }) => name), ...Object.keys(leftBehind)])
  assert.deepEqual(
    every.map(({ name }) => name).filter((name) => !known.has(name)),
    [],
  )
})
