import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { anotherCompany } from '../../test/another-company.ts'
import { type ClearingStage, clearingStage } from '../../test/clearing-stage.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { raiseAlarm } from '../alarms/alarm.ts'
import { sql } from '../db/sql.ts'
import { endpoints } from '../endpoints.ts'
import { newId } from '../ground/ids.ts'
import { queueMail } from '../mail/mail.ts'
import { createOperatorToken } from '../users/operator-token.ts'
import { closeAlarmByCommand } from './by-command.ts'

let platform: Platform
let network: ClearingStage
let operator: Record<string, string>
let reader: Record<string, string>
before(async () => {
  platform = await startPlatform({ clearingToleranceMs: 0, tokenCacheMs: 0, networkTimeoutMs: 400 })
  network = clearingStage(platform)
  const tokenOf = async (scopes: ('operator:read' | 'operator:write')[]) => ({
    authorization: `Bearer ${(await createOperatorToken(platform.db, 'demo', { name: 'test', scopes })).token}`,
  })
  operator = await tokenOf(['operator:read', 'operator:write'])
  reader = await tokenOf(['operator:read'])
})
after(() => platform?.close())

const get = (path: string) => platform.call('GET', `/operator${path}`, undefined, operator)
const post = (path: string, body?: unknown, method = 'POST') =>
  platform.call(method, `/operator${path}`, body, operator)
const company = () => platform.demo.company_id
const owned = endpoints.filter(({ path }) => path.startsWith('/operator/'))

test('no company’s token reaches an operator’s endpoint, and a token that reads changes nothing', async () => {
  assert.ok(owned.length >= 25, `${owned.length}`)
  const { headers } = await anotherCompany(platform)
  for (const { path, method, scope } of owned) {
    const asked = path.replace(/\{\w+\}/g, () => newId())
    const body = method === 'GET' ? undefined : {}
    assert.equal((await platform.call(method, asked, body, headers)).status, 403, path)
    if (String(scope) === 'operator:write')
      assert.equal((await platform.call(method, asked, body, reader)).status, 403, path)
  }
})

test('reconciliation items are resolved several at once, all or none, and each once', async () => {
  const card = await platform.saveCard()
  const debits: string[] = []
  for (const amount of ['3.00', '4.00']) debits.push((await platform.charge(card, { amount })).body.debit_id)
  await network.clear(...(await Promise.all(debits.map((id) => network.recordOf(id, { amount: 100n })))))
  const items = (await get('/reconciliation_items?state=open')).body.data.filter(({ transaction_id }: any) =>
    debits.includes(transaction_id),
  )
  assert.equal(items.length, 2)
  assert.deepEqual(items[0].takes, ['settle'])
  const ids = items.map(({ identifier }: any) => identifier)
  const at = `/companies/${company()}/reconciliation_items/resolve`
  const wrong = await post(at, { item_ids: ids, as: 'fail', note: 'a try' })
  assert.deepEqual([wrong.status, wrong.body.errors[0].path.startsWith('item_ids.')], [422, true])
  const foreign = `/companies/${(await anotherCompany(platform)).companyId}/reconciliation_items/resolve`
  assert.equal((await post(foreign, { item_ids: ids, as: 'settle', note: 'not theirs' })).status, 404)
  const partly = await post(at, { item_ids: [...ids, newId()], as: 'settle', note: 'one is not there' })
  assert.equal(partly.status, 404)
  assert.match(partly.body.detail, /GET \/operator\/reconciliation_items lists those there are\.$/)
  assert.equal(partly.body.errors[0].path, 'item_ids.2')
  assert.equal((await get('/reconciliation_items?state=settled')).body.data.length, 0)
  const resolved = await post(at, { item_ids: ids, as: 'settle', note: 'not worth a call' })
  assert.equal(resolved.status, 200, resolved.text)
  assert.deepEqual(
    resolved.body.data.map(({ state }: any) => state),
    ['settled', 'settled'],
  )
  const again = (await post(at, { item_ids: ids, as: 'settle', note: 'again' })).body
  assert.equal(again.code, 'wrong_state')
  const [named] = again.errors
  assert.ok(again.detail.includes(ids[Number(named.path.replace('item_ids.', ''))]), again.detail)
})

test('an unknown outcome says what the acquirer must be asked, and is resolved once', async () => {
  const card = await platform.saveCard('4000000000900052')
  const answer = await platform.charge(card, { amount: '9.00' })
  assert.equal(answer.status, 202, answer.text)
  const id = answer.body.debit_id
  await platform.db.run(sql`
    update attempts set reversal_due_at = 'infinity' where company_id = ${company()} and debit_id = ${id}`)
  const row = await until('the outcome to be listed', async () =>
    (await get('/unknown_outcomes')).body.data.find(({ transaction_id }: any) => transaction_id === id),
  )
  assert.deepEqual([row.state, row.amount, row.takes], ['reversing', 9, ['reversed', 'captured']])
  assert.match(row.ask.stan, /^\d{6}$/)
  const at = (companyId: string) => `/companies/${companyId}/unknown_outcomes/${row.identifier}/resolve`
  const said = { as: 'captured', note: 'it stands, ticket 4711' }
  assert.equal((await post(at(newId()), said)).status, 404)
  const resolved = await post(at(company()), said)
  assert.deepEqual([resolved.status, resolved.body.transaction_state], [200, 'paid'], resolved.text)
  assert.equal((await post(at(company()), said)).body.code, 'wrong_state')
})

test('an alarm says why and what to do, and is closed once with a note', async () => {
  const alarm = {
    kind: 'bank_file_refused',
    subject: 'X.1',
    companyId: null,
    details: { file: 'X.1' },
  } as const
  await raiseAlarm(platform.db, alarm)
  const [open] = (await get('/alarms?state=open')).body.data
  assert.deepEqual([open.subject, open.next_step], ['X.1', 'Have the bank send it again.'])
  const at = `/alarms/${open.identifier}/close`
  assert.equal((await post(at, { note: 'it came again' })).status, 200)
  assert.equal((await post(at, { note: 'twice' })).status, 404)
  const [closed] = (await get('/alarms?state=closed')).body.data
  assert.equal(closed.note, 'it came again')
  assert.match(closed.closed_by, /^operator token /)
  assert.deepEqual([closed.about, closed.company_name], [null, null])
})

test('what is decided at the command line is in the audit log of whom it concerns, in one transaction with it', async () => {
  const { db } = platform
  const alarm = { kind: 'payout_returned', subject: 'P.9', companyId: company(), details: {} } as const
  await raiseAlarm(db, alarm)
  const { data } = (await get('/alarms?state=open')).body
  const { identifier: id } = data.find(({ subject }: any) => subject === 'P.9')
  const decider = { id, by: 'Ada', note: 'seen to' }
  const lines = () =>
    db.many<{ actor_kind: string; actor_name: string; operation: string; details: any }>(sql`
      select actor_kind, actor_name, operation, details from audit_log
      where company_id = ${company()} and object_id = ${id as string}`)
  await closeAlarmByCommand(db, decider)
  await assert.rejects(closeAlarmByCommand(db, decider), /no open alarm/)
  const [line, ...others] = await lines()
  assert.equal(others.length, 0, 'what was refused is no line')
  assert.deepEqual(
    [line!.actor_kind, line!.operation, line!.details],
    ['command', 'jetpay alarm close', { by: 'Ada', note: 'seen to' }],
  )
  assert.match(line!.actor_name, /^command line/)
  // Of what nobody knows whose it is: the platform's.
  await raiseAlarm(db, { kind: 'clearing_file_missing', subject: 'F.9', companyId: null, details: {} })
  const second = (await get('/alarms?state=open')).body.data.find(({ subject }: any) => subject === 'F.9')
  await closeAlarmByCommand(db, { ...decider, id: second.identifier })
  const { body } = await get(`/audit?object_id=${second.identifier}`)
  assert.equal(body.data[0].operation, 'jetpay alarm close')
})

test('a mail that was given up is queued anew, unless its secret link is gone', async () => {
  const mail = { companyId: company(), to: 'ada@example.com', subject: 'Hello', text: 'Hello' }
  const plain = await queueMail(platform.db, mail)
  const linked = await queueMail(
    platform.db,
    { ...mail, text: 'Here: {link}', link: 'https://x' },
    platform.context.seal,
  )
  await platform.db.run(sql`
    update mails set state = 'failed', error = '550 no such user', link_sealed = null
    where company_id = ${company()} and mail_id in (${plain}, ${linked})`)
  const failed = (await get('/mails?state=failed')).body.data
  assert.deepEqual(
    failed.map(({ reason }: any) => reason),
    ['550 no such user', '550 no such user'],
  )
  const retry = (id: string) => post(`/companies/${company()}/mails/${id}/retry`)
  assert.equal((await retry(plain)).status, 200)
  assert.equal((await retry(linked)).body.code, 'wrong_state')
})

test('what an operator does by request stands in the log of the company that it is about', async () => {
  const mail = await queueMail(platform.db, { companyId: company(), to: 'a@b.ca', subject: 'x', text: 'x' })
  await post(`/companies/${company()}/mails/${mail}/retry`)
  const alarm = { kind: 'payout_returned', subject: 'P.7', companyId: company(), details: {} } as const
  await raiseAlarm(platform.db, alarm)
  const { data } = (await get('/alarms?state=open')).body
  const { identifier } = data.find(({ subject }: any) => subject === 'P.7')
  await post(`/alarms/${identifier}/close`, { note: 'seen to' })
  for (const [object, operation] of [
    [mail, 'retry_mail'],
    [identifier, 'close_alarm'],
  ]) {
    const lines = (await get(`/audit?company_id=${company()}&operation=${operation}`)).body.data
    assert.ok(
      lines.some(({ details }: any) => Object.values(details.path).includes(object)),
      operation,
    )
  }
})

test('verify is run by the worker, one run at a time, and says of each check how it went', async () => {
  const asked = await post('/verify_reports', { extent: 'full' })
  assert.equal(asked.status, 200, asked.text)
  const ended = await until('the run to end', async () => {
    const { body } = await get(`/verify_reports/${asked.body.identifier}`)
    return body.state === 'done' && body
  })
  assert.ok(ended.checks.length > 40)
  assert.equal(ended.checks_done, ended.checks.length)
  const failing = ended.checks.filter(({ ok }: any) => !ok)
  assert.deepEqual(ended.ok, failing.length === 0)
  assert.equal((await get('/verify_reports')).body.data.length, 1)
  await platform.db.run(sql`
    insert into verify_reports (report_id, extent, state, requested_by, checks_total, seen_at)
    values (${newId()}, 'full', 'running', 'test', 0, now())`)
  assert.equal((await post('/verify_reports', {})).body.code, 'wrong_state')
  await platform.db.run(
    sql`update verify_reports set seen_at = now() - interval '1 hour' where state = 'running'`,
  )
  await until('the dead run to be broken off', async () =>
    (await get('/verify_reports')).body.data.some(({ state }: any) => state === 'broken_off'),
  )
})

test('jobs, queues, files, keys and the overview are told, and no secret is', async () => {
  const work = await until('jobs to be noted', async () => {
    const { body } = await get('/work')
    return body.jobs.length > 20 && body
  })
  assert.ok(work.jobs.some(({ name, state }: any) => name === 'send-mails' && state === 'well'))
  assert.deepEqual(
    work.queues.map(({ name }: any) => name),
    ['outbox', 'mails', 'bank_items', 'clearing_records', 'reversals'],
  )
  const arrivals = (await get('/arrivals')).body
  assert.ok(arrivals.clearing_files.length > 0)
  assert.ok(arrivals.expected.some(({ what }: any) => what === 'file_to_bank'))
  assert.equal((await get('/bank_files')).status, 200)
  const keys = await get('/keys')
  assert.ok(keys.body.data.some(({ name }: any) => name === 'sealing_key'))
  assert.ok(!/private|"d":/.test(keys.text))
  assert.equal((await get('/failing_webhooks')).status, 200)
  const overview = (await get('/overview')).body
  assert.ok(overview.waiting.some(({ what }: any) => what === 'reconciliation_items'))
})

test('what a bank sent back that fits nothing is listed with why and what next, and resolved once', async () => {
  const [first, second] = [newId(), newId()]
  const paid = (await platform.charge(await platform.saveCard(), { amount: '30.00' })).body.debit_id
  await network.clear(await network.recordOf(paid))
  const item = await until('a payout to be queued to the bank', () =>
    platform.db.first<{ bank_item_id: string }>(sql`
      select bank_item_id from bank_items where company_id = ${company()} limit 1`),
  )
  for (const [id, of] of [
    [first, null],
    [second, item],
  ] as const)
    await platform.db.run(sql`
      insert into bank_parked_returns (bank_parked_return_id, company_id, bank_item_id, sha256, place, code, stage, direction,
        amount, currency, reference, problem)
      values (${id}, ${of && company()}, ${of?.bank_item_id ?? null}, ${Buffer.alloc(32, 7)}, 'record 2', '901', 'return', 'credit',
        1250, 'CAD', 'X0001', 'the item has another amount')`)
  await raiseAlarm(platform.db, {
    kind: 'bank_return_parked',
    subject: Buffer.alloc(8, 7).toString('hex'),
    companyId: null,
    details: {},
  })
  const { data } = (await get('/bank_returns?state=open')).body
  assert.deepEqual(
    data.map(({ identifier, takes, amount }: any) => [identifier, takes, amount]),
    [
      [second, ['returned', 'stands'], 12.5],
      [first, ['stands'], 12.5],
    ],
  )
  assert.match(data[0].reason, /another amount/)
  const nobodys = `/companies/00000000-0000-0000-0000-000000000000/bank_returns/${first}/resolve`
  const decision = { as: 'stands', note: 'the bank says that it was a mistake' }
  const foreign = `/companies/${company()}/bank_returns/${first}/resolve`
  assert.equal((await post(foreign, decision)).status, 404)
  const wrong = await post(nobodys, { ...decision, as: 'returned' })
  assert.deepEqual([wrong.status, wrong.body.errors[0].path], [422, 'as'])
  const open = async () =>
    (await get('/alarms?state=open')).body.data.some(({ kind }: any) => kind === 'bank_return_parked')
  const resolved = await post(nobodys, decision)
  assert.deepEqual([resolved.body.state, resolved.body.note], ['resolved', decision.note], resolved.text)
  assert.equal((await post(nobodys, decision)).body.code, 'wrong_state')
  assert.equal(await open(), true)
  assert.equal((await post(foreign.replace(first, second), decision)).status, 200)
  assert.equal(await open(), false)
  assert.equal((await get('/bank_returns?state=open')).body.data.length, 0)
})
