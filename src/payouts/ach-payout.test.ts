/** Money to and from accounts in the United States, on a whole platform with its simulated bank. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { eftStage } from '../../test/eft-stage.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { verifiesClean } from '../../test/verifies-clean.ts'
import { sql } from '../db/sql.ts'
import type { FailReason } from '../ground/fail-reasons.ts'

let platform: Platform
let eft: ReturnType<typeof eftStage>
before(async () => {
  platform = await startPlatform()
  eft = eftStage(platform)
})
after(() => platform.close())

/** In place of the stage's Canadian numbers. */
const american = { transit_number: undefined, institution_number: undefined, routing_number: '021000021' }
const books = async () => (await (await fetch(`${platform.simulatorUrl}/bank/books`)).json()) as any
const file = (id: string) =>
  platform.db.one<{ profile: string; trace_number: string; agreed: string }>(sql`
    select profile, trace_number, agreed from bank_items join bank_files using (bank_file_id) where subject_id = ${id}`)
const inState = (path: string, state: string) =>
  until(`${path} to be ${state}`, async () => {
    const { body } = await platform.call('GET', path)
    return body.state === state && body
  })
const transactionIn = (id: string, state: string) =>
  until(`${id} to be ${state}`, async () => {
    const row = await platform.db.first<{ state: string; fail_reason: FailReason | null }>(
      sql`select state, fail_reason from debits where debit_id = ${id}`,
    )
    return row?.state === state && row
  })

test('a charge in USD is cleared and deposited to the company’s American account by a NACHA file, to the cent', async () => {
  const card = await platform.saveCard()
  const account = await eft.ownAccount('1234567', american)
  const charged = await platform.charge(card, { amount: '20.00', to_bank_account_id: account })
  assert.equal(charged.body.currency ?? 'USD', 'USD', charged.text)
  const canadian = await platform.charge(card, { amount: '10.00' })
  await fetch(`${platform.simulatorUrl}/clearing`, { method: 'POST' })
  const payoutOf = (debitId: string) =>
    until('its payout', async () => {
      const row = await platform.db.first<{ payout_id: string | null }>(
        sql`select payout_id from payout_items where transaction_id = ${debitId}`,
      )
      return row?.payout_id
    })
  const [usd, cad] = [await payoutOf(charged.body.debit_id), await payoutOf(canadian.body.debit_id)]
  const payout = await inState(`/payout/${usd}`, 'completed')
  await inState(`/payout/${cad}`, 'completed')
  assert.deepEqual([Number(payout.amount), payout.currency], [20, 'USD'])
  assert.deepEqual([(await file(usd)).profile, (await file(cad)).profile], ['demo_ach', 'demo'])
  const { accounts, files, items } = await books()
  assert.deepEqual([accounts.USD.deposits, accounts.USD.credits, accounts.USD.balance], [2000, 2000, 0])
  assert.deepEqual([accounts.CAD.deposits, accounts.CAD.credits, accounts.CAD.balance], [1000, 1000, 0])
  assert.deepEqual(files.map((of: any) => [of.rail, of.currency, of.credits]).sort(), [
    ['ach', 'USD', 2000],
    ['eft', 'CAD', 1000],
  ])
  const { trace_number } = await file(usd)
  assert.equal(items.find((item: any) => item.reference === trace_number).amount, 2000)
  await verifiesClean(platform)
})

test('a debit from an American account is paid, and one that comes back says why in our clients’ words', async () => {
  const to_bank_account = await eft.ownAccount('1234567', american)
  const pay = async (from: string) => {
    const debit = await eft.createDebit({ to_bank_account })
    const from_bank_account = await eft.contactAccount(debit.contactId, from, american)
    const paid = await platform.call('POST', `/debit/${debit.id}/pay`, { from_bank_account })
    assert.equal(paid.status, 200, paid.text)
    return debit.id
  }
  const [good, poor, revoked] = [await pay('1234567'), await pay('9900001'), await pay('9910007')]
  assert.equal((await transactionIn(poor, 'failed')).fail_reason, 'insufficient_funds')
  await until('the late return', async () => {
    const late = await platform.db.first(
      sql`select from bank_items where subject_id = ${revoked} and state = 'returned' and late`,
    )
    return late !== undefined
  })
  await until('the deposit of the good one', async () => {
    const moved = await platform.db.many(
      sql`select from bank_items where subject_id = ${good} and state = 'settled'`,
    )
    return moved.length > 0
  })
  assert.equal((await file(poor)).profile, 'demo_ach')
  await verifiesClean(platform)
})

test('an American account in CAD is refused when it is chosen', async () => {
  const debit = await eft.createDebit()
  const from_bank_account = await eft.contactAccount(debit.contactId, '1234567', {
    ...american,
    currency: 'CAD',
  })
  const paid = await platform.call('POST', `/debit/${debit.id}/pay`, { from_bank_account })
  assert.equal(paid.status, 422, paid.text)
  assert.match(paid.text, /no bank of this installation moves that/)
})
