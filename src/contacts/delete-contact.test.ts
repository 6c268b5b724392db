/** What a contact has open ends with it, with its events, also what is being paid at that moment. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type EftStage, eftStage } from '../../test/eft-stage.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { openTampering, type Tampering } from '../../test/tampering.ts'
import { verifiesClean } from '../../test/verifies-clean.ts'
import { recordAuthorization } from '../charges/record-authorization.ts'
import { requestCharges } from '../charges/request-charges.ts'
import { sql } from '../db/sql.ts'
import { startEftDebit } from '../debits/start-eft-debit.ts'
import { newId } from '../ground/ids.ts'

let platform: Platform
let stage: EftStage
let tamper: Tampering
before(async () => {
  platform = await startPlatform({ networkTimeoutMs: 2_000, reversalTimeoutMs: 400 })
  stage = eftStage(platform)
  tamper = await openTampering(platform)
})
after(async () => {
  await tamper?.close()
  await platform.close()
})

const silent = '4000000000900011'
const remove = (contactId: string) => platform.call('DELETE', `/contact/${contactId}`)
const hold = (card: { path: string }) =>
  platform.call('POST', `${card.path}/preauthorize`, {
    amount: '40.00',
    to_bank_account_id: platform.demo.bank_account_id,
    statement: 'Hotel',
  })
const credit = async (contact_id: string, fields: object = {}) =>
  (
    await platform.call('PUT', '/credit', {
      amount: '3.00',
      statement: 'Prize',
      from_bank_account: platform.demo.bank_account_id,
      contact_id,
      ...fields,
    })
  ).body.identifier as string
/** Its last event, with why. */
async function lastTold(id: string) {
  const { type, data } = (await platform.eventsOf(id)).at(-1)!
  return [type, data.failReason]
}
const debitCancelled = ['transactions.debits.cancelled', 'contact_deleted']
const creditCancelled = ['transactions.credits.cancelled', 'contact_deleted']

test('its open debits and credits are cancelled and its holds released, with their events; what is paid or in a file goes on', async () => {
  const card = await platform.saveCard()
  const contact_id = card.contactId
  const link = await stage.createDebit({ contact_id })
  const paid = (await platform.charge(card, { amount: '2.00' })).body.debit_id
  const held = (await hold(card)).body.debit_id as string
  const sent = await stage.payByBank('1234567', { contact_id })
  await until('its pull to be in a file', () =>
    platform.db.first(sql`select from bank_items where subject_id = ${sent.id} and state <> 'queued'`),
  )
  const linked = await credit(contact_id)
  const from_bank_account = await stage.contactAccount(contact_id)
  const agreed = await stage.createDebit({ contact_id })
  const [pulled, pushed] = await untilQueued(async () => {
    await platform.good('POST', `/debit/${agreed.id}/pay`, { from_bank_account })
    return [agreed.id, await credit(contact_id, { to_bank_account: from_bank_account })]
  })
  assert.equal((await remove(contact_id)).status, 200)
  for (const id of [link.id, held, pulled!]) assert.deepEqual(await lastTold(id), debitCancelled)
  for (const id of [linked, pushed!]) assert.deepEqual(await lastTold(id), creditCancelled)
  for (const id of [link.id, held, pulled!, linked, pushed!])
    assert.equal((await stage.get(id)).state, 'cancelled')
  await until('the hold to be lifted', async () => {
    const { rrn } = await platform.db.one<{ rrn: string }>(
      sql`select rrn from attempts where debit_id = ${held}`,
    )
    return (await platform.books(`?rrn=${rrn}`)).entries[0].state === 'reversed'
  })
  assert.equal((await stage.get(paid)).state, 'paid')
  await stage.inState(sent.id, 'completed')
  const refused = await platform.call('POST', `/debit/${link.id}/pay`, { from_bank_account })
  assert.equal(refused.status, 409)
  assert.equal((await platform.call('POST', `/debit/${held}/capture`)).status, 409)
})

/**
 * What is queued for the bank stays there: no file takes it before its day. A payout of what was paid before
 * goes on, since its debit is to be completed.
 */
async function untilQueued(make: () => Promise<string[]>): Promise<string[]> {
  await tamper.query(`create or replace function keep_queued() returns trigger language plpgsql as $$
    begin new.due_on := new.due_on + 30; return new; end $$`)
  await tamper.query(
    `create trigger keep_queued before insert on bank_items for each row when (new.kind <> 'payout')
      execute function keep_queued()`,
  )
  try {
    return await make()
  } finally {
    await tamper.query(`drop trigger keep_queued on bank_items`)
  }
}

test('a debit whose card is being charged at that moment is cancelled once the network has undone it', async () => {
  const { id, contactId } = await stage.createDebit()
  const { body } = await platform.call('POST', `/debit/${id}/creditcard/url`)
  await platform.submitCard(body.url, silent)
  await until('the charge to be sent', () =>
    platform.db.first(sql`select from attempts where debit_id = ${id} and state = 'sent'`),
  )
  assert.equal((await remove(contactId)).status, 200)
  assert.equal((await stage.get(id)).state, 'requested')
  await stage.inState(id, 'cancelled')
  assert.deepEqual(await lastTold(id), debitCancelled)
  assert.deepEqual(await stage.movesOf(id), ['request', 'fail_try', 'cancel'])
})

test('a hold that the network gives after its contact was deleted is released at once', async () => {
  const card = await platform.saveCard()
  const [debitId, attemptId] = [newId(), newId()]
  const companyId = platform.demo.company_id
  const [requested] = await requestCharges(platform.db, [
    {
      kind: 'authorization',
      companyId,
      debitId,
      attemptId,
      statement: 'Late',
      amount: 500n,
      contactId: card.contactId,
      creditCardId: card.cardId,
      note: null,
      idempotencyKey: null,
      toBankAccountId: platform.demo.bank_account_id,
    },
  ])
  assert.equal(requested?.verdict, 'started')
  assert.equal((await remove(card.contactId)).status, 200)
  const answer = { status: 200, text: '{}' }
  const codes = { responseCode: '00', authorizationCode: '123456' }
  const approval = { ...codes, move: 'approve', failReason: null, answer } as const
  assert.ok(await recordAuthorization(platform.db, { companyId, debitId, attemptId, ...approval }))
  await stage.inState(debitId, 'cancelled')
  assert.deepEqual(await lastTold(debitId), debitCancelled)
})

test('a debit that its payer pays while the contact is being deleted is cancelled while its pull is in no file', async () => {
  const { id, contactId } = await stage.createDebit()
  const account = await stage.contactAccount(contactId)
  const { company_id } = platform.demo
  const { token_id } = await platform.db.one<{ token_id: string }>(
    sql`select token_id from api_tokens limit 1`,
  )
  let removed: ReturnType<typeof remove> | undefined
  await untilQueued(async () => {
    await platform.db.transaction(async (db) => {
      const agreement = {
        obtainedBy: 'platform',
        tokenId: token_id,
        agreedAt: null,
        reference: null,
      } as const
      await startEftDebit(db, company_id, id, account, agreement)
      removed = remove(contactId)
      await until('the deletion to wait for the payment', () =>
        platform.db.first(sql`
          select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`),
      )
    })
    return []
  })
  assert.equal((await removed!).status, 200)
  assert.deepEqual(await lastTold(id), debitCancelled)
  assert.equal((await stage.get(id)).state, 'cancelled')
})

test('of twenty payers who pay while their contacts are deleted each pays before, or is told that it is cancelled', async () => {
  const debits = await Promise.all(Array.from({ length: 20 }, () => stage.createDebit()))
  const accounts = await Promise.all(debits.map(({ contactId }) => stage.contactAccount(contactId)))
  const ended = await Promise.all(
    debits.map(async ({ id, contactId }, at) => {
      const pay = () => platform.call('POST', `/debit/${id}/pay`, { from_bank_account: accounts[at] })
      const [paid, removed] = await Promise.all([pay(), remove(contactId)])
      return { id, paid: paid.status, removed: removed.status }
    }),
  )
  for (const { id, paid, removed } of ended) {
    assert.equal(removed, 200)
    const { state } = await stage.get(id)
    if (paid !== 200) assert.equal(state, 'cancelled')
    assert.notEqual(state, 'requested')
  }
})

test('every invariant holds, and verify sees what is left open of a deleted contact', async () => {
  await stage.createDebit()
  await verifiesClean(platform)
  await platform.stopWorker()
  await tamper.isSeen(
    `update debits set contact_id = (select contact_id from contacts where deleted_at is not null limit 1)
     where state = 'requested'`,
    ['deleted_contacts_have_nothing_open'],
  )
})
