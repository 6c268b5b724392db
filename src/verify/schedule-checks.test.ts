/** What schedules have made agrees on a platform that was used, and every check sees it when it does not. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { failing, openTampering, type Tampering } from '../../test/tampering.ts'
import { sql } from '../db/sql.ts'
import { addDays, torontoTime } from '../rails/banking-calendar.ts'
import { verify } from './verify.ts'

let platform: Platform
let tamper: Tampering
before(async () => {
  platform = await startPlatform()
  const { contactId, cardId } = await platform.saveCard()
  const refused = await platform.saveCard('4000000000009995')
  const start = addDays(torontoTime(new Date()).day, 1)
  for (const card of [{ contactId, cardId }, refused])
    await platform.good('PUT', '/schedule', {
      kind: 'card_debit',
      contact_id: card.contactId,
      from_credit_card_id: card.cardId,
      amount: 10,
      start,
      to_bank_account: platform.demo.bank_account_id,
      statement: 'Box',
      frequency: 'daily',
    })
  await platform.good('POST', '/sandbox/clock', { advance: '4d' })
  await until('all that is due to be settled', async () => {
    const open = await platform.db.many(sql`
      select 1 from schedules where next_due_at <= jetpay_now()
      union all select 1 from schedule_occurrences where state = 'due' union all select 1 from outbox`)
    return open.length === 0
  })
  await until('the log to be checkpointed', async () => {
    const report = await verify(platform.db, { sentMaxMs: 60_000, simulatorUrl: platform.simulatorUrl })
    return report.ok
  })
  await platform.stopWorker()
  tamper = await openTampering(platform)
})
after(async () => {
  await tamper.close()
  await platform.close()
})

test('all holds after occurrences that were made and that failed', async () => {
  assert.deepEqual(failing(await tamper.run()), [])
})

test('what has happened since any moment holds by itself, with what belongs to it', () =>
  tamper.holdsFromAnyMoment())

const tampering: [what: string, statement: string, ...breaks: string[]][] = [
  [
    'an occurrence without its debit',
    `update schedule_occurrences set transaction_id = gen_random_uuid() where state = 'made' and number = 1`,
    'each_occurrence_made_has_its_transaction',
  ],
  [
    'an occurrence of another amount',
    `update schedule_occurrences set amount = 1 where state = 'made' and number = 2`,
    'each_occurrence_made_has_its_transaction',
  ],
  [
    'an occurrence that is called made and was declined',
    `update schedule_occurrences set state = 'made', fail_reason = null where state = 'failed' and number = 1`,
    'each_occurrence_made_has_its_transaction',
    'one_event_per_occurrence',
  ],
  [
    'an occurrence that is called failed and was paid',
    `update schedule_occurrences set state = 'failed', fail_reason = 'lost' where state = 'made' and number = 1`,
    'no_occurrence_that_failed_was_paid',
    'one_event_per_occurrence',
  ],
  [
    'an occurrence that was lost',
    `delete from schedule_occurrences where number = 2`,
    'occurrences_are_gapless',
    'one_event_per_occurrence',
  ],
  [
    'a schedule that was set back',
    `update schedules set next_number = next_number - 1`,
    'occurrences_are_gapless',
  ],
  [
    'an occurrence that was announced twice',
    `insert into outbox (company_id, type, data, created_at) select company_id, type, data, now()
     from events where type = 'schedules.occurrences.made' limit 1`,
    'one_event_per_occurrence',
  ],
]
for (const [what, statement, ...breaks] of tampering)
  test(`${what} is seen`, () => tamper.isSeen(statement, breaks))
