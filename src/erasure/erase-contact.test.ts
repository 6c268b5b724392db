/** Who may have a contact erased, when, and what is told of it. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { anotherCompany } from '../../test/another-company.ts'
import { erasing } from '../../test/erasure-stage.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'
import type { OperatorError } from '../ground/errors.ts'
import { queueMail } from '../mail/mail.ts'
import { eraseContactByCommand } from '../operator/by-command.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform?.close())

const { erase, erased, allEvents } = erasing(() => platform)

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
    const told = async () =>
      (await allEvents()).filter(({ data }) => data.contactId === id).map(({ type }) => type)
    // It is erased before its event has a number.
    await until('the event', async () => (await told()).includes('contacts.erased'))
    assert.deepEqual(await told(), ['contacts.created', 'contacts.deleted', 'contacts.erased'])
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

test('a mail to somebody of the company who has the contact’s address stays', async () => {
  const { db, demo } = platform
  const contactId = await platform.createContact('Same address')
  const mail = { companyId: demo.company_id, to: 'ada@example.com', subject: 'Choose a password', text: 'x' }
  const mailId = await queueMail(db, mail, platform.context.seal)
  await erase(contactId)
  await erased(contactId)
  assert.ok(
    await db.first(sql`select from mails where company_id = ${demo.company_id} and mail_id = ${mailId}`),
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
