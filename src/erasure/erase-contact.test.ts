/** A person can be erased, and what was promised of the log and the books still holds. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { anotherCompany } from '../../test/another-company.ts'
import { plantContact, planted, readEverything, wherePlanted } from '../../test/erasure-stage.ts'
import { closeBlocks } from '../../test/event-log.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { consecutive, type Receiver, startReceiver, untilAllConfirmed } from '../../test/receiver.ts'
import { verifiesClean } from '../../test/verifies-clean.ts'
import { sql } from '../db/sql.ts'
import { checkProof } from '../events/proof.ts'
import type { OperatorError } from '../ground/errors.ts'
import { eraseContactByCommand } from '../operator/by-command.ts'

let platform: Platform
let receiver: Receiver
before(async () => {
  platform = await startPlatform({ clearingToleranceMs: 0, eventRetentionDays: 30 })
  receiver = await startReceiver(platform.url)
})
after(async () => {
  await receiver?.close()
  await platform?.close()
})
/** A webhook of the demo company that hears everything from the first event on. */
async function listens(path: string) {
  const inbox = receiver.inbox(path)
  const callback_url = receiver.url(path)
  await platform.good('POST', '/webhooks', {
    callback_url,
    replay_from_event_id: 1,
    max_wait_seconds: 0,
    max_batch_size: 100,
  })
  return inbox
}

const erase = (contactId: string, headers: Record<string, string> = {}) =>
  platform.call(
    'POST',
    `/contact/${contactId}/erase`,
    { confirm_contact_id: contactId, reason: 'person_asked' },
    headers,
  )
const erased = (contactId: string) =>
  until('the contact to be erased', async () => {
    const { body } = await platform.call('GET', `/contact/${contactId}/erasure`)
    return body.state === 'erased' && body
  })
/** All events from the first, as a receiver gets them that begins anew. */
async function allEvents() {
  const events: { id: number; type: string; data: any }[] = []
  for (let after = 0; ; ) {
    const { body } = await platform.call('GET', `/events?after=${after}&limit=100`)
    events.push(...body.data)
    if (body.data.length === 0) return events
    after = body.last_event_id
  }
}
const proofOf = async (id: number) => (await platform.call('GET', `/events/${id}/proof`)).body

test('of an erased contact no word is left in any table or answer; ledger, ids, checkpoints and old proofs hold', async () => {
  const inbox = await listens('/before')
  const { contactId, signed } = await plantContact(platform)
  await untilAllConfirmed(platform, inbox, 1)
  await closeBlocks(platform)
  const before = await allEvents()
  const theirs = before.filter(
    ({ type, data }) => data.contactId === contactId && /created$|updated$/.test(type),
  )
  const personal = theirs.filter(({ type }) => /^contacts\.(created|updated)$/.test(type))
  assert.equal(personal.length, 2)
  const excerpts = await platform.db.run(sql`
    update deliveries set response_excerpt = ${planted.excerpt}
    where company_id = ${platform.demo.company_id} and ${personal[0]!.id}::bigint between first_event_id and last_event_id`)
  assert.ok(excerpts > 0)
  const proofs = await Promise.all(before.slice(0, 40).map(({ id }) => proofOf(id)))
  const ledger = await platform.call('GET', '/balance')
  const words = new Set(wherePlanted(await readEverything(platform)).map((place) => place.split(' ')[0]))
  assert.deepEqual(
    Object.keys(planted).filter((word) => !words.has(word)),
    ['evidence'],
    'what was planted is found, but what is sealed',
  )

  const asked = await erase(contactId)
  assert.equal(asked.status, 202, asked.text)
  await erased(contactId)
  assert.deepEqual(wherePlanted(await readEverything(platform)), [])
  const after = await allEvents()
  assert.deepEqual(
    after.map(({ id }) => id),
    after.map((_, at) => at + 1),
  )
  assert.deepEqual(wherePlanted(new Map([['events', JSON.stringify(after)]])), [])
  for (const { id, type } of personal) {
    assert.deepEqual(after[id - 1], {
      ...after[id - 1],
      type,
      data: { contactId, email: null, name: null, externalReference: null, metadata: {}, erased: true },
    })
    const refused = await platform.call('GET', `/events/${id}/proof`)
    assert.deepEqual([refused.status, refused.body.code], [409, 'wrong_state'])
  }
  const kept = after.filter(({ id }) => id <= before.length && !personal.some((one) => one.id === id))
  assert.deepEqual(
    kept,
    before.filter(({ id }) => !personal.some((one) => one.id === id)),
  )
  assert.equal(
    after.filter(({ type, data }) => type === 'contacts.erased' && data.contactId === contactId).length,
    1,
  )
  await closeBlocks(platform)
  for (const proof of proofs) {
    assert.ok(checkProof(proof).ok)
    const { id } = JSON.parse(proof.event)
    if (!personal.some((one) => one.id === id)) assert.deepEqual(await proofOf(id), proof)
  }
  assert.deepEqual((await platform.call('GET', '/balance')).body, ledger.body)
  assert.equal((await platform.call('GET', `/debit/${signed}/agreement`)).status, 404)
  assert.equal((await platform.call('GET', `/contact/${contactId}`)).status, 404)
  await verifiesClean(platform)
})

test('a receiver that begins anew at event 1 gets every id, with markers', async () => {
  const inbox = await listens('/anew')
  await untilAllConfirmed(platform, inbox, 1)
  const events = inbox.received.flatMap(({ body }) => body.events)
  assert.deepEqual(
    events.map(({ id }) => id),
    consecutive(1, events.length),
  )
  assert.ok(events.some(({ data }) => data.erased === true))
  assert.deepEqual(wherePlanted(new Map([['deliveries', JSON.stringify(events)]])), [])
})

test('who asks twice, or at once, is told of the one erasure; the deleted are erased too', async () => {
  const contactId = await platform.createContact('Twice')
  const [one, other] = await Promise.all([erase(contactId), erase(contactId)])
  assert.deepEqual([one.status, other.status], [202, 202])
  assert.equal(one.body.asked_at, other.body.asked_at)
  await erased(contactId)
  assert.equal((await erase(contactId)).body.state, 'erased')
  const deleted = await platform.createContact('Deleted')
  await platform.good('DELETE', `/contact/${deleted}`)
  assert.equal((await erase(deleted)).status, 202)
  await erased(deleted)
  for (const id of [contactId, deleted]) {
    const told = (await allEvents()).filter(({ data }) => data.contactId === id).map(({ type }) => type)
    assert.deepEqual(told, ['contacts.created', 'contacts.deleted', 'contacts.erased'])
  }
})

test('money that moves refuses it, with its name, and nothing is changed', async () => {
  const card = await platform.saveCard()
  const { body } = await platform.charge(card)
  const { status, body: problem } = await erase(card.contactId)
  assert.deepEqual([status, problem.code], [409, 'wrong_state'])
  assert.ok(problem.detail.includes(`debit ${body.debit_id} (paid)`), problem.detail)
  assert.equal((await platform.call('GET', `/contact/${card.contactId}`)).body.name, 'Ada Lovelace')
  assert.equal((await platform.call('GET', card.path)).body.state, 'active')
  assert.equal((await platform.call('GET', `/contact/${card.contactId}/erasure`)).status, 404)
})

test('another company, a token without the scope, and a careless request erase nobody', async () => {
  const contactId = await platform.createContact()
  const other = await anotherCompany(platform)
  assert.equal((await erase(contactId, other.headers)).status, 404)
  const bodies = [
    {},
    { reason: 'person_asked' },
    { confirm_contact_id: crypto.randomUUID(), reason: 'person_asked' },
    { confirm_contact_id: contactId, reason: 'Ada asked' },
  ]
  for (const body of bodies)
    assert.equal((await platform.call('POST', `/contact/${contactId}/erase`, body)).status, 422)
  assert.equal((await platform.call('GET', `/contact/${contactId}`)).status, 200)
})

test('the operator erases by command, and is told what is open', async () => {
  const contactId = await platform.createContact('Operated')
  const { db, demo } = platform
  const decider = { by: 'Ada', note: 'Ticket 4711' }
  const row = await eraseContactByCommand(db, demo.company_id, { id: contactId, ...decider }, 'person_asked')
  assert.equal(row.state, 'asked')
  await erased(contactId)
  const line = await db.one<{ details: any; actor_kind: string }>(sql`
    select details, actor_kind from audit_log where operation = 'jetpay contact erase' and object_id = ${contactId}`)
  assert.deepEqual([line.actor_kind, line.details], ['command', { ...decider, as: 'person_asked' }])
  const card = await platform.saveCard()
  assert.equal((await platform.charge(card)).status, 200)
  const refused = eraseContactByCommand(
    db,
    demo.company_id,
    { id: card.contactId, ...decider },
    'person_asked',
  )
  await assert.rejects(
    refused,
    (error: OperatorError) => error.fault === 'wrong_state' && /still moving/.test(error.message),
  )
})

test('the audit log says who asked and why, and not whom by name', async () => {
  const contactId = await platform.createContact('Grace Hopper')
  await erase(contactId)
  const line = await platform.db.one<{ details: any; actor_kind: string; outcome: string }>(sql`
    select details, actor_kind, outcome from audit_log
    where company_id = ${platform.demo.company_id} and operation = 'erase_contact' and object_id = ${contactId}`)
  assert.deepEqual(
    [line.actor_kind, line.outcome, line.details.asked.reason],
    ['token', 'done', 'person_asked'],
  )
})
