/** What a vault of version 0.4.0 has sealed, with its key file as it was, after the upgrade. */
import assert from 'node:assert/strict'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { createDatabases } from '../../test/platform.ts'
import { openDatabase, sql } from '../db/sql.ts'
import { readConfig } from '../ground/config.ts'
import type { CardName } from '../ground/vault-protocol.ts'
import { openCardReader, storeCard } from './card.ts'
import { openVaultKeys } from './data-keys.ts'
import { ensureVaultKeys } from './ensure-keys.ts'
import { openKeks } from './kek/open-keks.ts'
import { askForRotation } from './rotate/rotation.ts'
import { workOffRotation } from './rotate/work-off-rotations.ts'

type Kept = {
  key_file: Record<string, string>
  cards: (CardName & Record<'number' | 'fingerprint' | 'last4', string> & Record<string, string>)[]
}
const kept = JSON.parse(
  readFileSync(new URL('../../test/upgrade/vault-0.4.0.json', import.meta.url), 'utf8'),
) as Kept
const file = `${process.env.JETPAY_TEST_FOLDER}/first-keys-${process.pid}.json`
const settings = { ...readConfig({}), vaultKeyFile: file }
const silent = { info() {}, warn() {}, error() {} } as never

let databases: Awaited<ReturnType<typeof createDatabases>>
let db: ReturnType<typeof openDatabase>
before(async () => {
  databases = await createDatabases()
  db = openDatabase(databases.vaultDatabaseUrl, 4, () => undefined)
  for (const card of kept.cards)
    await db.run(sql`
      insert into cards (company_id, card_id, version, number_ciphertext, data_key_wrapped, key_encryption_key_id,
        fingerprint, brand, last4, expiry_month, expiry_year)
      values (${card.company_id}, ${card.card_id}, 1, ${Buffer.from(card.number_ciphertext!, 'hex')},
        ${Buffer.from(card.data_key_wrapped!, 'hex')}, 'kek_1', ${card.fingerprint}, 'visa', ${card.last4}, 12, 2039)`)
})
after(async () => {
  await db.close()
  await databases.drop()
  rmSync(file, { force: true })
})

const writeFile = (keys: unknown) => writeFileSync(file, JSON.stringify(keys), { mode: 0o600 })
const vault = async () => {
  const keks = await openKeks(settings)
  return { db, keks, log: silent, keys: await openVaultKeys(db, keks) }
}
const use = { do: 'card.charge', by: 'test', reference: 'T00000000001' } as const
async function opensAll(): Promise<void> {
  const { keys } = await vault()
  const read = openCardReader(db, keys, (_why, name) => assert.fail(`${name.card_id} does not open`))
  for (const card of kept.cards) assert.equal((await read(card, use)).card?.number, card.number)
}

test('a key file with another key than opens its cards is refused, and nothing is taken for true', async () => {
  for (const name of ['kek_1', 'fingerprint']) {
    writeFile({ ...kept.key_file, [name]: Buffer.alloc(32, 7).toString('base64url') })
    await assert.rejects(ensureVaultKeys(db, settings), /The key "\w+" .* is not the one/)
  }
  rmSync(file)
  await assert.rejects(ensureVaultKeys(db, settings), /is missing/)
  assert.deepEqual(await db.many(sql`select data_key_id from data_keys`), [])
})

test('its cards open, and a card of one of their numbers has their fingerprint', async () => {
  writeFile(kept.key_file)
  assert.deepEqual(await ensureVaultKeys(db, settings), [])
  await opensAll()
  const { keys } = await vault()
  const [known] = kept.cards
  const name = { company_id: known!.company_id, card_id: crypto.randomUUID() }
  const details = {
    brand: 'visa',
    last4: known!.last4,
    expiryMonth: 12,
    expiryYear: 2039,
    number: known!.number,
  }
  const stored = await db.transaction((db) =>
    storeCard(db, keys, { name, card: details as never, transactionId: null, agreement: null }),
  )
  assert.equal(stored.fingerprint, known!.fingerprint)
})

test('a rotation brings them under data keys, and the key that wrapped them before is destroyed', async () => {
  for (const what of ['data', 'fingerprint'] as const) {
    await askForRotation(db, what, 'a test')
    const rotating = await vault()
    while (await workOffRotation(rotating));
    await opensAll()
  }
  const keys = await db.many<{ id: string }>(sql`
    select data_key_id as id from data_keys where wrapped is not null order by 1`)
  assert.deepEqual(
    keys.map(({ id }) => id),
    ['cards_3', 'fingerprint_2', 'ticket_1'],
  )
  assert.deepEqual(await db.many(sql`select card_id from cards where version = 1`), [])
})

test('the key of fingerprints, which is in the database now, may go from the file', async () => {
  writeFile({ kek_1: kept.key_file.kek_1 })
  assert.deepEqual(await ensureVaultKeys(db, settings), [])
  await opensAll()
})
