/**
 * The books of refunds by bank hold on a platform that was used and cleared, and every check sees it when
 * they do not.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { closed, eftStage, good, returnedLate } from '../../test/eft-stage.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { refundStage } from '../../test/refund-stage.ts'
import { failing, openTampering, type Tampering } from '../../test/tampering.ts'
import { sql } from '../db/sql.ts'

let platform: Platform
let tamper: Tampering
before(async () => {
  platform = await startPlatform({ clearingToleranceMs: 0 })
  const [stage, eft, card] = [refundStage(platform), eftStage(platform), await platform.saveCard()]
  const account = (number: string) => eft.contactAccount(card.contactId, number)
  // One charge is refunded whole, and clears all the same; of the other the network credits a part, and the
  // bank two that come back.
  const [whole, parts] = [await stage.paid(card), await stage.paid(card)]
  await stage.refundByBank(whole, await account(good))
  await stage.refund(parts, '1.00')
  await stage.refundByBank(parts, await account(closed), '2.00')
  await stage.refundByBank(parts, await account(returnedLate), '3.00')
  const { id } = await eft.payByBank()
  await until('the pull', async () => (await eft.get(id)).state !== 'initiated')
  await stage.refund(id, '4.00')
  await fetch(`${platform.simulatorUrl}/clearing`, { method: 'POST' })
  await eft.inState(whole, 'completed')
  await until('what comes back late', async () => (await stage.eventsOf(parts)).includes('refund_returned'))
  await eft.holds()
  await platform.stopWorker()
  // The last one still waits for its file.
  await stage.refund(id, '5.00')
  tamper = await openTampering(platform)
})
after(async () => {
  await tamper?.close()
  await platform?.close()
})

test('all holds with refunds by bank that wait, arrived, and came back in time and late', async () => {
  const report = await tamper.run()
  assert.deepEqual(failing(report), [], JSON.stringify(report.checks.filter(({ ok }) => !ok)))
})

test('what has happened since any moment holds by itself, with what belongs to it', () =>
  tamper.holdsFromAnyMoment())

/** What was done to the data, and what that breaks. */
const tampering: [what: string, statement: string, breaks: string[]][] = [
  [
    'one that was never given to the bank',
    `delete from bank_items where kind = 'refund' and state = 'settled'`,
    [
      'refunds_by_bank_follow_their_item',
      'bank_clearing_is_what_the_bank_moved',
      'each_bank_item_is_the_banks',
    ],
  ],
  [
    'one that was given to the bank twice',
    `insert into bank_items (company_id, bank_item_id, kind, subject_id, direction, bank_account_id, amount, currency, due_on, sundry, state)
     select company_id, gen_random_uuid(), kind, subject_id, direction, bank_account_id, amount, currency, due_on, sundry, 'rejected'
     from bank_items where kind = 'refund' and late`,
    ['refunds_by_bank_follow_their_item'],
  ],
  [
    'a credit that is called a refund and is none',
    `update bank_items set subject_id = gen_random_uuid() where kind = 'refund' and state = 'queued'`,
    ['refunds_by_bank_follow_their_item'],
  ],
  [
    'one for another amount',
    `update bank_items set amount = amount - 1 where kind = 'refund' and state = 'queued'`,
    ['refunds_by_bank_follow_their_item'],
  ],
  [
    'one that came back and is called completed',
    `update refunds set state = 'completed' where method = 'bank' and state = 'failed'`,
    [
      'refunds_by_bank_follow_their_item',
      'refunded_within_captured',
      'history_leads_to_state',
      'one_event_per_refund',
    ],
  ],
  [
    'one that is called completed before it has arrived',
    `update refunds set state = 'completed' where method = 'bank' and state = 'requested'`,
    ['refunds_by_bank_follow_their_item', 'refunds_are_what_is_not_cleared', 'history_leads_to_state'],
  ],
  [
    'one that came back late and is not known to have',
    `update refunds set returned_at = null where returned_at is not null`,
    ['refunds_by_bank_follow_their_item', 'refunded_within_captured', 'one_event_per_refund'],
  ],
  [
    'a late return that nobody was told of',
    `delete from events where type = 'transactions.debits.refund_returned'`,
    ['one_event_per_refund'],
  ],
  [
    'one to somebody else’s account',
    `update refunds set to_bank_account_id = (select bank_account_id from bank_accounts where contact_id is null limit 1)
     where method = 'bank' and state = 'requested'`,
    ['refunds_by_bank_go_to_the_payer', 'refunds_by_bank_follow_their_item'],
  ],
  [
    'one that another account’s payouts pay for',
    `update payout_items i set bank_account_id = r.to_bank_account_id from refunds r
     where r.refund_id = i.transaction_id and r.method = 'bank' and r.state = 'requested'`,
    ['refunds_by_bank_go_to_the_payer'],
  ],
  [
    'one that no payout pays for',
    `delete from payout_items i using refunds r where r.refund_id = i.transaction_id and r.method = 'bank' and i.part = 'deposit'`,
    ['each_completed_debit_is_paid_out_once', 'company_payable_is_what_is_not_paid_out'],
  ],
  [
    'one that came back and that the company was not given back',
    `delete from payout_items i using refunds r where r.refund_id = i.transaction_id and i.part = 'push_returned'`,
    ['what_came_back_is_owed_once', 'each_completed_debit_is_paid_out_once'],
  ],
  [
    'one without its postings',
    `delete from ledger_entries e using refunds r where r.refund_id = e.transaction_id and r.method = 'bank'`,
    ['each_move_is_posted', 'refunds_are_what_is_not_cleared', 'bank_clearing_is_what_the_bank_moved'],
  ],
]
for (const [what, statement, breaks] of tampering)
  test(`seen: ${what}`, () => tamper.isSeen(statement, breaks))

test('a refund by bank without an account, or with the states of one to a card, cannot even be stored', async () => {
  const { db } = platform
  await assert.rejects(
    db.run(sql`update refunds set to_bank_account_id = null where method = 'bank'`),
    /refunds_by_bank_to_account/,
  )
  await assert.rejects(
    db.run(sql`update refunds set state = 'paid' where method = 'bank' and state = 'requested'`),
    /bank_refund cannot move from requested to paid/,
  )
  await assert.rejects(
    db.run(sql`update refunds set returned_at = jetpay_now() where state = 'requested'`),
    /refunds_returned_after_end/,
  )
})
