/** Every invariant holds on a platform that was really used, and every check sees it when one does not. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { failing, openTampering, type Tampering } from '../../test/tampering.ts'
import { sql } from '../db/sql.ts'
import { projectFolder } from '../ground/config.ts'
import { newId } from '../ground/ids.ts'
import { type Report, verify } from './verify.ts'

let platform: Platform
let tamper: Tampering
before(async () => {
  platform = await startPlatform({ networkTimeoutMs: 300, reversalTimeoutMs: 300 })
  const cards = []
  for (const number of ['4242424242424242', '4000000000009995', '4000000000900011'])
    cards.push(await platform.saveCard(number))
  const answers = []
  for (const card of [...cards, cards[0]!])
    answers.push((await platform.charge(card, {}, { 'idempotency-key': newId() })).status)
  assert.deepEqual(answers, [200, 402, 504, 200])
  await platform.good('DELETE', cards[2]!.path)
  await until('the events', async () => {
    const { waiting } = await platform.db.one<{ waiting: bigint }>(
      sql`select count(*) as waiting from outbox`,
    )
    return waiting === 0n
  })
  // What is tampered with below must stay so: nothing may repair, sequence or announce it.
  await platform.stopWorker()
  tamper = await openTampering(platform)
})
after(async () => {
  await tamper.close()
  await platform.close()
})

test('all holds after charges that were paid, declined and reversed', async () => {
  const report = await tamper.run()
  assert.deepEqual(failing(report), [], JSON.stringify(report.checks.filter(({ ok }) => !ok)))
  assert.ok(report.checks.length >= 14)
})

test('what has happened since any moment holds by itself, with what belongs to it', () =>
  tamper.holdsFromAnyMoment())

/** What was done to the data, and what that breaks. A second name: the same rows also break another rule. */
const tampering: [what: string, statement: string, breaks: string[]][] = [
  [
    'a debit whose state nobody recorded',
    `update debits set state = 'failed' where state = 'paid'`,
    ['history_leads_to_state'],
  ],
  [
    'a move that is missing in the history',
    `delete from transaction_moves where sequence = 1`,
    ['history_leads_to_state', 'one_event_per_move'],
  ],
  [
    'a debit without any history',
    `delete from transaction_moves`,
    ['history_leads_to_state', 'one_event_per_move'],
  ],
  [
    'a move that the lifecycle does not know',
    `update transaction_moves set move = 'conjure' where sequence = 2`,
    ['moves_are_allowed'],
  ],
  [
    'a debit of a contact who is not there',
    `update debits set contact_id = gen_random_uuid() where state = 'paid'`,
    ['references_hold'],
  ],
  [
    'a debit that is paid out to no account',
    `update debits set to_bank_account_id = gen_random_uuid() where state = 'paid'`,
    ['references_hold'],
  ],
  [
    'a debit that was charged to no card',
    `update debits set from_credit_card_id = gen_random_uuid() where state = 'paid'`,
    ['references_hold'],
  ],
  [
    'a debit that is another company’s',
    `update debits set company_id = gen_random_uuid() where state = 'paid'`,
    ['references_hold'],
  ],
  [
    'an attempt of no debit',
    `update attempts set debit_id = gen_random_uuid() where state = 'approved'`,
    ['references_hold', 'paid_means_captured'],
  ],
  [
    'a history of nothing',
    `insert into transaction_moves (company_id, transaction_id, sequence, move, to_state, moved_at)
     select company_id, gen_random_uuid(), 1, 'request', 'requested', now() from companies`,
    ['references_hold'],
  ],
  [
    'postings of a move that nobody made',
    `update ledger_entries set sequence = 7`,
    ['references_hold', 'each_move_is_posted'],
  ],
  [
    'a key that was answered with a debit which is not there',
    `update idempotency_keys set debit_id = gen_random_uuid() where status = 200`,
    ['references_hold', 'one_debit_per_idempotency_key'],
  ],
  [
    'an event that was never announced',
    `delete from events where type = 'transactions.debits.paid'`,
    ['one_event_per_move', 'event_ids_have_no_gap'],
  ],
  [
    'an event announced twice',
    `insert into outbox (company_id, type, data, created_at) select company_id, type, data, now()
     from events where type = 'transactions.debits.failed'`,
    ['one_event_per_move'],
  ],
  [
    'an event that tells another state',
    `update events set data = data || '{"state": "paid"}' where type = 'transactions.debits.failed'`,
    ['one_event_per_move'],
  ],
  [
    'a saved card that was not announced',
    `update events set type = 'contacts.updated' where type = 'contacts.credit_cards.tokenized'`,
    ['one_event_per_card_outcome'],
  ],
  [
    'a deleted card that was announced twice',
    `insert into outbox (company_id, type, data, created_at) select company_id, type, data, now()
     from events where type = 'contacts.credit_cards.deleted'`,
    ['one_event_per_card_outcome'],
  ],
  [
    'a gap in the ids',
    `update events set event_id = event_id + 1000 where event_id > 3`,
    ['event_ids_have_no_gap'],
  ],
  [
    'a head behind its events',
    `update event_heads set last_event_id = last_event_id - 1`,
    ['event_ids_have_no_gap'],
  ],
  [
    'a webhook ahead of the log',
    `insert into webhooks (company_id, webhook_id, callback_url, callback_url_normal, signing_secret_sealed,
       last_sent_event_id) select company_id, gen_random_uuid(), 'http://x', 'http://x', '', 9999 from companies`,
    ['webhook_cursors_within_the_log'],
  ],
  [
    'two keys for one debit',
    `insert into idempotency_keys (company_id, key, request_hash, debit_id, status, body)
     select company_id, key || '2', request_hash, debit_id, status, body from idempotency_keys where status = 200`,
    ['one_debit_per_idempotency_key'],
  ],
  [
    'an answer that was not true',
    `update idempotency_keys set status = 200 where status = 402`,
    ['one_debit_per_idempotency_key'],
  ],
  [
    'an answer about another debit',
    `update idempotency_keys set body = '{"debit_id": "another"}' where status = 200`,
    ['one_debit_per_idempotency_key'],
  ],
  [
    'a debit captured twice',
    `insert into attempts select (jsonb_populate_record(a, jsonb_build_object('attempt_id', gen_random_uuid(),
       'rrn', '999999999999'))).* from attempts a where state = 'approved'`,
    ['one_approved_attempt_per_debit', 'each_capture_is_the_networks'],
  ],
  [
    'a paid debit of another amount',
    `update debits set amount = amount + 1 where state = 'paid'`,
    ['paid_means_captured', 'network_receivable_is_what_is_not_cleared'],
  ],
  [
    'an attempt that was approved for another amount than the network’s',
    `update attempts set amount = amount + 1 where state = 'approved'`,
    ['paid_means_captured', 'each_capture_is_the_networks', 'books_agree_to_the_cent'],
  ],
  [
    'a failed debit whose attempt nobody settled',
    `update attempts set state = 'sent' where state = 'reversed'`,
    ['failed_means_settled'],
  ],
  [
    'an attempt that everybody forgot',
    `update attempts set state = 'sent', transmitted_at = now() - interval '1 hour' where state = 'reversed'`,
    ['nothing_pending_too_long', 'failed_means_settled'],
  ],
  [
    'an event that is never given its id',
    `insert into outbox (company_id, type, data, created_at)
     select company_id, 'contacts.created', '{}', now() - interval '1 hour' from companies`,
    ['nothing_pending_too_long'],
  ],
  [
    'a posting that has no other side',
    `delete from ledger_entries where line = 1`,
    ['postings_sum_to_zero', 'each_move_is_posted'],
  ],
  [
    'a paid debit that was never posted',
    `delete from ledger_entries where transaction_id = (select min(transaction_id::text)::uuid from ledger_entries)`,
    ['each_move_is_posted'],
  ],
  ['a posting of another amount', `update ledger_entries set amount = amount * 2`, ['each_move_is_posted']],
  [
    'a day whose sum is not its entries’',
    `insert into ledger_days (company_id, day, account, currency, amount)
     select company_id, '2020-01-01', 'fees', 'CAD', 5 from companies`,
    ['days_are_the_sum_of_their_entries'],
  ],
  [
    'a card number in an event',
    `update events set data = data || '{"note": "card 4242 4242 4242 4242"}' where event_id = 1`,
    ['no_card_numbers'],
  ],
  [
    'a card number in an answer',
    `update idempotency_keys set body = jsonb_set(body::jsonb, '{note}', '"378282246310005"')::text where status = 200`,
    ['no_card_numbers'],
  ],
  [
    'an approval that the network never gave',
    `update attempts set state = 'approved' where state = 'declined'`,
    ['paid_means_captured', 'failed_means_settled', 'each_capture_is_the_networks'],
  ],
  [
    'a capture that we have never heard of',
    `update attempts set rrn = '999999999998' where state = 'approved' and attempt_id =
       (select min(attempt_id::text)::uuid from attempts where state = 'approved')`,
    ['each_capture_is_the_networks'],
  ],
]

for (const [what, statement, breaks] of tampering)
  test(`it sees ${what}`, () => tamper.isSeen(statement, breaks))

test('numbers that only look like a card’s are left alone', async () => {
  const texts = [
    '4242424242424241',
    '1700000000000',
    '0197d3a0-4242-4242-8242-424242424242',
    'x4242424242424242',
  ]
  // Not by the API, which is stricter with names.
  for (const text of texts) {
    const contactId = await platform.createContact()
    await platform.db.run(
      sql`update contacts set name = ${text} where company_id = ${platform.demo.company_id} and contact_id = ${contactId}`,
    )
  }
  const report = await tamper.run()
  assert.deepEqual(failing(report), [])
})

test('a network that cannot be asked is told, and fails the check', async () => {
  const report = await verify(platform.db, { sentMaxMs: 60_000, simulatorUrl: 'http://127.0.0.1:9' })
  const asked = report.checks.find(({ name }) => name === 'each_capture_is_the_networks')!
  assert.equal(asked.ok, false)
  assert.match(asked.error!, /fetch failed/)
})

test('the command reports in text and JSON, and ends with 1 on a violation', async () => {
  const jetpay = (...args: string[]) =>
    promisify(execFile)(process.execPath, ['src/main.ts', 'verify', ...args], {
      cwd: projectFolder,
      env: { ...process.env, DATABASE_URL: platform.config.databaseUrl! },
    }).then(
      ({ stdout }) => ({ code: 0, stdout }),
      ({ code, stdout }) => ({ code: code as number, stdout: stdout as string }),
    )
  const sound = await jetpay('--simulator', platform.simulatorUrl)
  assert.equal(sound.code, 0, sound.stdout)
  assert.match(sound.stdout, /^ok {4}history_leads_to_state/m)
  assert.match(sound.stdout, /verify: all (\d+) checks hold: \1 in full \(\d+ ms\)\n$/)
  await tamper.query(`update event_heads set last_event_id = last_event_id + 1`)
  const broken = await jetpay('--json')
  assert.equal(broken.code, 1)
  const report = JSON.parse(broken.stdout) as Report
  assert.deepEqual(failing(report), ['event_ids_have_no_gap'])
  assert.match((await jetpay()).stdout, /^FAIL {2}event_ids_have_no_gap: 1 violation /m)
})
