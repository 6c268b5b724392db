/** Disputes agree on a platform that had some of each end, and every check sees it when they do not. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { clearingStage } from '../../test/clearing-stage.ts'
import { disputeStage, pdf } from '../../test/dispute-stage.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { failing, openTampering, type Tampering } from '../../test/tampering.ts'
import { sql } from '../db/sql.ts'

let platform: Platform
let tamper: Tampering
before(async () => {
  platform = await startPlatform({ clearingToleranceMs: 0 })
  const stage = disputeStage(platform, clearingStage(platform))
  const card = await platform.saveCard('4000000000000259')
  const clear = () => fetch(`${platform.simulatorUrl}/clearing`, { method: 'POST' })
  const stateIs = (debitId: string, state: string) =>
    until(`a dispute that is ${state}`, async () => (await stage.of(debitId))?.state === state)
  const debits = await Promise.all([1, 2, 3, 4].map(() => stage.charged(card)))
  const [won, lost, open, undecided] = debits as [string, string, string, string]
  await clear()
  await clear()
  for (const debitId of debits) await stateIs(debitId, 'needs_response')
  for (const [debitId, other] of [
    [won, 'winning_evidence'],
    [lost, 'nothing'],
  ] as const) {
    const { dispute_id } = await stage.of(debitId)
    await stage.evidence(dispute_id, { texts: { other }, files: [stage.file(pdf)] })
    await stage.submit(dispute_id)
  }
  await until('the network to decide', async () => {
    const { entries } = await platform.books()
    return entries.filter(({ dispute }: any) => dispute && dispute.state !== 'open').length === 2
  })
  await clear()
  await clear()
  await stateIs(won, 'won')
  await stateIs(lost, 'lost')
  await stateIs(open, 'needs_response')
  // After the last file: it stays under review.
  const { dispute_id } = await stage.of(undecided)
  await stage.evidence(dispute_id, { texts: { other: 'nobody reads it' } })
  await stage.submit(dispute_id)
  await stateIs(undecided, 'under_review')
  await until('everything to be settled', async () => {
    const unsettled = await platform.db.many(sql`
      select 1 from outbox union all select 1 from clearing_files where state = 'read'`)
    return unsettled.length === 0
  })
  await platform.stopWorker()
  tamper = await openTampering(platform)
})
after(async () => {
  await tamper?.close()
  await platform.close()
})

test('all holds after disputes that were won, lost and left open, the network’s and the bank’s books included', async () => {
  const report = await tamper.run()
  assert.deepEqual(failing(report), [], JSON.stringify(report.checks.filter(({ ok }) => !ok)))
})

test('what has happened since any moment holds by itself, with what belongs to it', () =>
  tamper.holdsFromAnyMoment())

/** What was done to the data, and what that breaks. */
const tampering: [what: string, statement: string, breaks: string[]][] = [
  [
    'more disputed than was captured',
    `update disputes set amount = amount * 2, amount_taken = amount_taken * 2 where state = 'needs_response'`,
    [
      'disputed_within_captured',
      'dispute_means_taken_back',
      'disputes_are_netted_once',
      'each_move_is_posted',
    ],
  ],
  [
    'a refund of what is disputed',
    `update debits set amount_refunded = 1 from disputes x where x.debit_id = debits.debit_id and x.state = 'lost'`,
    ['disputed_within_captured'],
  ],
  [
    'a dispute that is called won and was not',
    `update disputes set state = 'won' where state = 'needs_response'`,
    ['dispute_means_taken_back', 'disputes_are_netted_once', 'history_leads_to_state'],
  ],
  [
    'a chargeback without a dispute',
    `delete from disputes where state = 'needs_response'`,
    ['dispute_means_taken_back', 'disputes_are_netted_once'],
  ],
  [
    'a chargeback that was parked, and nobody can answer',
    `update clearing_records set outcome = 'difference', dispute_id = null where reason = '0301'`,
    ['each_chargeback_has_its_dispute', 'dispute_means_taken_back'],
  ],
  [
    'a chargeback of the network that is no dispute of ours',
    `delete from disputes where state = 'needs_response'`,
    ['each_chargeback_is_a_dispute', 'each_chargeback_has_its_dispute'],
  ],
  [
    'a charge that was refunded and charged back',
    `update debits set amount_refunded = debits.amount from disputes x where x.debit_id = debits.debit_id and x.state = 'lost'`,
    ['taken_back_is_explained'],
  ],
  [
    'a dispute that books less than was taken, and nothing says where the rest is',
    `update disputes set amount = amount - 1 where state = 'lost'`,
    ['taken_back_is_explained', 'disputes_are_netted_once'],
  ],
  [
    'a dispute that the payouts do not know',
    `delete from payout_items where part = 'disputed'`,
    ['disputes_are_netted_once', 'company_payable_is_what_is_not_paid_out'],
  ],
  [
    'a dispute that was won and not paid',
    `delete from payout_items where part = 'dispute_won'`,
    ['disputes_are_netted_once'],
  ],
  [
    'a dispute without its postings',
    `delete from ledger_entries using disputes x where transaction_id = dispute_id and x.state = 'lost'`,
    ['each_move_is_posted', 'bank_clearing_is_what_was_cleared'],
  ],
  [
    'a dispute that was not announced',
    `delete from events where type = 'transactions.debits.disputed'`,
    ['one_event_per_dispute_move'],
  ],
  [
    'a dispute that was announced twice',
    `insert into outbox (company_id, type, data, created_at) select company_id, type, data, now()
     from events where type = 'transactions.debits.dispute_won'`,
    ['one_event_per_dispute_move'],
  ],
  [
    'a dispute that was submitted without evidence',
    `update disputes set submitted_at = now() where state = 'needs_response'`,
    ['submitted_means_evidence'],
  ],
  [
    'evidence that was deleted while the network decides',
    `update dispute_evidence e set content_sealed = null, deleted_at = now() from disputes x
     where x.dispute_id = e.dispute_id and x.state = 'under_review'`,
    ['evidence_is_kept_while_needed'],
  ],
  [
    'evidence that was deleted in part',
    `update dispute_evidence e set content_sealed = null, deleted_at = now() from disputes x
     where x.dispute_id = e.dispute_id and x.state = 'won' and e.field is not null`,
    ['evidence_is_kept_while_needed'],
  ],
  [
    'a dispute that nobody was called about, and says so',
    `update disputes set alarmed_at = now() where state = 'under_review'`,
    ['undecided_disputes_are_told'],
  ],
  [
    'an alarm about a dispute that has ended',
    `insert into alarms (alarm_id, company_id, kind, subject, details)
     select gen_random_uuid(), company_id, 'dispute_undecided', dispute_id, '{}' from disputes where state = 'won'`,
    ['undecided_disputes_are_told'],
  ],
  [
    'a dispute that was closed by somebody and lost by the network’s word',
    `update disputes set closed_by = 'Ada', closed_note = 'x' where state = 'lost'`,
    ['undecided_disputes_are_told'],
  ],
]
for (const [what, statement, breaks] of tampering)
  test(`it sees ${what}`, () => tamper.isSeen(statement, breaks))
