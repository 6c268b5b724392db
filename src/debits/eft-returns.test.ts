import assert from 'node:assert/strict'
import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { startBankByHand } from '../../test/bank-by-hand.ts'
import { good, returnedLate } from '../../test/eft-stage.ts'
import { sql } from '../db/sql.ts'
import { formatConfirmation } from '../rails/bank-confirmation.ts'

const byHand = await startBankByHand()
const { platform, stage, folder, send, read, exchange, finish, payOut, returnsArrive, holds, squareUp } =
  byHand
after(() => byHand.close())

const returnsOf = async (id: string) =>
  (await stage.get(id)).returns.map(({ direction, reason }: any) => `${direction} ${reason}`)

test('a pull that comes back after the debit was deposited: it stays completed, the return is a record, and the company owes it', async () => {
  const { id } = await stage.payByBank(returnedLate, { amount: '10.00' })
  await exchange()
  await finish()
  const completed = await stage.get(id)
  assert.deepEqual([completed.state, completed.returns], ['completed', []])
  assert.deepEqual(await stage.balances(), {})
  await returnsArrive()
  const debit = await stage.get(id)
  assert.deepEqual([debit.state, debit.fail_reason, debit.fail_direction], ['completed', null, null])
  assert.deepEqual(await returnsOf(id), ['pull account_closed'])
  const [returned] = (await platform.eventsOf(id)).slice(-1)
  assert.deepEqual(
    [returned?.type, returned?.data.state, returned?.data.failReason, returned?.data.failDirection],
    ['transactions.debits.returned', 'completed', 'account_closed', 'pull'],
  )
  assert.deepEqual(await stage.balances(), { company_payable: 10, bank_clearing: -10 })
  await holds()
  await squareUp('10.01')
})

test('one that comes back while its deposit is on the way fails the debit; what was deposited is owed', async () => {
  const { id } = await stage.payByBank(returnedLate, { amount: '11.00' })
  await exchange()
  await payOut()
  await send()
  assert.deepEqual(await stage.balances(), {})
  await returnsArrive()
  const debit = await stage.get(id)
  assert.deepEqual([debit.state, debit.fail_direction], ['failed', 'pull'])
  await finish()
  assert.equal((await stage.get(id)).state, 'failed')
  assert.deepEqual(await stage.eventsOf(id), ['created', 'initiated', 'paid', 'failed'])
  assert.deepEqual(await stage.balances(), { company_payable: 11, bank_clearing: -11 })
  await holds()
  await squareUp('11.01')
})

test('one that comes back after its deposit had failed: nothing is owed, and a deposit that is sent again is no success', async () => {
  const own = await stage.ownAccount('9900905')
  const { id } = await stage.payByBank(returnedLate, { amount: '12.00', to_bank_account: own })
  await exchange()
  await finish()
  assert.equal((await stage.get(id)).fail_direction, 'push')
  await returnsArrive()
  const debit = await stage.get(id)
  assert.deepEqual([debit.state, debit.fail_direction], ['failed', 'pull'])
  assert.equal((await stage.eventsOf(id)).at(-1), 'returned')
  assert.deepEqual(await stage.balances(), {})
  await holds()
  const { payout_id } = await platform.db.one<{ payout_id: string }>(sql`
    select payout_id from payout_items where transaction_id = ${id} and part = 'deposit'`)
  const to_bank_account_id = platform.demo.bank_account_id
  await platform.good('POST', `/payout/${payout_id}/retry`, { to_bank_account_id })
  await finish()
  assert.equal((await stage.get(id)).state, 'failed')
  assert.deepEqual(await stage.balances(), { company_payable: 12, bank_clearing: -12 })
  await stage.payByBank(good, { amount: '12.01', to_bank_account: own })
  await exchange()
  await finish()
  await holds()
})

/** The pull of these credits comes back late. */
const badPayer = () => stage.ownAccount('9910901')

test('a credit whose pull comes back before a file has its push is stopped: it failed, and nobody owes anything', async () => {
  const before = await stage.balances()
  const { id } = await stage.createCredit(good, { from_bank_account: await badPayer() })
  await exchange()
  assert.equal((await stage.get(id)).state, 'paid')
  await returnsArrive()
  const credit = await stage.get(id)
  assert.deepEqual(
    [credit.state, credit.fail_reason, credit.fail_direction],
    ['failed', 'insufficient_funds', 'pull'],
  )
  assert.equal((await stage.itemOf(id, 'credit'))?.state, 'cancelled')
  assert.deepEqual(await stage.eventsOf(id), ['created', 'initiated', 'paid', 'failed'])
  await finish()
  assert.deepEqual(await stage.balances(), before)
  await holds()
})

test('one whose push is on its way goes on to the contact, and the company owes it', async () => {
  const { company_payable: before = 0 } = await stage.balances()
  const { id } = await stage.createCredit(good, { from_bank_account: await badPayer(), amount: '13.00' })
  await exchange()
  await send()
  await returnsArrive()
  const credit = await stage.get(id)
  assert.deepEqual([credit.state, await returnsOf(id)], ['paid', ['pull insufficient_funds']])
  assert.deepEqual([credit.fail_reason, credit.fail_direction], [null, null], 'it has not failed')
  assert.equal((await stage.eventsOf(id)).at(-1), 'returned')
  await finish()
  assert.equal((await stage.get(id)).state, 'completed')
  const { company_payable = 0 } = await stage.balances()
  assert.equal(Math.round((Number(company_payable) - Number(before)) * 100), 1300)
  await holds()
})

test('one that was delivered stays completed when the pull or the push comes back, each its own record', async () => {
  const { company_payable: before = 0 } = await stage.balances()
  const { id } = await stage.createCredit(returnedLate, {
    from_bank_account: await badPayer(),
    amount: '14.00',
  })
  await exchange()
  const pulls = readdirSync(`${folder}/held`)
  await exchange()
  assert.equal((await stage.get(id)).state, 'completed')
  assert.equal(readdirSync(`${folder}/held`).length, pulls.length + 1)
  await returnsArrive()
  const credit = await stage.get(id)
  assert.deepEqual([credit.state, credit.fail_reason], ['completed', null])
  assert.deepEqual((await returnsOf(id)).sort(), ['pull insufficient_funds', 'push account_closed'])
  assert.deepEqual((await stage.eventsOf(id)).slice(-3), ['completed', 'returned', 'returned'])
  const { company_payable: after = 0 } = await stage.balances()
  assert.equal(Number(after), Number(before), 'the one pays for the other')
  await holds()
})

test('a push that comes back after its pull did: the credit failed, and the money that is here pays what is owed', async () => {
  const before = await stage.balances()
  const { id } = await stage.createCredit('9900905', { from_bank_account: await badPayer(), amount: '15.00' })
  await exchange()
  await send()
  await returnsArrive()
  await exchange()
  const credit = await stage.get(id)
  assert.deepEqual(
    [credit.state, credit.fail_direction, await returnsOf(id)],
    ['failed', 'push', ['pull insufficient_funds']],
  )
  await finish()
  assert.deepEqual(await stage.balances(), before)
  await holds()
})

test('a pull that comes back after its push did, and the money was given back: the company owes it', async () => {
  const { company_payable: before = 0 } = await stage.balances()
  const { id } = await stage.createCredit('9900905', { from_bank_account: await badPayer(), amount: '16.00' })
  await exchange()
  await exchange()
  await finish()
  assert.equal((await stage.get(id)).fail_direction, 'push')
  await returnsArrive()
  assert.deepEqual(await returnsOf(id), ['pull insufficient_funds'])
  assert.equal((await stage.eventsOf(id)).at(-1), 'returned')
  const { company_payable = 0 } = await stage.balances()
  assert.equal(Math.round((Number(company_payable) - Number(before)) * 100), 1600)
  await holds()
})

test('a file that the bank rejects whole fails what was to be pulled, and gives back what was to be pushed', async () => {
  const before = await stage.balances()
  const pushed = await stage.createCredit(good, { amount: '17.00' })
  await exchange()
  const pulled = await stage.payByBank(good, { amount: '18.00' })
  const credit = await stage.createCredit(good, { amount: '19.00' })
  await send()
  const { file_number } = await platform.db.one<{ file_number: number }>(
    sql`select file_number from bank_files order by created_at desc limit 1`,
  )
  for (const name of readdirSync(`${folder}/outgoing`)) rmSync(`${folder}/outgoing/${name}`)
  writeFileSync(
    `${folder}/incoming/rejection.txt`,
    formatConfirmation({
      originatorId: 'JETPAYDEMO',
      fileNumber: file_number,
      kind: 'rejected',
      reason: 'a test',
    }),
  )
  await read()
  const ends = await Promise.all([pushed, pulled, credit].map(async ({ id }) => stage.get(id)))
  assert.deepEqual(
    ends.map(({ state, fail_direction, fail_reason }) => `${state} ${fail_direction} ${fail_reason}`),
    ['failed push rejected_by_bank', 'failed pull rejected_by_bank', 'failed pull rejected_by_bank'],
  )
  await finish()
  assert.deepEqual(await stage.balances(), before)
  await holds()
})
