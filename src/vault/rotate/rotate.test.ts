/** `jetpay keys …` on a platform that charges meanwhile. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { openCommandLines } from '../../../test/command-lines.ts'
import { fillCards } from '../../../test/fill-cards.ts'
import { type Platform, startPlatform, submitCard, until } from '../../../test/platform.ts'
import { type Database, sql } from '../../db/sql.ts'
import { openVaultKeys } from '../data-keys.ts'
import { ensureVaultKeys } from '../ensure-keys.ts'
import { checkValueOf } from '../kek/kek-provider.ts'
import { joinParts, keepFirstPart, newPart, readPart } from '../kek/key-part.ts'
import { bringKek } from '../kek/next-kek.ts'
import { openKeks } from '../kek/open-keks.ts'
import { isTicketOfOurs } from '../ticket.ts'
import { askForRotation, findRotation } from './rotation.ts'

let platform: Platform
let db: Database
let lines: ReturnType<typeof openCommandLines>
let card: Awaited<ReturnType<Platform['saveCard']>>
before(async () => {
  platform = await startPlatform()
  db = platform.vaultDb as Database
  lines = openCommandLines(platform)
  card = await platform.saveCard()
  const keys = await openVaultKeys(db, await openKeks(platform.config))
  await fillCards(db, keys, platform.demo.company_id, 2_000)
})
after(async () => {
  lines?.close()
  await platform?.close()
})

async function jetpay(...words: string[]): Promise<any> {
  const { code, out, err } = await lines.run([...words, '--json'])
  assert.equal(code, 0, err)
  return JSON.parse(out)
}
/** Charges again and again until the work ends; every one must be paid. */
async function whileCharging<Result>(work: Promise<Result>): Promise<Result> {
  let ended = false
  const done = work.finally(() => {
    ended = true
  })
  let charges = 0
  while (!ended || charges < 3) {
    assert.equal((await platform.charge(card)).status, 200)
    charges += 1
  }
  return done
}
const stateOf = async (name: string) =>
  (
    await db.one<{ state: string; wrapped: Buffer | null }>(
      sql`select state, wrapped from data_keys where data_key_id = ${name}`,
    )
  ).state
const fingerprintOf = async (path: string) => (await platform.good('GET', path)).fingerprint as string

test('a new data key takes over every card while they are charged, and the old one is destroyed', async () => {
  const told = await whileCharging(jetpay('keys', 'rotate', 'data'))
  assert.deepEqual([told.state, told.new_key, told.cards], ['done', 'cards_2', 2_001])
  assert.deepEqual(await db.many(sql`select distinct data_key_id from cards`), [{ data_key_id: 'cards_2' }])
  assert.equal(await stateOf('cards_1'), 'retired')
})

test('an equal card is recognized before, in the middle of and after a rotation of the fingerprint’s key', async () => {
  const before = await fingerprintOf(card.path)
  const rotating = jetpay('keys', 'rotate', 'fingerprint')
  const meanwhile = await platform.saveCard()
  await whileCharging(rotating)
  const afterwards = await platform.saveCard()
  const other = await platform.saveCard('5555555555554444')
  assert.deepEqual(
    [await fingerprintOf(meanwhile.path), await fingerprintOf(afterwards.path)],
    [before, before],
  )
  assert.notEqual(await fingerprintOf(other.path), before)
  assert.equal(await stateOf('fingerprint_1'), 'retired')
})

test('a new key-encryption key wraps every data key, and a key file from before it starts nothing', async () => {
  const { vaultKeyFile } = platform.config
  const older = readFileSync(vaultKeyFile, 'utf8')
  const told = await whileCharging(jetpay('keys', 'rotate', 'kek'))
  assert.deepEqual([told.state, told.new_key, told.from_two_parts], ['done', 'kek_2', false])
  const { writeFileSync } = await import('node:fs')
  const newer = readFileSync(vaultKeyFile, 'utf8')
  writeFileSync(vaultKeyFile, older)
  await assert.rejects(
    ensureVaultKeys(db, platform.config),
    /has no key "kek_2", which the vault database needs/,
  )
  writeFileSync(vaultKeyFile, newer)
  assert.deepEqual(await ensureVaultKeys(db, platform.config), [])
})

test('the key of two custodians is one part XOR the other, and a slip or the same part twice makes none', async () => {
  const { vaultKeyFile } = platform.config
  const [ada, bob] = [newPart(), newPart()]
  assert.match(ada.part, /^([0-9A-F]{4} ){15}[0-9A-F]{4}$/)
  assert.equal(checkValueOf(readPart(ada.part)), ada.check_value)
  assert.throws(() => readPart(ada.part.slice(1)), /64 digits/)
  keepFirstPart(vaultKeyFile, readPart(ada.part))
  assert.throws(() => keepFirstPart(vaultKeyFile, readPart(bob.part)), /EEXIST/)
  assert.throws(() => joinParts(vaultKeyFile, readPart(ada.part)), /entered first/)
  const whole = joinParts(vaultKeyFile, readPart(bob.part))
  assert.deepEqual(await jetpay('keys', 'part', 'drop'), { dropped: true })
  const { current } = await openKeks(platform.config)
  assert.equal(await bringKek(db, current, whole), 'kek_3')
  const told = await whileCharging(jetpay('keys', 'rotate', 'kek'))
  assert.deepEqual([told.new_key, told.from_two_parts], ['kek_3', true])
  const [listed] = await db.many(
    sql`select check_value, from_parts from key_encryption_keys where state = 'active'`,
  )
  assert.deepEqual(listed, { check_value: checkValueOf(whole), from_parts: true })
})

test('the key of tickets is followed while a page of before is open, and destroyed once none is', async () => {
  const contactId = await platform.createContact()
  const { url } = await platform.good('POST', `/contact/${contactId}/creditcards/url`)
  const ticket = String(url).split('/').at(-1)!
  await askForRotation(db, 'ticket', 'a test')
  const keysNow = async () => openVaultKeys(db, await openKeks(platform.config))
  await until('new tickets to be marked by it', async () => (await keysNow()).ticketKey() === 'ticket_2')
  assert.ok(isTicketOfOurs(await keysNow(), ticket))
  assert.equal(await stateOf('ticket_1'), 'retiring')
  // It holds up no other.
  assert.equal((await jetpay('keys', 'rotate', 'fingerprint')).state, 'done')
  assert.equal((await submitCard(url, '4242424242424242')).body.outcome, 'succeeded')
  await db.run(sql`update card_pages set expires_at = jetpay_now() where state = 'open'`)
  assert.equal((await jetpay('keys', 'rotate', 'ticket')).new_key, 'ticket_2')
  assert.equal(await stateOf('ticket_1'), 'retired')
  assert.ok(!isTicketOfOurs(await keysNow(), ticket))
})

test('the inventory has every key with algorithm, length, use, dates and place, and none of them', async () => {
  const { data } = await jetpay('keys', 'list')
  const names = data.map((key: { name: string }) => key.name)
  for (const name of ['sealing_key', 'kek_1', 'kek_3', 'cards_1', 'cards_2', 'fingerprint_2', 'ticket_1'])
    assert.ok(names.includes(name), name)
  for (const key of data) {
    for (const field of ['zone', 'what_for', 'algorithm', 'bits', 'state', 'made_at', 'kept'])
      assert.ok(key[field], field)
    if (key.state === 'active') assert.ok(key.due_at > key.made_at)
  }
  const text = JSON.stringify(data)
  for (const secret of Object.values(JSON.parse(readFileSync(platform.config.vaultKeyFile, 'utf8'))))
    assert.ok(!text.includes(String(secret)))
  const { data: alone } = JSON.parse(
    (await lines.run(['keys', 'list', '--json'], { VAULT_DATABASE_URL: '' })).out,
  )
  assert.deepEqual(
    alone.filter((key: { zone: string }) => key.zone !== 'main'),
    [],
  )
})

test('a rotation that is asked for twice is one, and a card that does not open keeps its key', async () => {
  const broken = await platform.saveCard('4000056655665556')
  await db.run(sql`
    update cards set number_ciphertext = set_byte(number_ciphertext, 20, get_byte(number_ciphertext, 20) # 1)
    where company_id = ${platform.demo.company_id} and card_id = ${broken.cardId}`)
  const [one, other] = await Promise.all([
    askForRotation(db, 'data', 'ada'),
    askForRotation(db, 'data', 'bob'),
  ])
  assert.equal(one, other)
  const ended = await until('it to end', async () => {
    const rotation = await findRotation(db, one)
    return rotation?.state === 'done' && rotation
  })
  assert.deepEqual([ended.to_key, ended.unreadable], ['cards_3', 1n])
  assert.equal(await stateOf('cards_2'), 'retiring')
})

test('the next key that signs deliveries is published at once, and signs once receivers could fetch it', async () => {
  await platform.good('GET', '/.well-known/jwks.json')
  const told = await jetpay('keys', 'rotate', 'signing')
  const row = await platform.db.one<{ to_come: boolean }>(
    sql`select signs_from > jetpay_now() as to_come from signing_keys where key_id = ${told.new_key}`,
  )
  assert.deepEqual(row, { to_come: true })
  assert.equal((await jetpay('keys', 'rotate', 'signing')).new_key, told.new_key)
})
