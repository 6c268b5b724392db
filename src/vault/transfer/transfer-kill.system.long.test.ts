/** Commands that are killed in the middle of a file, and begun again. */
import assert from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync } from 'node:fs'
import { after, before, test } from 'node:test'
import {
  addCustodians,
  approved,
  type Custodians,
  jetpay,
  numberOf,
  publicKeyOf,
  resultRows,
  startBoth,
} from '../../../test/cards-in-files.ts'
import { type Platform, until } from '../../../test/platform.ts'
import { type Database, sql } from '../../db/sql.ts'
import { newId } from '../../ground/ids.ts'
import { storeCards } from '../card.ts'
import { openVaultKeys } from '../data-keys.ts'
import { openKeks } from '../kek/open-keks.ts'

const CARDS = 5_000
let from: Platform
let to: Platform
let close: () => Promise<void>
let folder: string
let leaving: Custodians
let arriving: Custodians
before(async () => {
  ;({ from, to, close } = await startBoth())
  folder = mkdtempSync(`${from.config.dataFolder}/files-`)
  leaving = await addCustodians(from)
  arriving = await addCustodians(to)
  await publicKeyOf(to, `${folder}/to.pem`)
  await fill(from.vaultDb, from.db)
})
after(() => close?.())

/** Cards of one contact, as if they had been entered; the other side has that contact too. */
async function fill(vaultDb: Database, db: Database): Promise<void> {
  const company_id = from.demo.company_id
  const contact = await from.createContact()
  await to.good('PUT', '/contact', { email: 'a@example.com', name: 'Ada', external_reference: contact })
  const keys = await openVaultKeys(vaultDb, await openKeks(from.config))
  const ids = Array.from({ length: CARDS }, () => newId())
  await vaultDb.transaction(async (db) => {
    for (let at = 0; at < CARDS; at += 500) {
      const cards = ids.slice(at, at + 500).map((card_id, one) => {
        const number = numberOf(at + one)
        const card = {
          number,
          brand: 'visa',
          last4: number.slice(-4),
          expiryMonth: 12,
          expiryYear: 2039,
        } as const
        return { name: { company_id, card_id }, card, transactionId: null, agreement: null }
      })
      await storeCards(db, keys, cards)
    }
  })
  await db.run(sql`
    insert into credit_cards (company_id, credit_card_id, contact_id, state, brand, last4, expiry_month, expiry_year, fingerprint)
    select ${company_id}, id, ${contact}, 'active', 'visa', '0000', 12, 2039, 'x' from unnest(${ids}::uuid[]) as id`)
}

const count = async (db: Database, what: ReturnType<typeof sql>) =>
  Number((await db.one<{ count: bigint }>(sql`select count(*) as count from ${what}`)).count)

/** Starts a command and kills it as soon as `begun` holds. */
async function killed(
  platform: Platform,
  words: string[],
  secret: string,
  begun: () => Promise<boolean>,
): Promise<void> {
  let child: ChildProcess | undefined
  const ran = jetpay(platform, words, secret, (one) => {
    child = one
  })
  await until('some of it to be done', begun)
  child?.kill('SIGKILL')
  assert.equal((await ran).code, null, 'it was killed, and had not ended')
}

test('an export that is killed leaves no file of its name, and the same command writes it whole', async () => {
  const id = await approved(from, leaving, ['export', 'ask', '--key', `${folder}/to.pem`])
  const file = `${folder}/cards.jwe`
  const run = ['cards', 'export', 'run', id, '--out', file, '--by', 'Ada']
  const written = () =>
    count(from.vaultDb, sql`transfer_cards where transfer_id = ${id} and outcome is not null`)
  await killed(from, run, leaving.Ada, async () => (await written()) >= 500)
  assert.ok((await written()) < CARDS)
  assert.ok(!existsSync(file))
  const { code, body, err } = await jetpay(from, run, leaving.Ada)
  assert.equal(code, 0, err)
  assert.equal(body.cards, CARDS)
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.endsWith('.part')),
    [],
  )
  // Done is done: the cards do not leave a second time by one approval.
  const again = await jetpay(
    from,
    ['cards', 'export', 'run', id, '--out', `${folder}/b.jwe`, '--by', 'Ada'],
    leaving.Ada,
  )
  assert.equal(again.body.code, 'wrong_state')
  assert.ok(!existsSync(`${folder}/b.jwe`))
})

test('an import that is killed goes on where it was, and each card is there once', async () => {
  const file = `${folder}/cards.jwe`
  const id = await approved(to, arriving, ['import', 'ask', file])
  const run = ['cards', 'import', 'run', id, '--file', file, '--result', `${folder}/ids.csv`, '--by', 'Grace']
  const stored = () => count(to.vaultDb, sql`cards`)
  for (const some of [300, 1_500]) {
    await killed(to, run, arriving.Grace, async () => (await stored()) >= some)
    assert.ok((await stored()) < CARDS)
  }
  // Begun is begun: nobody can leave it in its middle.
  const cancel = await jetpay(to, ['cards', 'transfer', 'cancel', id, '--by', 'Ada'], arriving.Ada)
  assert.equal(cancel.body.code, 'wrong_state')
  const { code, body, err } = await jetpay(to, run, arriving.Grace)
  assert.equal(code, 0, err)
  assert.equal(body.landed, CARDS)
  assert.equal(await stored(), CARDS)
  assert.equal(await count(to.db, sql`credit_cards where state = 'active'`), CARDS)
  const rows = resultRows(`${folder}/ids.csv`)
  assert.equal(new Set(rows.map(([theirs]) => theirs)).size, CARDS)
  assert.equal(new Set(rows.map(([, ours]) => ours)).size, CARDS)
  await until('each to be announced', async () => {
    const told = await count(to.db, sql`events where type = 'contacts.credit_cards.tokenized'`)
    assert.ok(told <= CARDS)
    return told === CARDS
  })
})
