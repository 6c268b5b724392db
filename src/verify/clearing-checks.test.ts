/**
 * The books behind clearing and payouts hold on a platform that was used, and every check sees it when one
 * does not.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ClearingStage, clearingStage } from '../../test/clearing-stage.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { failing, openTampering, type Tampering } from '../../test/tampering.ts'
import { sql } from '../db/sql.ts'

let platform: Platform
let tamper: Tampering
before(async () => {
  platform = await startPlatform({ clearingToleranceMs: 0 })
  const network: ClearingStage = clearingStage(platform)
  const card = await platform.saveCard()
  const charge = async (amount: string) => (await platform.charge(card, { amount })).body.debit_id as string
  const [settled, other, lessened, missing] = [
    await charge('10.00'),
    await charge('20.00'),
    await charge('30.00'),
    await charge('40.00'),
  ] as [string, string, string, string]
  await network.clear(
    await network.recordOf(settled),
    await network.recordOf(other),
    await network.recordOf(lessened, { amount: 2900n }),
  )
  await until('the payout and all events', async () => {
    const { done } = await platform.db.one<{ done: boolean }>(sql`
      select exists (select from payouts where state = 'completed') and not exists (select from outbox) as done`)
    return done
  })
  assert.ok(missing)
  await platform.stopWorker()
  tamper = await openTampering(platform)
})
after(async () => {
  await tamper.close()
  await platform.close()
})

test('all holds with a payout made, one charge missing and one cleared for less', async () => {
  const report = await tamper.run()
  assert.deepEqual(failing(report), [], JSON.stringify(report.checks.filter(({ ok }) => !ok)))
})

test('what has happened since any moment holds by itself, with what belongs to it', () =>
  tamper.holdsFromAnyMoment())

/** What was done to the data, and what that breaks. */
const tampering: [what: string, statement: string, breaks: string[]][] = [
  [
    'a debit that is completed without having been cleared',
    `update debits set state = 'completed' where state = 'paid'`,
    [
      'completed_means_cleared',
      'network_receivable_is_what_is_not_cleared',
      'each_completed_debit_is_paid_out_once',
    ],
  ],
  [
    'a cleared debit that was never completed',
    `update debits set state = 'paid' where state = 'completed'`,
    ['completed_means_cleared', 'network_receivable_is_what_is_not_cleared'],
  ],
  [
    'a completed debit that no payout has',
    `delete from payout_items where amount = 1000`,
    ['each_completed_debit_is_paid_out_once'],
  ],
  [
    'a debit paid out for another amount',
    `update payout_items set amount = amount + 1 where amount = 1000`,
    ['each_completed_debit_is_paid_out_once'],
  ],
  [
    'a payout that is not the sum of its items',
    `update payouts set amount = amount + 1`,
    ['each_completed_debit_is_paid_out_once', 'each_move_is_posted'],
  ],
  [
    'a payout whose money never left the ledger',
    `update payouts set state = 'requested', amount_owed = amount`,
    ['company_payable_is_what_is_not_paid_out', 'history_leads_to_state', 'payouts_follow_their_items'],
  ],
  [
    'a payout of which a part is with no bank and is not owed',
    `update bank_items set state = 'returned' where kind = 'payout'`,
    ['payouts_follow_their_items'],
  ],
  [
    'a payout that came back and nobody was told',
    `update payouts set state = 'returned'`,
    ['returned_payouts_are_told', 'payouts_follow_their_items'],
  ],
  [
    'an alarm about a payout that arrived',
    `insert into alarms (alarm_id, company_id, kind, subject, details)
     select gen_random_uuid(), company_id, 'payout_returned', payout_id, '{}' from payouts`,
    ['returned_payouts_are_told'],
  ],
  [
    'suspense without its item',
    `update reconciliation_items set state = 'settled', resolved_at = now() where kind = 'amount'`,
    ['suspense_is_what_is_open', 'history_leads_to_state'],
  ],
  [
    'a record that was applied and never posted',
    `update clearing_records set amount = amount + 5 where outcome = 'settled'`,
    ['bank_clearing_is_what_was_cleared'],
  ],
  [
    'a charge that is not cleared for days, and nobody was told',
    `with aged as (update attempts set transmitted_at = transmitted_at - interval '3 days' where amount = 4000)
     update reconciliation_items set state = 'corrected', resolved_at = now() where kind = 'missing'`,
    ['paid_is_cleared_in_time'],
  ],
  [
    'a bank item of another amount than the bank’s',
    `update bank_items set amount = amount + 1`,
    ['each_bank_item_is_the_banks'],
  ],
  [
    'a bank item that came back and was not taken back',
    `update bank_items set state = 'returned'`,
    ['each_bank_item_is_the_banks'],
  ],
  [
    'a bank item that the bank never got',
    `update bank_items set trace_number = 'J999999999999'`,
    ['each_bank_item_is_the_banks'],
  ],
  [
    'a part of a payout that was summed otherwise',
    `update payout_sums set amount = amount + 1`,
    ['payout_sums_are_its_items'],
  ],
  [
    'a part of a payout that is in no sum',
    `update payout_sums set part = 'fee' where part = 'deposit'`,
    ['payout_sums_are_its_items'],
  ],
  [
    'a payout that was not announced',
    `update events set type = 'payouts.returned' where type = 'payouts.completed'`,
    ['one_event_per_move'],
  ],
]
for (const [what, statement, breaks] of tampering)
  test(`it sees ${what}`, () => tamper.isSeen(statement, breaks))
