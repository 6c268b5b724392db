import assert from 'node:assert/strict'
import { existsSync, writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import { printUpdateFile, updateFileName } from '../vault/account-updates/update-file.ts'
import type { AccountUpdate } from '../vault/card-network.ts'
import { requestCharges } from './request-charges.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform(
    { networkTimeoutMs: 300, reversalTimeoutMs: 300, attemptAbandonedMs: 1_500 },
    { lateAnswerMs: 600 },
  )
})
after(() => platform.close())

/** The network's own record of the charge, by the reference of its attempt. */
async function bookEntry(debitId: string) {
  const { rrn } = await platform.db.one<{ rrn: string }>(
    sql`select rrn from attempts where debit_id = ${debitId}`,
  )
  return (await platform.books(`?rrn=${rrn}`)).entries.find((entry: any) => entry.mti === '0200')
}

const statusOf = async (debitId: string) =>
  (await platform.call('GET', `/transaction/${debitId}/status`)).body

const silences = [
  ['4000000000900011', 'was captured but never answered', 'reversed'],
  ['4000000000900029', 'was lost on the way', undefined],
  ['4000000000900037', 'is answered late', 'reversed'],
  ['4000000000900045', 'lost its link', 'reversed'],
  ['4000000000900060', 'was answered with garbage', 'reversed'],
] as const
for (const [number, what, inBooks] of silences) {
  test(`a charge that ${what} is reversed before it is called failed`, async () => {
    const card = await platform.saveCard(number)
    const answer = await platform.charge(card, {}, { 'idempotency-key': newId() })
    assert.ok([202, 504].includes(answer.status), answer.text)
    const debitId = answer.body.debit_id
    if (answer.status === 504) assert.equal(answer.body.code, 'network_timeout')
    else assert.equal(answer.body.transaction_state, 'requested')
    await until('the debit to fail', async () => (await statusOf(debitId)).state === 'failed')
    assert.deepEqual(await statusOf(debitId), {
      state: 'failed',
      fail_reason: 'network_timeout',
      fail_direction: 'pull',
    })
    assert.equal((await bookEntry(debitId))?.state, inBooks)
    const types = (await platform.eventsOf(debitId)).map((event) => event.type)
    assert.deepEqual(types, ['transactions.debits.created', 'transactions.debits.failed'])
  })
}

test('a charge whose card gets another number before it is reversed is reversed, without a number', async () => {
  const number = '4000000000900052'
  const card = await platform.saveCard(number)
  await platform.stopWorker()
  const { status, body } = await platform.charge(card, {}, { 'idempotency-key': newId() })
  assert.equal(status, 202)
  const folder = platform.config.accountUpdateFolder
  const header = { networkId: 'SILENTNET', acquirerId: '400555', sequence: 1, createdAt: new Date() }
  const update = {
    reason: 'new_number',
    number,
    newNumber: '4000056655665556',
    expiryMonth: 5,
    expiryYear: 2041,
  }
  const file = `${folder}/${updateFileName(1)}`
  writeFileSync(file, printUpdateFile(header, [update as AccountUpdate]), { mode: 0o600 })
  await until('the file to be taken in', async () => !existsSync(file))
  platform.startWorker()
  await until('the debit to fail', async () => (await statusOf(body.debit_id)).state === 'failed')
  const entry = await bookEntry(body.debit_id)
  assert.deepEqual([entry.state, entry.last4], ['reversed', '0052'])
  assert.equal((await platform.good('GET', card.path)).last4, '5556')
})

test('while a reversal is not acknowledged the charge is `requested`, and a repeat of the request learns how it ended', async () => {
  const card = await platform.saveCard('4000000000900052')
  const headers = { 'idempotency-key': newId() }
  const answer = await platform.charge(card, {}, headers)
  assert.deepEqual([answer.status, answer.body.transaction_state], [202, 'requested'])
  const repeat = await platform.charge(card, {}, headers)
  assert.deepEqual(
    [repeat.status, repeat.body.code, repeat.body.debit_id],
    [504, 'network_timeout', answer.body.debit_id],
  )
  assert.equal(
    repeat.body.request_id,
    answer.headers.get('x-request-id'),
    'names the request that was made, whoever answers in the end',
  )
  assert.equal((await bookEntry(answer.body.debit_id)).state, 'reversed')
})

test('an answer that comes twice counts once', async () => {
  const card = await platform.saveCard('4000000000900078')
  const answer = await platform.charge(card)
  assert.equal(answer.status, 200)
  assert.equal((await bookEntry(answer.body.debit_id)).state, 'captured')
})

test('an attempt whose process died before the network was asked is reversed and failed by the worker', async () => {
  const card = await platform.saveCard()
  const debitId = newId()
  const charge = {
    companyId: platform.demo.company_id,
    contactId: card.contactId,
    creditCardId: card.cardId,
    toBankAccountId: platform.demo.bank_account_id,
    amount: 500n,
    statement: 'Abandoned',
    note: null,
    debitId,
    attemptId: newId(),
    idempotencyKey: null,
  }
  const [requested] = await requestCharges(platform.db, [charge])
  assert.equal(requested?.verdict, 'started')
  await until('the worker to resolve it', async () => (await statusOf(debitId)).state === 'failed')
  assert.equal((await statusOf(debitId)).fail_reason, 'network_timeout')
  assert.equal(await bookEntry(debitId), undefined)
})

test('an approval that comes after the worker gave the attempt up is taken back, never captured', async () => {
  const slow = await startPlatform({ networkTimeoutMs: 10_000, attemptAbandonedMs: 1_000 })
  try {
    const card = await slow.saveCard()
    await slow.setFaults({ answer_delay_ms: 4_000 })
    const answer = await slow.charge(card)
    assert.notEqual(answer.status, 200, answer.text)
    await slow.setFaults({ answer_delay_ms: 0 })
    await until(
      'all to be settled',
      async () => {
        const { totals } = await slow.books()
        const { body } = await slow.call('GET', `/transaction/${answer.body.debit_id}/status`)
        const open = await slow.db.many(sql`select 1 from attempts where state in ('sent', 'reversing')`)
        return totals.CAD.net === 0 && body.state === 'failed' && open.length === 0
      },
      30_000,
    )
  } finally {
    await slow.close()
  }
})
