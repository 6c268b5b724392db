/**
 * The books of debits and credits hold on a platform that was used, and every check sees it when one does
 * not.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { closed, type EftStage, eftStage, good, returnedLate } from '../../test/eft-stage.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { failing, openTampering, type Tampering } from '../../test/tampering.ts'

let platform: Platform
let stage: EftStage
let tamper: Tampering
before(async () => {
  platform = await startPlatform()
  stage = eftStage(platform)
  const ends: [Promise<{ id: string }>, string][] = [
    [stage.payByBank(good), 'completed'],
    [stage.payByBank('9900901'), 'failed'],
    [stage.payByBank(returnedLate), 'failed'],
    [stage.createCredit(good), 'completed'],
    [stage.createCredit(closed), 'failed'],
    [stage.createDebit(), 'requested'],
  ]
  for (const [made, state] of ends) await stage.inState((await made).id, state)
  const cancelled = await stage.payByBank(good)
  assert.equal((await platform.call('DELETE', `/transaction/${cancelled.id}`)).status, 200)
  const tried = await stage.createDebit()
  const { body } = await platform.call('POST', `/debit/${tried.id}/creditcard/url`)
  await platform.submitCard(body.url, '4242424242424242')
  await stage.inState(tried.id, 'paid')
  await stage.holds()
  await platform.stopWorker()
  tamper = await openTampering(platform)
})
after(async () => {
  await tamper?.close()
  await platform?.close()
})

test('all holds with debits and credits that ended in every way', async () => {
  assert.deepEqual(failing(await tamper.run()), [])
})

test('what has happened since any moment holds by itself, with what belongs to it', () =>
  tamper.holdsFromAnyMoment())

/** What was done to the data, and what that breaks. */
const tampering: [what: string, statement: string, breaks: string[]][] = [
  [
    'a debit by bank that is completed though its pull came back',
    `update debits set state = 'completed', fail_reason = null, fail_direction = null where fail_reason = 'insufficient_funds'`,
    ['debits_by_bank_follow_their_pull', 'history_leads_to_state'],
  ],
  [
    'a pull without its payer’s agreement',
    `delete from debit_agreements`,
    ['debits_by_bank_follow_their_pull'],
  ],
  [
    'a pull for more than the debit',
    `update bank_items set amount = amount + 1 where kind = 'debit' and state = 'settled'`,
    ['debits_by_bank_follow_their_pull', 'bank_clearing_is_what_the_bank_moved'],
  ],
  [
    'a credit that is completed without having been pushed',
    `delete from bank_items where kind = 'credit' and direction = 'credit' and state = 'settled'`,
    ['credits_follow_their_items', 'bank_clearing_is_what_the_bank_moved'],
  ],
  [
    'a push that went on after its credit was cancelled',
    `update credits set state = 'cancelled' where state = 'completed'`,
    ['credits_follow_their_items', 'history_leads_to_state'],
  ],
  [
    'a return that the company does not owe',
    `delete from payout_items where part = 'pull_returned'`,
    ['what_came_back_is_owed_once'],
  ],
  [
    'money given back twice',
    `update payout_items set amount = amount * 2 where part = 'push_returned'`,
    ['what_came_back_is_owed_once'],
  ],
  [
    'a pulled debit that no payout deposits',
    `delete from payout_items i using debits d where d.debit_id = i.transaction_id and d.rail = 'eft' and i.part = 'deposit'`,
    ['each_completed_debit_is_paid_out_once'],
  ],
  [
    'an open debit that is bound to a card which nobody charges',
    `update debits set rail = 'card' where payable_until is not null`,
    ['open_debits_wait_for_their_payer'],
  ],
  [
    'an open debit that is paid by nothing',
    `update debits set state = 'paid' where payable_until is not null`,
    ['open_debits_wait_for_their_payer', 'history_leads_to_state'],
  ],
  [
    'a credit’s move that was never announced',
    `delete from events where type = 'transactions.credits.paid'`,
    ['one_event_per_move'],
  ],
  [
    'a debit’s move that the lifecycle of its rail does not have',
    `update transaction_moves set move = 'settle' where move = 'deposit'`,
    ['moves_are_allowed'],
  ],
  [
    'an item that waits for an answer about nothing',
    `update bank_items set questioned_at = jetpay_now() where state = 'settled'`,
    ['questioned_items_wait_for_an_answer'],
  ],
  [
    'a return that does not fit, of which nobody was told and whose item may settle',
    `insert into bank_parked_returns (bank_parked_return_id, company_id, bank_item_id, sha256, place, code, stage, direction, amount,
      currency, reference, problem) select gen_random_uuid(), company_id, bank_item_id, '\\x01', 'line 1', '901', 'return', direction, amount,
      currency, 'J1', 'is for another amount' from bank_items where state = 'settled'`,
    ['questioned_items_wait_for_an_answer'],
  ],
  [
    'a captured charge of a debit that was paid by bank',
    `update attempts set debit_id = (select debit_id from debits where rail = 'eft' limit 1)`,
    ['paid_means_captured'],
  ],
]

for (const [what, statement, breaks] of tampering)
  test(`seen: ${what}`, async () => {
    await tamper.isSeen(statement, breaks)
    assert.deepEqual(failing(await tamper.run()), [], 'it was mended')
  })
