/**
 * Holds, captures and refunds agree on a platform that was used and cleared, and every check sees it when
 * they do not.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { refundStage } from '../../test/refund-stage.ts'
import { failing, openTampering, type Tampering } from '../../test/tampering.ts'
import { sql } from '../db/sql.ts'

let platform: Platform
let tamper: Tampering
before(async () => {
  platform = await startPlatform({ clearingToleranceMs: 0 })
  const stage = refundStage(platform)
  const card = await platform.saveCard()
  const preauthorize = async (amount: string) => {
    const fields = { amount, to_bank_account_id: platform.demo.bank_account_id, statement: 'Hotel' }
    return (await platform.call('POST', `${card.path}/preauthorize`, fields)).body.debit_id as string
  }
  const [cleared, reversed] = [await stage.paid(card), await stage.paid(card)]
  await stage.refund(cleared, '30.00')
  await stage.refund(reversed)
  const captured = await preauthorize('50.00')
  await platform.good('POST', `/debit/${captured}/capture`, { amount: '40.00' })
  await platform.good('POST', `/debit/${await preauthorize('60.00')}/release`)
  await fetch(`${platform.simulatorUrl}/clearing`, { method: 'POST' })
  await until('the clearing', async () => (await stage.debitOf(captured)).state === 'completed')
  await preauthorize('20.00')
  await stage.refund(await stage.paid(card), '10.00')
  const declining = await platform.saveCard('4000000000920019')
  await stage.refund(await stage.paid(declining), '10.00')
  await until('everything to be settled', async () => {
    const open = await platform.db.many(sql`
      select 1 from attempts where state in ('sent', 'reversing') union all select 1 from outbox
      union all select 1 from clearing_files where state = 'read'
      union all select 1 from payout_items where payout_id is null and amount > 0`)
    return open.length === 0
  })
  await platform.stopWorker()
  tamper = await openTampering(platform)
})
after(async () => {
  await tamper.close()
  await platform.close()
})

test('all holds after refunds, reversals, captures, releases and a clearing of the network’s own', async () => {
  const report = await tamper.run()
  assert.deepEqual(failing(report), [], JSON.stringify(report.checks.filter(({ ok }) => !ok)))
})

test('what has happened since any moment holds by itself, with what belongs to it', () =>
  tamper.holdsFromAnyMoment())

/** What was done to the data, and what that breaks. */
const tampering: [what: string, statement: string, breaks: string[]][] = [
  [
    'a hold that nobody has any more',
    `update attempts set state = 'reversed' where state = 'authorized'`,
    ['preauthorized_means_held', 'each_capture_is_the_networks'],
  ],
  [
    'a release whose hold was not lifted',
    `update attempts a set state = 'authorized' from debits d where d.debit_id = a.debit_id and d.state = 'cancelled'`,
    ['preauthorized_means_held', 'each_capture_is_the_networks'],
  ],
  [
    'another amount captured than was asked for',
    `update authorizations set capture_amount = capture_amount - 1 where capture_amount is not null`,
    ['captured_within_authorized'],
  ],
  [
    'a refund that the debit does not know',
    `update debits set amount_refunded = 0 where amount_refunded > 0`,
    ['refunded_within_captured'],
  ],
  [
    'a refund that the network never credited',
    `update attempts set state = 'declined' where kind = 'refund' and state = 'approved'`,
    ['refund_means_given_back', 'books_agree_to_the_cent', 'each_capture_is_the_networks'],
  ],
  [
    'a refund that was credited and is called failed',
    `update refunds set state = 'failed' where method = 'card' and state = 'paid'`,
    ['refund_means_given_back', 'refunded_within_captured', 'history_leads_to_state'],
  ],
  [
    'a refund of a charge that was not reversed',
    `update attempts set state = 'approved' where state = 'reversed' and kind = 'charge'`,
    ['refund_means_given_back', 'each_capture_is_the_networks'],
  ],
  [
    'a refund that was not announced',
    `delete from events where type = 'transactions.debits.refunded'`,
    ['one_event_per_refund'],
  ],
  [
    'a refund that was announced twice',
    `insert into outbox (company_id, type, data, created_at) select company_id, type, data, now()
     from events where type = 'transactions.debits.refund_failed'`,
    ['one_event_per_refund'],
  ],
  [
    'a refund without its postings',
    `delete from ledger_entries where account = 'refunds'`,
    ['refunds_are_what_is_not_cleared', 'each_move_is_posted'],
  ],
  [
    'a refund that is completed without having been cleared',
    `update refunds set state = 'completed' where method = 'card' and state = 'paid'`,
    ['completed_refund_means_cleared', 'refunds_are_what_is_not_cleared'],
  ],
  [
    'a refund that the payouts do not know',
    `delete from payout_items where amount < 0`,
    ['each_completed_debit_is_paid_out_once'],
  ],
]
for (const [what, statement, breaks] of tampering)
  test(`it sees ${what}`, () => tamper.isSeen(statement, breaks))

test('more than was held or paid cannot even be stored', async () => {
  for (const [change, constraint] of [
    ['amount_authorized = amount - 1 where amount_authorized > amount', 'debits_captured_within_authorized'],
    ['amount_refunded = amount + 1', 'debits_refunded_within_captured'],
  ])
    await assert.rejects(tamper.query(`update debits set ${change}`), new RegExp(constraint!))
})
