/**
 * What the main side does for cards that leave or come in a file: once, whoever does it and however it ends.
 */
import assert from 'node:assert/strict'
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'
import type { TransferWork } from '../ground/card-transfer.ts'
import { readConfig } from '../ground/config.ts'
import { openVaultKeys } from '../vault/data-keys.ts'
import { openKeks } from '../vault/kek/open-keks.ts'
import { cardFileWriter } from '../vault/transfer/card-file.ts'
import { addCustodian } from '../vault/transfer/custodian.ts'
import { askForImport, importCards, readLanded } from '../vault/transfer/import-cards.ts'
import { recipientKeyOf } from '../vault/transfer/recipient-key.ts'
import { approveTransfer, askForExport, cancelTransfer, findTransfer } from '../vault/transfer/transfer.ts'
import { followCardTransfers } from './follow-card-transfers.ts'

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 3072 })
const ours = { private: privateKey }
const recipient = recipientKeyOf(createPublicKey(privateKey))
const note = 'Moves'

let platform: Platform
let company_id: string
let ada: { name: string; secret: string }
let grace: { name: string; secret: string }
before(async () => {
  platform = await startPlatform()
  company_id = platform.demo.company_id
  const nobody = async () => undefined
  ada = await addCustodian(platform.vaultDb as never, 'Ada', 'root', nobody)
  grace = await addCustodian(platform.vaultDb as never, 'Grace', 'root', nobody)
  await platform.stopWorker()
})
after(() => platform?.close())

const vaultDb = () => platform.vaultDb as Parameters<typeof askForExport>[0]
/** One worker's turn. */
const turn = (context = platform.context) => followCardTransfers.run(context)
const work = async () => {
  while (await turn());
}
const findNow = (id: string) => findTransfer(vaultDb(), id)

let files = 0
/** A file of a card for each of these contacts, and the transfer that asks for its import. */
async function askImport(contacts: string[]) {
  const writer = cardFileWriter(recipient)
  files += 1
  const cards = contacts.map((contact_id, at) => ({
    card_id: `card_${files}_${at}`,
    contact_id,
    number: '4242424242424242',
    expiry_month: 12,
    expiry_year: 2039,
  }))
  const head = { company_id: 'acct_9', made_at: '2026-11-30T00:00:00.000Z', cards: cards.length }
  const lines = [await writer.head(head), await writer.part(cards), await writer.end()]
  const path = `${platform.config.dataFolder}/${files}.jwe`
  writeFileSync(path, lines.join(''))
  return {
    id: await askForImport(vaultDb(), () => ours, path, { companyId: company_id, note, ...ada }),
    path,
  }
}

/** The same, approved and stored: the main side's turn is next. */
async function stored(contacts: string[]): Promise<string> {
  const { id, path } = await askImport(contacts)
  await work()
  const { file_sha256 } = await findNow(id)
  const approved = await approveTransfer(vaultDb(), id, grace, file_sha256!)
  const keys = await openVaultKeys(
    vaultDb(),
    await openKeks({ ...readConfig({}), vaultKeyFile: platform.config.vaultKeyFile }),
  )
  await importCards(vaultDb(), keys, ours, approved, path, 'Ada')
  return id
}

let contacts = 0
async function contact(external_reference = `customer_${contacts++}`): Promise<[string, string]> {
  const body = { email: `${external_reference}@example.com`, name: 'Ada', external_reference }
  return [external_reference, (await platform.good('PUT', '/contact', body)).identifier]
}
const told = async () =>
  (
    await platform.db.many(sql`
      select 1 from outbox where company_id = ${company_id} and type = 'contacts.credit_cards.tokenized'`)
  ).length
const cardsOf = async (contactId: string) =>
  (await platform.good('GET', `/contact/${contactId}/creditcards`)).data

test('two workers make each card once, and so does one that dies before it has told the vault', async () => {
  const some = [await contact(), await contact(), await contact()]
  const id = await stored(some.map(([reference]) => reference))
  const before = await told()
  // It has made the cards, and dies.
  const dying = {
    ...platform.context,
    vault: { ...platform.context.vault, doneTransfer: async () => Promise.reject(new Error('dead')) },
  }
  const works = async () => (await platform.context.vault.readTransfers()) as TransferWork
  while ((await works()).do !== 'land') await turn()
  await assert.rejects(followCardTransfers.run(dying as never), /dead/)
  assert.equal((await works()).do, 'land')
  await Promise.all([turn(), turn(), turn()])
  await work()
  assert.equal((await findNow(id)).state, 'done')
  assert.equal(await told(), before + 3)
  for (const [, contactId] of some) assert.equal((await cardsOf(contactId)).length, 1)
})

test('a card whose contact was deleted meanwhile is not made, and its number is destroyed', async () => {
  const [stays, gone] = [await contact(), await contact()]
  const id = await stored([stays[0], gone[0]])
  assert.ok((await platform.call('DELETE', `/contact/${gone[1]}`)).status < 300)
  await work()
  const outcomes = (await readLanded(vaultDb(), id, 0n)).map(({ outcome }) => outcome)
  assert.deepEqual(outcomes, ['landed', 'no_contact'])
  const left = await vaultDb().many<{ there: boolean }>(sql`
    select number_ciphertext is not null as there from cards join transfer_cards kept using (card_id)
    where transfer_id = ${id} order by line`)
  assert.deepEqual(
    left.map(({ there }) => there),
    [true, false],
  )
})

test('a reference that two contacts have, and one that none has, are no contact: the import is refused', async () => {
  const [reference] = await contact('twice')
  const body = { email: 'other@example.com', name: 'Other', external_reference: reference }
  await platform.good('PUT', '/contact', body)
  const [fine, byId] = [await contact(), await contact()]
  const { id } = await askImport([fine[0], 'nobody', byId[1], reference])
  await work()
  const { state, problem } = await findNow(id)
  assert.equal(state, 'refused')
  assert.match(problem!, /^2 of its cards name a contact that is not there, the first is card 2/)
})

test('what leaves are the cards that can be charged or have expired; not deleted, pending or single-use ones', async () => {
  const saved: string[] = []
  for (const state of ['active', 'expired', 'single_use', 'failed', 'pending', 'deleted']) {
    const [, contactId] = await contact()
    const { identifier } = await platform.db.one<{ identifier: string }>(sql`
      insert into credit_cards (company_id, credit_card_id, contact_id, state, shredded_at)
      values (${company_id}, gen_random_uuid(), ${contactId}, ${state}, jetpay_now()) returning credit_card_id as identifier`)
    if (state === 'active' || state === 'expired') saved.push(identifier)
  }
  const id = await askForExport(vaultDb(), { companyId: company_id, note, ...ada }, recipient)
  await work()
  const listed = await vaultDb().many<{ card_id: string }>(sql`
    select card_id from transfer_cards where transfer_id = ${id}`)
  const ids = new Set(listed.map(({ card_id }) => card_id))
  for (const one of saved) assert.ok(ids.has(one))
  const others = await platform.db.many<{ credit_card_id: string }>(sql`
    select credit_card_id from credit_cards where company_id = ${company_id} and state not in ('active', 'expired')`)
  for (const { credit_card_id } of others) assert.ok(!ids.has(credit_card_id))
  const { state, cards } = await findNow(id)
  assert.deepEqual([state, Number(cards)], ['asked', ids.size])

  // One at a time of a company; and each has an end.
  await assert.rejects(
    askForExport(vaultDb(), { companyId: company_id, note, ...grace }, recipient),
    /There is an open transfer/,
  )
  await vaultDb().run(sql`
    update card_transfers set ends_at = jetpay_now() where transfer_id = ${id}`)
  await assert.rejects(approveTransfer(vaultDb(), id, grace, recipient.thumbprint), /it is expired/)
  const next = await askForExport(vaultDb(), { companyId: company_id, note, ...grace }, recipient)
  await cancelTransfer(vaultDb(), next, ada)
})

test('each of it is an alarm of the operator’s, and so is a new custodian, who cannot act for a day', async () => {
  const claim = { ...(await addCustodian(vaultDb(), 'Mallory', 'root', async () => ada)) }
  await work()
  const alarms = await platform.db.many<{ kind: string; subject: string }>(sql`
    select kind, subject from alarms where kind like 'card_%' and closed_at is null`)
  const kinds = new Set(alarms.map(({ kind }) => kind))
  assert.deepEqual([...kinds].sort(), ['card_custodian_added', 'card_transfer_asked', 'card_transfer_done'])
  assert.ok(alarms.some(({ subject }) => subject === 'Mallory'))
  const asking = { companyId: company_id, note, name: claim.name, secret: claim.secret }
  await assert.rejects(askForExport(vaultDb(), asking, recipient), /a custodian too new to act/)
  await vaultDb().run(sql`update card_custodians set active_from = jetpay_now() where name = 'Mallory'`)
  await cancelTransfer(vaultDb(), await askForExport(vaultDb(), asking, recipient), claim)
  // Nobody is a custodian by a name alone, and nobody adds one alone.
  await assert.rejects(
    addCustodian(vaultDb(), 'Eve', 'root', async () => undefined),
    /one of them adds the next/,
  )
  await assert.rejects(
    addCustodian(vaultDb(), 'Ada', 'root', async () => ada),
    /There is or was a custodian/,
  )
  const wrong = { ...ada, secret: grace.secret }
  await assert.rejects(
    addCustodian(vaultDb(), 'Eve', 'root', async () => wrong),
    /not the secret of a custodian/,
  )
})
