import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { type ClearingStage, clearingStage } from '../../test/clearing-stage.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { type AlarmKind, listAlarms } from '../alarms/alarm.ts'
import { sql } from '../db/sql.ts'
import { clearingFileName } from './clearing-file.ts'

let platform: Platform
let network: ClearingStage
let card: { path: string }
before(async () => {
  platform = await startPlatform({ clearingToleranceMs: 0 })
  network = clearingStage(platform)
  card = await platform.saveCard()
})
after(() => platform.close())

const charge = async () => (await platform.charge(card, { amount: '1.00' })).body.debit_id as string
const stateOf = async (debitId: string) =>
  (await platform.call('GET', `/transaction/${debitId}/status`)).body.state
const alarmsOf = async (kind: AlarmKind) =>
  (await listAlarms(platform.db)).filter((alarm) => alarm.kind === kind)
const inFolder = (name: string) => existsSync(`${network.folder}/${name}`)
const records = async () =>
  (await platform.db.one<{ count: bigint }>(sql`select count(*) from clearing_records`)).count

test('a file that comes again, also under another name, counts once', async () => {
  const debitId = await charge()
  const sequence = network.next()
  const text = network.textOf([await network.recordOf(debitId)])
  network.put(text)
  await network.checked(sequence)
  const before = await records()
  network.put(text)
  network.put(text, 'clearing-again.txt')
  await until('both to be put away', async () =>
    ['clearing-again.txt', clearingFileName(sequence)].every(
      (name) => !inFolder(name) && inFolder(`done/${name}`),
    ),
  )
  assert.equal(await records(), before)
  assert.equal(await stateOf(debitId), 'completed')
})

test('another file under a number that has come is refused, and changes nothing', async () => {
  const debitId = await charge()
  const sequence = network.next()
  network.put(network.textOf([]))
  await network.checked(sequence)
  network.put(network.textOf([await network.recordOf(debitId)]))
  const name = clearingFileName(sequence)
  await until('the refusal', async () => inFolder(`refused/${name}.reason`))
  assert.match(
    readFileSync(`${network.folder}/refused/${name}.reason`, 'utf8'),
    /another file under a number/,
  )
  assert.deepEqual(
    (await alarmsOf('clearing_file_refused')).map(({ subject }) => subject),
    [name],
  )
  assert.equal(await stateOf(debitId), 'paid')
})

test('a file that comes before the one with the number before it is held, and taken in after it', async () => {
  const debitId = await charge()
  const [first, second] = [network.next(), network.next()]
  const late = network.textOf([], { sequence: first })
  network.put(network.textOf([await network.recordOf(debitId)], { sequence: second }))
  const [alarm] = await until('the alarm', async () => {
    const alarms = await alarmsOf('clearing_file_missing')
    return alarms.length > 0 && alarms
  })
  assert.equal(alarm!.subject, `TESTNET ${first}`)
  assert.equal(await stateOf(debitId), 'paid')
  network.put(late, clearingFileName(first))
  await network.checked(second)
  assert.equal(await stateOf(debitId), 'completed')
  assert.deepEqual(await alarmsOf('clearing_file_missing'), [])
})

test('a file that breaks the format is refused whole, with the line and the rule; a good one under its number is taken', async () => {
  const debitId = await charge()
  const sequence = network.next()
  const good = network.textOf([await network.recordOf(debitId)])
  network.put(good.replace(/TESTNET/, 'T\x01STNET'))
  const name = clearingFileName(sequence)
  await until('the refusal', async () => inFolder(`refused/${name}.reason`))
  assert.match(readFileSync(`${network.folder}/refused/${name}.reason`, 'utf8'), /line 1/)
  network.put(good)
  await network.checked(sequence)
  assert.equal(await stateOf(debitId), 'completed')
})

test('a wrong total in the last line undoes all records before it', async () => {
  const [one, other] = [await charge(), await charge()]
  const sequence = network.next()
  const lines = network.textOf([await network.recordOf(one), await network.recordOf(other)]).split('\n')
  const [kept, removed] = [lines.slice(0, 2), lines.slice(3)]
  network.put([...kept, ...removed].join('\n'))
  const name = clearingFileName(sequence)
  await until('the refusal', async () => inFolder(`refused/${name}.reason`))
  assert.equal(
    (
      await platform.db.one<{ count: bigint }>(
        sql`select count(*) from clearing_records where sequence = ${sequence}`,
      )
    ).count,
    0n,
  )
  network.put(lines.join('\n'))
  await network.checked(sequence)
  assert.deepEqual([await stateOf(one), await stateOf(other)], ['completed', 'completed'])
})

test('a file for another acquirer is refused; what is no clearing file is left alone', async () => {
  const sequence = network.next()
  writeFileSync(`${network.folder}/notes.pdf`, 'not ours')
  network.put(network.textOf([], { acquirerId: '999999' }))
  const name = clearingFileName(sequence)
  await until('the refusal', async () => inFolder(`refused/${name}.reason`))
  assert.match(readFileSync(`${network.folder}/refused/${name}.reason`, 'utf8'), /acquirer 999999/)
  assert.ok(readdirSync(network.folder).includes('notes.pdf'))
  network.put(network.textOf([]))
  await network.checked(sequence)
})

test('ten thousand records in one file settle ten thousand debits, each once', async () => {
  const template = await network.recordOf(await charge())
  // As many charges as a busy day has, made in the tables at once; one by one they would take the test's
  // whole time.
  await platform.db.run(sql`
    insert into debits (company_id, debit_id, contact_id, to_bank_account_id, from_credit_card_id, rail, state, amount, currency,
      statement, created_at, updated_at)
    select company_id, gen_random_uuid(), contact_id, to_bank_account_id, from_credit_card_id, rail, 'paid', 100 + n, currency,
      'Many', created_at, updated_at
    from debits, generate_series(1, 10000) n where debit_id = (select debit_id from attempts where rrn = ${template.rrn})`)
  await platform.db.run(sql`
    insert into attempts (company_id, attempt_id, debit_id, state, amount, currency, stan, rrn, transmitted_at, updated_at)
    select d.company_id, gen_random_uuid(), d.debit_id, 'approved', d.amount, d.currency, a.stan,
      left(a.rrn, 4) || lpad((90000000 + d.amount)::text, 8, '0'), a.transmitted_at, a.updated_at
    from debits d, attempts a where d.statement = 'Many' and a.rrn = ${template.rrn}`)
  await platform.db.run(sql`
    insert into transaction_moves (company_id, transaction_id, sequence, move, to_state, moved_at)
    select company_id, debit_id, 1, 'request', 'requested', created_at from debits where statement = 'Many'`)
  const many = Array.from({ length: 10_000 }, (_, at) => ({
    ...template,
    rrn: template.rrn.slice(0, 4) + String(90_000_101 + at).padStart(8, '0'),
    amount: BigInt(101 + at),
  }))
  await network.clear(template, ...many)
  const done = await platform.db.one<{
    completed: bigint
    moves: bigint
    posted: bigint
    events: bigint
  }>(sql`
    select count(*) filter (where state = 'completed') as completed,
      sum((select count(*) from transaction_moves m where m.company_id = d.company_id and m.transaction_id = debit_id and move = 'settle'))::bigint as moves,
      sum((select count(*) from ledger_entries e where e.company_id = d.company_id and e.transaction_id = debit_id))::bigint
        as posted,
      (select count(*) from (select data from events union all select data from outbox) told
        where data ->> 'statement' = 'Many' and data ->> 'state' = 'completed') as events
    from debits d where statement = 'Many'`)
  assert.deepEqual(done, { completed: 10_000n, moves: 10_000n, posted: 20_000n, events: 10_000n })
})
