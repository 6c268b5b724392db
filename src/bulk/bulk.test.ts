import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { tokenFor } from '../../test/another-company.ts'
import { type EftStage, eftStage } from '../../test/eft-stage.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { verifiesClean } from '../../test/verifies-clean.ts'
import { sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import { refund } from '../refunds/send-refund.ts'
import { openJobs } from '../worker/worker.ts'

let platform: Platform
let bank: EftStage
before(async () => {
  platform = await startPlatform(
    { networkTimeoutMs: 500, reversalTimeoutMs: 300 },
    { bankGatherMs: 3_600_000 },
  )
  bank = eftStage(platform)
})
after(() => platform?.close())

const begin = (body: unknown, headers?: Record<string, string>) =>
  platform.call('POST', '/bulk', body, headers)
const finished = (id: string) =>
  until('the bulk action to finish', async () => {
    const { body } = await platform.call('GET', `/bulk/${id}`)
    return body.state === 'finished' && body
  })
const itemsOf = async (id: string, query = '') =>
  (await platform.call('GET', `/bulk/${id}/items?limit=100${query}`)).body.data
const refundsOf = async (debit: string) =>
  (await platform.call('GET', `/refund?debit_id=${debit}`)).body.data as any[]

test('many are cancelled, each by its own rule, and what is not allowed says so and holds nobody up', async () => {
  const open = [await bank.createDebit(), await bank.createCredit(null), await bank.payByBank()].map(
    ({ id }) => id,
  )
  const paid = (await platform.charge(await platform.saveCard(), { amount: '5.00' })).body.debit_id
  const ids = [open[0]!, paid, open[1]!, open[2]!]
  const begun = await begin({ action: 'cancel', transaction_ids: ids })
  assert.equal(begun.status, 202, begun.text)
  const end = await finished(begun.body.bulk_id)
  assert.deepEqual([end.items, end.done, end.failed, end.waiting], [4, 3, 1, 0])
  const items = await itemsOf(end.bulk_id)
  assert.deepEqual(
    items.map(({ transaction_id, state, code }: any) => [transaction_id, state, code]),
    ids.map((id) => (id === paid ? [id, 'failed', 'wrong_state'] : [id, 'done', null])),
  )
  assert.match(items[1].detail, /refund it instead/)
  assert.deepEqual(
    (await itemsOf(end.bulk_id, '&state=failed')).map(({ number }: any) => number),
    [2],
  )
  for (const id of open) assert.equal((await bank.get(id)).state, 'cancelled')
})

test('of two workers each item is done by one, and a worker that died after its refund has been made makes none again', async () => {
  const card = await platform.saveCard()
  const silent = await platform.saveCard('4000000000920027')
  const charge = async (of: { path: string }) =>
    (await platform.charge(of, { amount: '10.00' })).body.debit_id as string
  const ids = await Promise.all(Array.from({ length: 12 }, () => charge(card)))
  const doubtful = await charge(silent)
  await platform.stopWorker()
  const { bulk_id } = (await begin({ action: 'refund', transaction_ids: [...ids, doubtful] })).body
  // As if the one that made these had died before it could say so.
  const [first] = await itemsOf(bulk_id)
  const { operation_id } = await platform.db.one<{ operation_id: string }>(sql`
    select operation_id from bulk_items where bulk_id = ${bulk_id} and number = 1`)
  await refund(
    platform.context,
    {
      companyId: platform.demo.company_id,
      debitId: first.transaction_id,
      refundId: operation_id,
      idempotencyKey: null,
      amount: 400n,
      note: null,
      toBankAccount: null,
    },
    { companyName: 'Demo' },
  )
  const workers = [openJobs(platform.context), openJobs(platform.context)]
  const rounds = workers.map(async ({ jobs }) => {
    const job = jobs.find(({ name }) => name === 'do-bulks')!
    while (await job.run(platform.context));
  })
  await Promise.all(rounds)
  await Promise.all(workers.map(({ stop }) => stop()))
  const end = (await platform.call('GET', `/bulk/${bulk_id}`)).body
  assert.deepEqual([end.state, end.waiting, end.done + end.failed], ['finished', 0, 13])
  for (const id of ids) {
    const refunds = await refundsOf(id)
    assert.equal(refunds.length, 1)
    assert.equal(refunds[0].amount, id === first.transaction_id ? 4 : 10)
  }
  assert.equal((await refundsOf(doubtful)).length, 1)
  platform.startWorker()
  await until(
    'the doubtful one to be decided',
    async () => (await refundsOf(doubtful))[0].state !== 'requested',
  )
})

test('an action is stopped: what nobody has begun with is left alone', async () => {
  await platform.stopWorker()
  const ids = await Promise.all(Array.from({ length: 3 }, async () => (await bank.createDebit()).id))
  const { bulk_id } = (await begin({ action: 'send_link', transaction_ids: ids })).body
  const stopped = (await platform.call('POST', `/bulk/${bulk_id}/stop`)).body
  assert.deepEqual([stopped.state, stopped.stopped], ['finished', 3])
  platform.startWorker()
  const again = (await begin({ action: 'send_link', transaction_ids: ids })).body
  assert.equal((await finished(again.bulk_id)).done, 3)
  const { mails } = await platform.db.one<{ mails: bigint }>(sql`
    select count(*) as mails from mails where transaction_id = any (${ids}::uuid[])`)
  assert.equal(mails, 3n)
})

test('what is not there, named twice, too much or beyond a scope is refused before anything begins', async () => {
  const { id } = await bank.createDebit()
  const refused = async (body: unknown) => {
    const answer = await begin(body)
    assert.equal(answer.status, 422, answer.text)
    return answer.body.errors[0].path
  }
  assert.equal(await refused({ action: 'cancel', transaction_ids: [id, newId()] }), 'transaction_ids')
  assert.equal(await refused({ action: 'cancel', transaction_ids: [id, id] }), 'transaction_ids')
  assert.equal(await refused({ action: 'cancel', transaction_ids: [] }), 'transaction_ids')
  assert.equal(await refused({ action: 'void', transaction_ids: [id] }), 'action')
  const many = Array.from({ length: 5_001 }, () => newId())
  assert.equal(await refused({ action: 'cancel', transaction_ids: many }), 'transaction_ids')
  const credits = await tokenFor(platform, platform.demo.company_id, ['credits:write'])
  const begun = await begin({ action: 'cancel', transaction_ids: [id] }, credits.headers)
  const end = await finished(begun.body.bulk_id)
  assert.equal(end.failed, 1)
  assert.equal((await itemsOf(end.bulk_id))[0].code, 'forbidden')
  assert.equal((await bank.get(id)).state, 'requested')
})

test('the books are in order after all that', () => verifiesClean(platform))
