/**
 * What the card network did in the time that a restore has lost, by kind: each is told once, is worked off as
 * its next step says, and is closed when both sides say the same.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { referenceNumbered } from '../../test/network.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { verifiesClean } from '../../test/verifies-clean.ts'
import { type ReferenceColumns, referenceOf } from '../charges/network-reference.ts'
import { requestCapture } from '../charges/request-capture.ts'
import { requestCharges } from '../charges/request-charges.ts'
import { sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import type { AcceptorId, ChargeKind, NetworkReference } from '../ground/vault-protocol.ts'
import { beginRecovery } from './begin.ts'
import { checkRecovery } from './check-recovery.ts'
import { sentAt } from './find-card-movements.ts'
import { openDoors } from './open-doors.ts'
import type { ItemKind, LostItem } from './recovery.ts'
import { resolveLostItem } from './resolve-lost-item.ts'

/** Who we were in the lost time alone: the restored database has not noted it. */
const later = { acquirerId: '400556', terminalId: 'WEB00002', merchantId: 'JETPAYLATER' }
let platform: Platform
let card: Awaited<ReturnType<Platform['saveCard']>>
before(async () => {
  platform = await startPlatform({
    reversalTimeoutMs: 300,
    attemptAbandonedMs: 1_000,
    furtherAcceptors: [later],
  })
  card = await platform.saveCard()
  await platform.stopWorker()
})
after(() => platform?.close())

const pay = async (how: 'charge' | 'preauthorize', amount: number) =>
  (
    await platform.call('POST', `${card.path}/${how}`, {
      amount,
      to_bank_account_id: platform.demo.bank_account_id,
      statement: 'Hotel',
    })
  ).body.debit_id as string
const attemptOf = (debitId: string) =>
  platform.db.one<
    ReferenceColumns & { amount: bigint; currency: 'CAD'; authorization_code: string; state: string }
  >(sql`
    select rrn, stan, transmitted_at, amount, currency, authorization_code, state from attempts
    where company_id = ${platform.demo.company_id} and debit_id = ${debitId}`)
const rrnOf = async (debitId: string) => (await attemptOf(debitId)).rrn
const stateOf = async (debitId: string) => (await platform.call('GET', `/transaction/${debitId}`)).body.state
/** What the network has of a reference: its state, and what it took. */
const bookOf = async (rrn: string) => {
  const [entry] = (await platform.books(`?rrn=${rrn}`)).entries
  return [entry.state, entry.amount_captured]
}
const check = async () => (await checkRecovery(platform.db, platform.config, platform.simulatorUrl)).items
const itemOf = (items: LostItem[], kind: ItemKind, reference: string) =>
  items.find((item) => item.kind === kind && item.reference === reference)

/** Asks the network for what this database does not know of, or not how it ended. */
async function askBehindItsBack(
  kind: ChargeKind,
  amount: string,
  reference: NetworkReference,
  acceptor?: AcceptorId,
) {
  const { outcome } = await platform.context.vault.charge(
    {
      company_id: platform.demo.company_id,
      card_id: card.cardId,
      kind,
      reference,
      amount,
      currency: 'CAD',
      statement: 'Lost',
      company_name: 'Lost',
      use: kind === 'refund' ? null : { initiator: 'merchant', reason: 'unscheduled' },
      ...(acceptor && { acceptor }),
    },
    performance.now(),
  )
  assert.equal(outcome, 'approved', kind)
}

async function captureBehindItsBack(debitId: string, amount: string, sequence: string) {
  const { authorization_code, amount: authorized, currency, ...own } = await attemptOf(debitId)
  const { outcome } = await platform.context.vault.capture({
    reference: { ...referenceOf(own), sequence },
    authorization: { reference: referenceOf(own), amount: authorized.toString(), authorization_code },
    amount,
    currency,
    repeat: false,
  })
  assert.equal(outcome, 'acknowledged')
}

async function reverseBehindItsBack(debitId: string, kind: ChargeKind) {
  const attempt = await attemptOf(debitId)
  const { outcome } = await platform.context.vault.reverse({
    kind,
    company_id: platform.demo.company_id,
    card_id: card.cardId,
    reference: referenceOf(attempt),
    amount: attempt.amount.toString(),
    currency: attempt.currency,
    repeat: false,
  })
  assert.equal(outcome, 'acknowledged')
}

let held: string
let charged: string
let released: string
let capturing: string
const underWay = newId()
// Sent by a clock that is not the network's.
const hold = referenceNumbered(910_001, new Date(Date.now() - 90_000))
const refund = referenceNumbered(910_002, new Date(Date.now() + 90_000))

/** A charge and a capture that are durable, and of which nobody has heard how they ended. */
async function beginTwo(): Promise<void> {
  const { company_id: companyId, bank_account_id: toBankAccountId } = platform.demo
  const ids = { debitId: underWay, attemptId: newId(), contactId: card.contactId, creditCardId: card.cardId }
  const sale = { companyId, toBankAccountId, amount: 8_000n, statement: 'Sent', note: null }
  const [started] = await requestCharges(platform.db, [{ ...ids, ...sale, idempotencyKey: null }])
  assert.equal(started?.verdict, 'started')
  const asked = { companyId, debitId: capturing, amount: null, currency: undefined, idempotencyKey: null }
  await requestCapture(platform.db, asked, 1_000)
}

test('when a request was sent is told from the network’s word, which has no year', () => {
  for (const [transmission, created_at, expected] of [
    ['0704101530', '2026-07-04T10:15:31.200Z', '2026-07-04T10:15:30.000Z'],
    ['1231235959', '2027-01-01T00:00:00.100Z', '2026-12-31T23:59:59.000Z'],
    ['0101000001', '2026-12-31T23:59:58.000Z', '2027-01-01T00:00:01.000Z'],
  ] as const)
    assert.equal(sentAt({ transmission, created_at }), expected)
})

test('a hold, a refund, a capture, a reversal and what was under way are told, each by its kind and once', async () => {
  held = await pay('preauthorize', 50)
  released = await pay('preauthorize', 60)
  charged = await pay('charge', 70)
  capturing = await pay('preauthorize', 90)
  await beginTwo()
  // From here on it is the lost time: the network is asked, and nothing of it is in the database.
  await askBehindItsBack('authorization', '111', hold, {
    acquirer_id: later.acquirerId,
    terminal_id: later.terminalId,
    merchant_id: later.merchantId,
  })
  await askBehindItsBack('refund', '222', refund)
  await askBehindItsBack('charge', '8000', referenceOf(await attemptOf(underWay)))
  await captureBehindItsBack(held, '3000', '899990')
  await captureBehindItsBack(capturing, '9000', '899991')
  await reverseBehindItsBack(charged, 'charge')
  await reverseBehindItsBack(released, 'authorization')

  await beginRecovery(platform.db)
  const items = await check()
  const told = items.map(({ kind, reference, amount, state }) => [kind, reference, amount, state].join(' '))
  const expected = [
    `captured_since ${await rrnOf(held)} 3000 open`,
    `hold ${hold.id} 111 open`,
    `refund ${refund.id} 222 open`,
    `under_way ${await rrnOf(underWay)} 8000 open`,
    `under_way ${await rrnOf(capturing)} 9000 open`,
    `undone_since ${await rrnOf(charged)} 7000 open`,
    `undone_since ${await rrnOf(released)} 6000 open`,
  ]
  assert.deepEqual(told.sort(), expected.sort())
  const since = itemOf(items, 'captured_since', await rrnOf(held))
  assert.equal(since?.details.transaction_id, held, 'it says whose')
  assert.deepEqual(await check(), items)
})

test('a person reverses what nobody here knows, and only that; the worker ends what was under way', async () => {
  const items = await check()
  const resolve = (item: LostItem | undefined) =>
    platform.db.transaction((db) => resolveLostItem(db, item!.item_id, 'reversed', 'Ada', 'test'))
  for (const kind of ['captured_since', 'undone_since', 'under_way'] as const)
    await assert.rejects(resolve(items.find((item) => item.kind === kind)), /is not reversed from here/)
  await resolve(itemOf(items, 'hold', hold.id))
  await resolve(itemOf(items, 'refund', refund.id))
  await openDoors(platform.db, 'Ada', 'test', false)
  platform.startWorker()
  for (const { id } of [hold, refund])
    await until('the network to have reversed it', async () => (await bookOf(id))[0] === 'reversed')
  await until('the charge to be reversed', async () => (await stateOf(underWay)) === 'failed')
  assert.equal((await bookOf(await rrnOf(underWay)))[0], 'reversed')
  await until('the capture to be repeated', async () => (await stateOf(capturing)) === 'paid')
  assert.deepEqual(await bookOf(await rrnOf(capturing)), ['captured', 9000])
})

test('what was done in the lost time is done again, moves nothing twice, and is closed by the next check', async () => {
  const captured = await platform.call('POST', `/debit/${held}/capture`, { amount: 30 })
  assert.deepEqual([captured.status, captured.body.transaction_state], [200, 'paid'], captured.text)
  assert.deepEqual(await bookOf(await rrnOf(held)), ['captured', 3000])
  const refunded = await platform.call('POST', `/debit/${charged}/refund`, {})
  assert.equal(refunded.status, 200, refunded.text)
  assert.equal((await platform.call('POST', `/debit/${released}/release`)).status, 200)
  for (const debitId of [charged, released])
    await until('the reversal', async () => (await attemptOf(debitId)).state === 'reversed')
  const openAlarms = async () =>
    (
      await platform.db.many(sql`
        select from alarms where kind = 'recovery_open' and closed_at is null`)
    ).length
  assert.equal(await openAlarms(), 1)
  await until('all to agree', async () => (await check()).length === 0)
  assert.equal(await openAlarms(), 0)
  const states = await platform.db.many<{ kind: string; state: string }>(
    sql`select distinct kind, state from recovery_items order by kind`,
  )
  assert.deepEqual(
    states.map(({ kind, state }) => `${kind} ${state}`),
    ['captured_since agreed', 'hold reversed', 'refund reversed', 'under_way agreed', 'undone_since agreed'],
  )
  await verifiesClean(platform)
  await assert.rejects(check(), /No recovery is under way/)
})
