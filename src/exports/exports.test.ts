import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { tokenFor } from '../../test/another-company.ts'
import { type EftStage, eftStage } from '../../test/eft-stage.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { askAs, signIn } from '../../test/signed-in.ts'
import { sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import { openJobs } from '../worker/worker.ts'
import { PIECE_ROWS } from './export-kinds.ts'

let platform: Platform
let bank: EftStage
before(async () => {
  platform = await startPlatform({}, { bankGatherMs: 3_600_000 })
  bank = eftStage(platform)
})
after(() => platform?.close())

const ask = (body: unknown, headers?: Record<string, string>) =>
  platform.call('POST', '/export', body, headers)
const made = (id: string) =>
  until('the export', async () => {
    const { body } = await platform.call('GET', `/export/${id}`)
    return body.state !== 'running' && body
  })
const fileOf = async (
  id: string,
  headers: Record<string, string> = { authorization: `Bearer ${platform.demo.api_token}` },
) => {
  const response = await fetch(`${platform.config.publicUrl}/export/${id}/file`, { headers })
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() }
}
const linesOf = async (id: string) => (await fileOf(id)).text.split('\r\n').slice(0, -1)
const count = async (table: 'debits' | 'ledger_entries') =>
  Number(
    (
      await platform.db.one<{ rows: bigint }>(
        table === 'debits'
          ? sql`select count(*) as rows from debits where company_id = ${platform.demo.company_id}`
          : sql`select count(*) as rows from ledger_entries where company_id = ${platform.demo.company_id}`,
      )
    ).rows,
  )

test('a file has what the list shows under the same filters, in the company’s time, and no formula of a stranger’s', async () => {
  const debit = await bank.createDebit({
    amount: '12.34',
    statement: '=1+1',
    note: 'He said "now", then\nleft',
    external_reference: '@SUM(A1)',
    metadata: { order: '7' },
  })
  await bank.createDebit({ statement: 'Another' })
  const filters = { kind: 'debit', metadata: { order: '7' } }
  const columns = [
    'identifier',
    'created_at',
    'amount',
    'statement',
    'note',
    'external_reference',
    'metadata',
  ]
  const begun = await ask({ kind: 'transactions', filters, columns })
  assert.equal(begun.status, 202, begun.text)
  const end = await made(begun.body.export_id)
  assert.deepEqual([end.state, end.row_count], ['completed', 1])
  const { type, text } = await fileOf(end.export_id)
  assert.equal(type, 'text/csv; charset=utf-8')
  assert.equal(end.bytes, Buffer.byteLength(text))
  const [head, ...rows] = text.split('\r\n')
  assert.equal(head, columns.join(','))
  assert.match(
    rows.join('\r\n'),
    new RegExp(
      `^${debit.id},\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d-0[45]:00,12\\.34,'=1\\+1,"He said ""now"", then\\nleft",'@SUM\\(A1\\),"\\{""order"":""7""\\}"\\r\\n$`,
    ),
  )
})

test('a file says whose each transaction is and what paid it, the name and address to whoever may read contacts alone', async () => {
  const card = await platform.saveCard()
  const { debit_id } = (await platform.charge(card, { amount: '3.00', metadata: { order: 'named' } })).body
  const filters = { metadata: { order: 'named' } }
  const begun = await ask({ kind: 'transactions', filters })
  assert.deepEqual(begun.body.columns.slice(-3), ['contact_name', 'contact_email', 'last4'])
  await made(begun.body.export_id)
  const { text } = await fileOf(begun.body.export_id)
  assert.ok(text.split('\r\n')[1]!.startsWith(debit_id))
  assert.match(text, /,Ada[^,]*,ada@example\.com,4242\r\n$/)
  const columns = ['contact_name', 'contact_email', 'last4']
  const { headers } = await tokenFor(platform, platform.demo.company_id, ['debits:read'])
  const own = await platform.call('POST', '/export', { kind: 'transactions', filters, columns }, headers)
  await made(own.body.export_id)
  const file = await fileOf(own.body.export_id, headers)
  assert.equal(file.text, 'contact_name,contact_email,last4\r\n,,4242\r\n')
  const others = await fileOf(begun.body.export_id, headers)
  assert.equal(others.status, 403, 'who may not read contacts reads no file that has them')
  for (const { export_id } of [begun.body, own.body])
    assert.equal((await platform.call('DELETE', `/export/${export_id}`)).status, 200)
})

test('a file of many pieces has each row once, though workers die between them and two workers make it together', async () => {
  const rows = PIECE_ROWS * 2 + 345
  await platform.stopWorker()
  await platform.db.run(sql`
    insert into debits (company_id, debit_id, contact_id, to_bank_account_id, rail, state, amount, currency, statement, payable_until,
      created_at, updated_at)
    select company_id, gen_random_uuid(), contact_id, to_bank_account_id, null, 'requested', 100 + n, 'CAD', 'Many', 'infinity',
      created_at, updated_at
    from (select * from debits where company_id = ${platform.demo.company_id} limit 1) d, generate_series(1, ${rows}::integer) n`)
  const { export_id } = (await ask({ kind: 'transactions', filters: { statement: 'Many' } })).body
  const early = await fileOf(export_id)
  assert.equal(early.status, 409)
  const workers = [openJobs(platform.context), openJobs(platform.context)]
  const jobOf = (worker: (typeof workers)[number]) => worker.jobs.find(({ name }) => name === 'make-exports')!
  assert.equal(await jobOf(workers[0]!).run(platform.context), true)
  const partly = (await platform.call('GET', `/export/${export_id}`)).body
  assert.ok(partly.row_count > 0 && partly.row_count < rows, String(partly.row_count))
  // One had taken it up and died: nobody waits longer than its lease.
  await platform.db.run(sql`
    update exports set due_at = jetpay_now() + interval '1 hour' where export_id = ${export_id}`)
  assert.equal(await jobOf(workers[0]!).run(platform.context), false)
  await platform.db.run(sql`update exports set due_at = jetpay_now() where export_id = ${export_id}`)
  await Promise.all(
    workers.map(async (worker) => {
      while (await jobOf(worker).run(platform.context));
    }),
  )
  await Promise.all(workers.map(({ stop }) => stop()))
  platform.startWorker()
  const end = await made(export_id)
  assert.deepEqual([end.state, end.row_count], ['completed', rows])
  const ids = (await linesOf(export_id)).slice(1).map((line) => line.split(',')[0])
  assert.equal(new Set(ids).size, rows)
  assert.equal(ids.length, rows)
})

test('the ledger is exported whole, oldest first', async () => {
  await platform.charge(await platform.saveCard(), { amount: '9.99' })
  const { export_id } = (await ask({ kind: 'ledger' })).body
  const end = await made(export_id)
  const lines = await linesOf(end.export_id)
  assert.equal(lines[0], 'day,posted_at,transaction_id,sequence,move,line,account,currency,amount')
  assert.equal(lines.length - 1, await count('ledger_entries'))
  assert.ok(lines.some((line) => line.endsWith('company_payable,CAD,-9.99')))
})

test('only who may read all that is in it sees it, and what does not fit is refused by name', async () => {
  const { export_id } = (await ask({ kind: 'transactions' })).body
  await made(export_id)
  const { headers } = await tokenFor(platform, platform.demo.company_id, ['debits:read'])
  assert.equal((await platform.call('GET', `/export/${export_id}`, undefined, headers)).status, 403)
  assert.equal((await fileOf(export_id, headers)).status, 403)
  const listed = (await platform.call('GET', '/export', undefined, headers)).body.data
  assert.deepEqual(listed, [])
  const mine = (await ask({ kind: 'transactions' }, headers)).body
  await made(mine.export_id)
  const kinds = new Set((await linesOf(mine.export_id)).slice(1).map((line) => line.split(',')[2]))
  assert.deepEqual([...kinds], ['debit'])
  assert.equal((await ask({ kind: 'ledger' }, headers)).status, 403)
  for (const [body, path] of [
    [{ kind: 'transactions', filters: { state: 'paid_out' } }, 'filters.state'],
    [{ kind: 'transactions', filters: { colour: 'blue' } }, 'filters.colour'],
    [{ kind: 'ledger', filters: { limit: '3' } }, 'filters.limit'],
    [{ kind: 'ledger', columns: ['secret'] }, 'columns'],
  ] as const) {
    const answer = await ask(body)
    assert.equal(answer.status, 422, answer.text)
    assert.equal(answer.body.errors[0].path, path)
  }
})

test('a company has three at a time; what is deleted or a week old is gone with its pieces', async () => {
  await platform.stopWorker()
  const ids: string[] = []
  for (let at = 0; at < 3; at++) ids.push((await ask({ kind: 'ledger' })).body.export_id)
  const fourth = await ask({ kind: 'ledger' })
  assert.deepEqual([fourth.status, fourth.body.code], [409, 'wrong_state'])
  platform.startWorker()
  for (const id of ids) await made(id)
  assert.equal((await platform.call('DELETE', `/export/${ids[0]}`)).status, 200)
  await platform.db.run(sql`
    update exports set finished_at = finished_at - interval '8 days' where export_id = ${ids[1]}`)
  await until('it to be swept', async () => (await fileOf(ids[1]!)).status === 404)
  const { pieces } = await platform.db.one<{ pieces: bigint }>(sql`
    select count(*) as pieces from export_pieces where export_id = any (${ids.slice(0, 2)}::uuid[])`)
  assert.equal(pieces, 0n)
  assert.equal((await fileOf(ids[2]!)).status, 200)
})

test('a file is deleted by who made it or may change the company, and one maker takes no other’s place', async () => {
  const { company_id } = platform.demo
  await platform.db.run(sql`delete from exports where company_id = ${company_id}`)
  const [maker, other] = [await signIn(platform, 'viewer'), await signIn(platform, 'viewer')]
  const begin = async (as: typeof maker) =>
    (await askAs(platform, as, 'POST', '/export', { kind: 'ledger' })).body
  const remove = async (as: typeof maker, id: string) =>
    (await askAs(platform, as, 'DELETE', `/export/${id}`)).status
  const [first, second] = [await begin(maker), await begin(maker)]
  for (const { export_id } of [first, second]) await made(export_id)
  assert.equal(await remove(other, first.export_id), 403)
  assert.equal((await fileOf(first.export_id)).status, 200)
  assert.equal(await remove(maker, first.export_id), 200)
  assert.equal(await remove(await signIn(platform, 'admin'), second.export_id), 200)
  const fill = (by: string, files: number) =>
    platform.db.run(sql`
      insert into exports (company_id, export_id, kind, filters, columns, scopes, made_by, time_zone, state, due_at, finished_at)
      select ${company_id}, gen_random_uuid(), 'ledger', '{}', '{}', '{}', ${by}, 'UTC', 'completed', null, jetpay_now()
      from generate_series(1, ${files}::integer)`)
  await fill(maker.userId, 50)
  const refused = await begin(maker)
  assert.deepEqual([refused.status, refused.code], [409, 'wrong_state'])
  assert.match(refused.detail, /^You keep 50 exports/)
  const theirs = await begin(other)
  assert.equal(theirs.state, 'running')
  await made(theirs.export_id)
  await fill(newId(), 149)
  assert.match((await begin(other)).detail, /^Your company keeps 200 exports/)
})
