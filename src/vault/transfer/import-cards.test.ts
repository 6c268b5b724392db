/** Files of cards that are not as they must be: refused whole, with the line and without a number. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { samplesOf } from '../../../test/guide/samples.ts'
import { createDatabases } from '../../../test/platform.ts'
import { type Database, openDatabase, sql } from '../../db/sql.ts'
import { projectFolder } from '../../ground/config.ts'
import { newId } from '../../ground/ids.ts'
import { appendAudit } from '../audit/append-audit.ts'
import { cardFileWriter } from './card-file.ts'
import { type FileCard, readFileCard } from './card-line.ts'
import { addCustodian } from './custodian.ts'
import { askForImport } from './import-cards.ts'
import { readRecipientKey, recipientKeyOf } from './recipient-key.ts'
import { cancelTransfer, findTransfer, listTransfers } from './transfer.ts'

const NUMBER = '4242424242424242'
const card: FileCard = {
  card_id: 'card_1',
  contact_id: 'customer_1',
  number: NUMBER,
  expiry_month: 12,
  expiry_year: 2039,
  network_transaction_id: '000000042731884',
}
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 3072 })
const ours = { private: privateKey }

let databases: Awaited<ReturnType<typeof createDatabases>>
let db: Database
let folder: string
let ada: { name: string; secret: string }
before(async () => {
  databases = await createDatabases()
  db = openDatabase(databases.vaultDatabaseUrl, 2, () => undefined)
  folder = mkdtempSync(`${process.env.JETPAY_TEST_FOLDER}/files-`)
  const nobody = async () => undefined
  ada = await addCustodian(db, 'Ada', 'root', nobody)
  await addCustodian(db, 'Grace', 'root', nobody)
})
after(async () => {
  await db?.close()
  await databases?.drop()
})

let files = 0
/** A file of these parts of cards; `change` its lines. */
async function fileOf(
  parts: unknown[][],
  change: (lines: string[]) => string[] = (lines) => lines,
  key = createPublicKey(privateKey),
): Promise<string> {
  const writer = cardFileWriter(recipientKeyOf(key))
  const lines = [await writer.head({ company_id: 'acct_9', made_at: '2026-11-30T00:00:00.000Z', cards: 3 })]
  for (const part of parts) lines.push(await writer.part(part as FileCard[]))
  lines.push(await writer.end())
  files += 1
  const path = `${folder}/${files}.jwe`
  writeFileSync(path, change(lines).join(''))
  return path
}

const ask = (path: string) =>
  askForImport(db, () => ours, path, { companyId: newId(), note: 'Moves', ...ada })

/** It is refused with this message, which has no number, and nothing of it is kept. */
async function refused(path: string, message: RegExp): Promise<void> {
  await assert.rejects(ask(path), (error: Error) => {
    assert.match(error.message, message)
    assert.ok(!/\d{12}/.test(error.message), error.message)
    return true
  })
  for (const table of [sql`card_transfers`, sql`transfer_cards`, sql`transfer_contacts`, sql`cards`])
    assert.deepEqual(await db.many(sql`select 1 from ${table}`), [])
}

const other = { ...card, card_id: 'card_2' }
const third = { ...card, card_id: 'card_3' }

test('a file for another key, a cut one, a changed byte and lines in another order are refused whole', async () => {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 3072 })
  const parts = [[card], [other], [third]]
  await refused(await fileOf(parts, undefined, publicKey), /^Line 1 of the file: it does not open/)
  await refused(await fileOf(parts, (lines) => lines.slice(0, -1)), /has no end: it was cut/)
  await refused(await fileOf(parts, (lines) => lines.slice(0, 2)), /has no end: it was cut/)
  await refused(
    await fileOf(parts, ([head, one, , three, end]) => [head!, one!, three!, end!]),
    /^Line 3 .* part 2 was to come/,
  )
  await refused(
    await fileOf(parts, ([head, one, two, , end]) => [head!, one!, two!, end!]),
    /^Line 4 .* the file was cut or changed/,
  )
  await refused(await fileOf(parts, (lines) => [...lines, lines[1]!]), /^Line 6 .* after the end/)
  await refused(await fileOf(parts, () => ['x'.repeat(2_000_000)]), /more than a megabyte/)
  await refused(await fileOf([]), /has no card/)
  await refused(await fileOf(parts, () => []), /has no end/)
  // Any byte of any line: in its key, its content or its tag.
  const whole = readFileSync(await fileOf(parts), 'latin1')
  for (let at = 7; at < whole.length; at += Math.floor(whole.length / 25)) {
    const changed = whole[at] === 'A' ? 'B' : 'A'
    const path = `${folder}/changed.jwe`
    writeFileSync(path, whole.slice(0, at) + changed + whole.slice(at + 1), 'latin1')
    await refused(path, /^Line \d+ of the file|^The file has no end/)
  }
})

test('lines of another file, though sealed to our key, are found by its end', async () => {
  const foreign = readFileSync(await fileOf([[{ ...card, number: '5555555555554444' }]]), 'latin1').split(
    '\n',
  )
  await refused(
    await fileOf([[card]], ([head, , end]) => [head!, `${foreign[1]}\n`, end!]),
    /^Line 3 .* the file was cut or changed/,
  )
})

test('a card that is not as it must be is told by its line and place, never by its number', async () => {
  const bad = (more: object) => fileOf([[card], [other, { ...third, ...more }]])
  for (const [more, message] of [
    [{ number: '4242424242424241' }, /its number has a wrong check digit/],
    [{ number: '9999999999999995' }, /its number is of a brand that is not taken/],
    [{ number: `${NUMBER} ` }, /number must be 12 to 19 digits/],
    [{ number: 4242424242424242 }, /number is missing or wrong/],
    [{ expiry_month: 13 }, /expiry_month is missing or wrong/],
    [{ brand: 'mastercard' }, /its brand is not the one of its number/],
    [{ last4: '4241' }, /its last4 are not the ones/],
    [{ cvc: '123' }, /it has a security code, track or PIN/],
    [{ track2: 'x' }, /it has a security code, track or PIN/],
    [{ [NUMBER]: 1 }, /it has a member that a card does not have/],
    [{ card_id: NUMBER }, /card_id looks like a card number/],
    [{ contact_id: `x ${NUMBER}` }, /contact_id looks like a card number/],
    [{ network_transaction_id: NUMBER }, /its network_transaction_id is a card number/],
    [{ card_id: '' }, /card_id is missing or wrong/],
  ] as const)
    await refused(await bad(more), new RegExp(`^Line 3 of the file, card 2 of it: ${message.source}`))
  await refused(await fileOf([[card], [NUMBER]]), /^Line 3 of the file, card 1 of it: it is no card/)
  await refused(
    await fileOf([[card], [other, card]]),
    /^Line 3 of the file: it has a card_id that was there before/,
  )
})

test('a card of another processor needs no more than number, expiry and whose it is', () => {
  const { card_id, contact_id, number, expiry_month, expiry_year } = card
  const read = readFileCard({ card_id, contact_id, number, expiry_month, expiry_year, name: 'Ada Lovelace' })
  assert.deepEqual(read, {
    theirCardId: 'card_1',
    theirContactId: 'customer_1',
    number: NUMBER,
    brand: 'visa',
    last4: '4242',
    expiryMonth: 12,
    expiryYear: 2039,
    transactionId: null,
    agreement: null,
  })
})

test('a whole file is asked for, and no number of it is kept before it is approved', async () => {
  const id = await ask(await fileOf([[card], [other, third]]))
  const [transfer] = await listTransfers(db)
  assert.deepEqual([transfer?.transfer_id, transfer?.cards, transfer?.origin], [id, 3n, 'acct_9'])
  assert.deepEqual(await db.many(sql`select 1 from cards`), [])
  await cancelTransfer(db, id, ada)
})

test('the program of docs/portability.md makes files that are taken, of cards of any processor', async () => {
  const [sample] = samplesOf('docs/portability.md', 'js')
  const pem = `${folder}/jetpay.pem`
  writeFileSync(pem, createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }))
  const program = sample!.source.replace("'jetpay.pem'", JSON.stringify(pem))
  const { card_id, contact_id, number, expiry_month, expiry_year } = card
  const input = Array.from({ length: 250 }, (_, at) =>
    JSON.stringify({ card_id: `${card_id}_${at}`, contact_id, number, expiry_month, expiry_year }),
  ).join('\n')
  const made = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: projectFolder,
    input,
    maxBuffer: 10_000_000,
  })
  assert.equal(made.status, 0, String(made.stderr))
  const path = `${folder}/theirs.jwe`
  writeFileSync(path, made.stdout)
  const id = await ask(path)
  assert.equal((await findTransfer(db, id)).cards, 250n)
  await cancelTransfer(db, id, ada)
})

test('the key of a recipient is a public one that holds', () => {
  const at = (name: string, text: string) => {
    writeFileSync(`${folder}/${name}`, text)
    return () => readRecipientKey(`${folder}/${name}`)
  }
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey
  const weak = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey
  const spki = { type: 'spki', format: 'pem' } as const
  assert.match(at('ec.pem', String(ec.export(spki)))().thumbprint, /^[0-9a-f]{64}$/)
  const jwk = at('ec.jwk', JSON.stringify(ec.export({ format: 'jwk' })))()
  assert.equal(jwk.thumbprint, at('ec.pem', String(ec.export(spki)))().thumbprint)
  assert.throws(at('weak.pem', String(weak.export(spki))), /too weak/)
  assert.throws(at('ours.pem', String(privateKey.export({ type: 'pkcs8', format: 'pem' }))), /private key/)
  assert.throws(at('ours.jwk', JSON.stringify(privateKey.export({ format: 'jwk' }))), /private key/)
  assert.throws(at('text.pem', 'hello'), /holds no public key/)
  assert.throws(() => readRecipientKey(`${folder}/none.pem`), /cannot be read \(ENOENT\)/)
})

test('a file to a key on a curve opens with it alone', async () => {
  const { privateKey: key } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const path = await fileOf([[card]], undefined, createPublicKey(key))
  const id = await askForImport(db, () => ({ private: key }), path, { companyId: newId(), note: 'x', ...ada })
  await cancelTransfer(db, id, ada)
})

test('while a file is looked through others write the audit log: no charge waits for its end', async () => {
  let others = 0
  const watched: Database = {
    ...db,
    transaction: (work) =>
      db.transaction((inner) =>
        work({
          ...inner,
          async run(statement) {
            const done = await inner.run(statement)
            // By another connection, which would wait for a lock of this one until it fails.
            if (/insert into transfer_cards/.test(statement.text)) {
              await appendAudit(db, { do: 'audit.read', by: 'test' })
              others += 1
            }
            return done
          },
        }),
      ),
  }
  const path = await fileOf([[card], [other]])
  const id = await askForImport(watched, () => ours, path, { companyId: newId(), note: 'Moves', ...ada })
  assert.equal(others, 2)
  await cancelTransfer(db, id, ada)
})
