/**
 * Every job of the worker, run by two workers that both have found the same work and are held at its lock:
 * each effect happens once. A new job fails here until it has a case, or a place where its rivals are tested.
 */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { raiseAlarm } from '../src/alarms/alarm.ts'
import { setReceiptsByMail } from '../src/companies/company.ts'
import { sql } from '../src/db/sql.ts'
import { projectFolder } from '../src/ground/config.ts'
import { newId } from '../src/ground/ids.ts'
import { signingKey } from '../src/webhooks/signing-key.ts'
import { findDueWebhooks } from '../src/webhooks/webhook-turns.ts'
import { eftStage } from './eft-stage.ts'
import { until } from './platform.ts'
import { moneyCases, moneyJobs } from './rivals-money.ts'
import { type RivalsStage, startRivalsStage } from './rivals-stage.ts'
import { type RivalsWork, rivalsWork } from './rivals-work.ts'

let stage: RivalsStage
let work: RivalsWork
let logged = 0
before(async () => {
  stage = await startRivalsStage()
  work = rivalsWork(stage)
})
after(() => stage?.close())

/** Where the rivals of a job are tested that is not in here. */
const elsewhere: Record<string, string> = {
  'run-verify': 'src/operator/operator.test.ts',
  'do-bulks': 'src/bulk/bulk.test.ts',
  'make-exports': 'src/exports/exports.test.ts',
  'sequence-events': 'src/events/sequence-events.test.ts',
  'checkpoint-events': 'src/events/checkpoint-events.test.ts',
  'erase-contacts': 'src/erasure/erase-kill.long.test.ts',
  'archive-events': 'src/events/archive-events.test.ts',
  'follow-vault-log': 'src/cards/follow-vault-log.test.ts',
  'follow-card-transfers': 'src/cards/follow-card-transfers.test.ts',
  'deliver-webhooks': 'src/webhooks/deliver-webhooks.test.ts',
  'roll-up-ledger': 'src/ledger/roll-up-ledger.test.ts',
  'summarize-ledger': 'src/ledger/search-entries.test.ts',
  'summarize-events': 'src/events/summarize-events.test.ts',
  'summarize-lists': 'src/search/find-rows.test.ts',
  'sum-moves': 'src/summaries/sum-moves.test.ts',
  'answer-disputes': 'src/disputes/answer-disputes-kill.long.test.ts',
  'send-bank-files eft,ach': 'src/rails/send-bank-files-rivals.test.ts',
}
/**
 * Delete what is over, or set what each would set alike: twice is once. They run together and nothing fails.
 */
const harmless = [
  'shred-cards',
  'prune-webhook-deliveries',
  'sweep-idempotency-keys',
  'prune-ways-in',
  'sweep-agreements',
  'sweep-evidence',
  'sweep-bank-files eft,ach',
  'sweep-traces',
  'move-clock',
  // Claimed by `skip locked`; what is asked of the network again is the same reversal.
  'reverse-lost',
  // The second finds its seal there, or its anchor.
  'seal-audit-log',
  // One of them locks the rotation; the other leaves it.
  'reseal-secrets',
  // Its turn is taken by one, and there is none unless it is set.
  'audit-pages',
  'anchor-audit',
  // One open alarm of a kind and subject.
  'watch-acceptor',
  'watch-return-rates',
]

/** Those beside money's own (`rivals-money.ts`). */
const otherCases: Record<string, () => Promise<void>> = {
  async 'lose-disputes'() {
    const dispute = await work.disputed()
    await stage.platform.db.run(
      sql`update disputes set respond_by = jetpay_now() where dispute_id = ${dispute}`,
    )
    await stage.together('lose-disputes')
    assert.equal(await stage.told('transactions.debits.dispute_lost', dispute), 1)
    assert.equal(await work.movesOf(dispute, 'lose'), 1)
  },
  async 'chase-disputes'() {
    const dispute = await work.disputed()
    const texts = { product_description: 'A bicycle' }
    assert.equal((await work.call('POST', `/dispute/${dispute}/evidence`, { texts })).status, 200)
    assert.equal((await work.call('POST', `/dispute/${dispute}/submit`)).status, 200)
    await stage.platform.db.run(sql`
      update disputes set submitted_at = jetpay_now() - interval '900 days' where dispute_id = ${dispute}`)
    await stage.race('chase-disputes', sql`lock table alarms in exclusive mode`)
    assert.equal(await work.count(sql`select count(*) from alarms where subject = ${dispute}`), 1)
    const lines = stage.platform.lines.filter(
      (line) => line.includes(dispute) && line.includes('not decided'),
    )
    assert.equal(lines.length, 1)
    logged = stage.platform.lines.length
  },
  async 'mail-alarms'() {
    const subject = newId()
    await raiseAlarm(stage.platform.db, { kind: 'bank_file_refused', subject, companyId: null, details: {} })
    // One has the alarm and is about to mail; the other must leave it.
    await stage.race('mail-alarms', sql`lock table mails in exclusive mode`)
    assert.equal(await work.count(sql`select count(*) from mails where text like ${`%${subject}%`}`), 1)
  },
  async 'alert-webhooks'() {
    const callback_url = `${stage.platform.simulatorUrl}/alerts`
    const id = (await work.call('POST', '/webhooks', { callback_url, max_wait_seconds: 0 })).body
      .identifier as string
    await eftStage(stage.platform).createDebit()
    await stage.run('sequence-events')
    const ofWebhook = sql`from webhooks where webhook_id = ${id}`
    // One that failed last time is told from one that did not: it has fewer slots, so that dead receivers
    // hold up no other.
    const retrying = async () => {
      await stage.platform.db.run(sql`
        update webhooks set next_attempt_at = jetpay_now() where webhook_id = ${id} and state = 'backing_off'`)
      return (await findDueWebhooks(stage.platform.db, 10)).find(({ webhook_id }) => webhook_id === id)
        ?.retrying
    }
    assert.equal(await retrying(), false)
    await until('its first failure', async () => {
      await stage.run('deliver-webhooks')
      return (await work.count(sql`select failures as count ${ofWebhook}`)) > 0
    })
    assert.equal(await until('its lease to end', retrying), true)
    await stage.platform.db.run(sql`
      update webhooks set failing_since = jetpay_now() - interval '2 hours',
        next_attempt_at = jetpay_now() + interval '1 day' where webhook_id = ${id}`)
    const mails = () => work.count(sql`select count(*) from mails where text like ${`%${callback_url}%`}`)
    const before = await mails()
    await stage.race('alert-webhooks', sql`select from webhooks where webhook_id = ${id} for update`)
    assert.equal(await mails(), before + 1)
  },
  async 'mail-receipts'() {
    const { db, demo } = stage.platform
    await setReceiptsByMail(db, demo.company_id, true)
    const debit = await work.charge('9.00')
    await stage.run('sequence-events')
    // One has the company and is about to mail; the other must leave it.
    await stage.race('mail-receipts', sql`lock table mails in exclusive mode`)
    await stage.run('mail-receipts')
    assert.equal(await work.count(sql`select count(*) from mails where text like ${`%${debit}%`}`), 1)
    await setReceiptsByMail(db, demo.company_id, false)
  },
  async 'turn-request-log'() {
    const slot = () => work.count(sql`select slot as count from request_log_ring`)
    await stage.platform.db.run(sql`update request_log_ring set since = jetpay_now() - interval '2 days'`)
    const before = await slot()
    await stage.race('turn-request-log', sql`select from request_log_ring for update`)
    assert.equal(await slot(), (before + 1) % 8)
  },
  async 'send-mails'() {
    await stage.run('send-mails')
    const subject = newId()
    await raiseAlarm(stage.platform.db, { kind: 'bank_file_refused', subject, companyId: null, details: {} })
    await stage.run('mail-alarms')
    await stage.race('send-mails', sql`select from mails where state = 'queued' for update`)
    await until('the mail', async () => stage.smtp.received.some(({ source }) => source.includes(subject)))
    assert.equal(
      stage.smtp.received.filter(({ source }) => source.includes(`${subject}\n`)).length > 1,
      false,
    )
    assert.equal(
      await work.count(sql`select sum(attempts) as count from mails where text like ${`%${subject}%`}`),
      1,
    )
  },
  async 'expire-cards'() {
    const { cardId } = stage.silentCard
    await stage.platform.db.run(sql`
      update credit_cards set expiry_year = expiry_year - 30 where credit_card_id = ${cardId}`)
    await stage.race('expire-cards', sql`lock table outbox in exclusive mode`)
    await stage.run('expire-cards')
    for (const what of ['expiring', 'expired'])
      assert.equal(await stage.told(`contacts.credit_cards.${what}`, cardId), 1, what)
  },
  async 'renew-credit-links'() {
    const { id } = await eftStage(stage.platform).createCredit(null)
    await stage.platform.db.run(sql`update payment_links set secret_hash = null where identifier = ${id}`)
    const before = await work.count(sql`select count(*) from mails`)
    await stage.race('renew-credit-links', sql`lock table mails in exclusive mode`)
    assert.equal(await work.count(sql`select count(*) from mails`), before + 1)
  },
  async 'rotate-signing-keys'() {
    const { db, config, context } = stage.platform
    // The first is made by whoever signs first.
    await signingKey(context)
    await db.run(sql`
      update signing_keys set signs_from = jetpay_now() - make_interval(secs => ${config.signingKeyLifeMs / 1000})`)
    const before = await work.count(sql`select count(*) from signing_keys`)
    await stage.race('rotate-signing-keys', sql`lock table signing_keys in exclusive mode`)
    assert.equal(await work.count(sql`select count(*) from signing_keys`), before + 1)
  },
  async 'read-bank-files eft,ach'() {
    const debit = await work.charge('3.33')
    await work.putCleared(debit)
    await stage.run('settle-clearing')
    await stage.run('make-payouts')
    const { payout_id } = await stage.platform.db.one<{ payout_id: string }>(
      sql`select payout_id from payout_items where transaction_id = ${debit}`,
    )
    const completed = () => work.movesOf(payout_id, 'deposit')
    await until('the payout to leave', async () => {
      await stage.run('send-bank-files eft,ach')
      return (await work.movesOf(payout_id, 'send')) === 1
    })
    const incoming = `${stage.platform.config.bank.folder}/incoming`
    await until('the bank to answer', async () => readdirSync(incoming).some((name) => !name.startsWith('.')))
    await stage.race('read-bank-files eft,ach', sql`select pg_advisory_xact_lock(hashtext('bank_answers'))`)
    await until('the deposit', async () => {
      await stage.run('read-bank-files eft,ach')
      return (await completed()) > 0
    })
    assert.equal(await completed(), 1)
    assert.equal(await stage.told('payouts.completed', payout_id), 1)
  },
}

/** The stage is not there yet; names do not need it. */
const caseNames = [...moneyJobs, ...Object.keys(otherCases)]

test('every job of the worker has rivals in a test', () => {
  assert.deepEqual([...stage.names].sort(), [...caseNames, ...Object.keys(elsewhere), ...harmless].sort())
  for (const [job, file] of Object.entries(elsewhere))
    assert.match(readFileSync(`${projectFolder}/${file}`, 'utf8'), /rival|two workers/i, job)
})

for (const name of caseNames)
  test(`two workers that have found the same work do it once: ${name}`, async () => {
    logged = stage.platform.lines.length
    await (moneyCases(stage)[name] ?? otherCases[name])!()
    const failures = stage.platform.lines
      .slice(logged)
      .filter((line) => /"level":"?(error|50)|did not go through/.test(line))
    assert.deepEqual(failures, [])
  })

test('what only deletes or repeats runs twice at once without a failure', async () => {
  for (const name of harmless) await stage.together(name)
})
