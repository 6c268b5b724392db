/** A company moves between two real cells while it charges: nothing is lost, doubled or changed. */
import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { after, before, test } from 'node:test'
import { nameIn } from '../../test/name-in-cell.ts'
import { until } from '../../test/platform.ts'
import { startTwoCells, type TwoCells } from '../../test/two-cells.ts'
import { verifiesClean } from '../../test/verifies-clean.ts'
import { foreignName } from '../cells/foreign-name.ts'
import { sealedColumns } from '../db/sealing/sealed-columns.ts'
import { openSealOf } from '../db/sealing/sealing-key.ts'
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

/** A move that is given up leaves the company where it is, and nothing elsewhere. */
async function cancelled(to: string) {
  assert.ok(await killedAt(to, /brought: transaction_moves/))
  const given = await move(to, '--cancel')
  assert.equal(given.code, 0, given.err)
}

/** Everything of the company that is sealed opens by the cell's own key. */
async function opens({ db, config }: TwoCells['a']) {
  const seal = await openSealOf(db, config.mainKeyFile)
  let opened = 0
  for (const { table, column, about } of Object.values(sealedColumns)) {
    if (table.text === 'users') continue
    const sealed = await db.many<{ sealed: Buffer; about: string }>(sql`
      select ${column} as sealed, ${about} as about from ${table}
      where company_id = ${cells.a.demo.company_id} and ${column} is not null`)
    opened += sealed.filter(({ sealed, about }) => seal.open(sealed, about) !== '').length
  }
  assert.ok(opened >= 3, `${opened} things were sealed`)
}

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
async function allEvents() {
  const events: { id: number }[] = []
  for (;;) {
    const { data } = await cells.a.good('GET', `/events?limit=100&after=${events.at(-1)?.id ?? 0}`)
    if (data.length === 0) return events
    events.push(...data)
  }
}

/** The network's own books. */
async function allEntries() {
  const all: { seq: number; mti: string }[] = []
  for (;;) {
    const { entries } = await cells.a.books(`?limit=500&after=${all.at(-1)?.seq ?? 0}`)
    if (entries.length === 0) return all
    all.push(...entries)
  }
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

test('a company moves there and back while it charges: none is lost, none is made twice, and every event is the same', async (t) => {
  const { a, b } = cells
  const card = await a.saveCard()
  const contact = await a.createContact('Grace Hopper')
  const token = (await a.good('POST', '/api_token', { name: 'Kept', scopes: ['contacts:read'] })).token
  const looked = await move('b', '--dry-run', '--json')
  assert.equal(looked.code, 0, looked.err)
  assert.match((await move('a')).err, /is in cell a already/)
  // What comes back to what was done before the first move.
  const to = { amount: 40, to_bank_account_id: a.demo.bank_account_id, statement: 'Held', note: 'Held' }
  const held = await a.good('POST', `${card.path}/preauthorize`, to)
  const key = { 'idempotency-key': crypto.randomUUID() }
  const first = await a.charge(card, {}, key)
  const hook = { callback_url: 'http://127.0.0.1:9/', callback_api_key: 'our-own-key' }
  await a.good('POST', '/webhooks', hook)
  const link = (
    await a.good('PUT', '/debit', {
      amount: 12.5,
      contact_id: contact,
      to_bank_account: a.demo.bank_account_id,
      statement: 'Linked',
    })
  ).link

  const charging = chargeOn(card, 4)
  const waited: number[] = []
  for (const to of ['b', 'a', 'b']) {
    if (waited.length === 0) await cancelled(to)
    const before = charging.done.length
    await until('some charges', async () => charging.done.length > before + 20)
    const read = await allEvents()
    const moved = await move(to, '--json')
    assert.equal(moved.code, 0, moved.err)
    waited.push(JSON.parse(moved.out).waited_ms)
    assert.deepEqual((await allEvents()).slice(0, read.length), read)
    const left = to === 'b' ? a : b
    assert.deepEqual(await rows(left.db), [], 'nothing of it is in the cell that it has left')
  }
  const before = charging.done.length
  await until('some charges', async () => charging.done.length > before + 20)
  const done = await charging.stop()
  t.diagnostic(`waited ${waited.map(Math.round).join(', ')} ms; ${done.length} charges`)

  const again = await a.charge(card, {}, key)
  assert.deepEqual([again.status, again.body], [first.status, first.body], 'the answer is kept under its key')
  await a.good('POST', `/debit/${held.debit_id}/capture`, { amount: 40 })
  await a.good('POST', `/debit/${first.body.debit_id}/refund`, { amount: first.body.amount ?? 100.5 })
  assert.equal((await fetch(link)).status, 200)
  await opens(b)

  assert.deepEqual(
    done.filter(({ debit }) => debit === undefined),
    [],
  )
  const captured = (await allEntries()).filter(({ mti }) => mti === '0200')
  assert.equal(new Set(done.map(({ debit }) => debit)).size, done.length)
  assert.equal(captured.length, done.length + 1, 'the network was asked once for each')
  assert.equal((await a.good('GET', `/contact/${contact}`)).name, 'Grace Hopper')
  const answer = await fetch(`${cells.url}/contact`, { headers: { authorization: `Bearer ${token}` } })
  assert.equal(answer.status, 200)
  for (const cell of [a, b]) await verifiesClean(cell)
  const verified = await jetpay('verify', '--cells')
  assert.equal(verified.code, 0, verified.out + verified.err)
})

/** Runs the command, and kills it when it says this. */
const killedAt = (to: string, line: RegExp) =>
  new Promise<boolean>((resolve) => {
    const words = ['company', 'move', cells.a.demo.company_id, '--to', to, '--settings', settings]
    const env = { ...process.env, ...cells.environment(), NO_COLOR: '1' }
    const child = spawn(process.execPath, ['src/main.ts', ...words], { cwd: projectFolder, env })
    child.stderr.on('data', (text) => line.test(String(text)) && child.kill('SIGKILL'))
    child.on('close', (_, signal) => resolve(signal === 'SIGKILL'))
  })

test('the command, killed at any step, goes on where it was', async () => {
  const { a, b } = cells
  const charging = chargeOn(await a.saveCard(), 2)
  for (const [to, lines] of [
    ['a', [/copied: attempts/, /cards carried/, /copied again/, /brought: events/, /its door is shut/]],
    [
      'b',
      [/its rows become/, /its requests go/, /leave the old cell: contacts/, /leave the old cell: companies/],
    ],
  ] as const) {
    for (const line of lines) assert.ok(await killedAt(to, line), `it said ${line}`)
    const moved = await move(to)
    assert.equal(moved.code, 0, moved.err)
  }
  const done = await charging.stop()
  assert.equal(new Set(done.map(({ debit }) => debit)).size, done.length)
  assert.deepEqual(await rows(a.db), [])
  for (const cell of [a, b]) await verifiesClean(cell)
})

test('a name of one cell’s own is told by a statement as by the program', async () => {
  for (const name of ['J0001', 'J0001@a', 'J0001@b', 'J0001@c'])
    for (const [from, to] of [
      ['a', 'b'],
      ['b', 'a'],
      ['b', 'c'],
    ] as const) {
      const told = await cells.a.db.one<{ name: string }>(
        sql`select ${foreignName(sql`${name}::text`, { fromCell: from, toCell: to })} as name`,
      )
      assert.equal(told.name, nameIn(name, { from, to }))
    }
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
