/**
 * Key-encryption keys in a token: Debian's SoftHSM 2. Skipped, and said so, where the library or the program
 * that speaks to it (`npm run pkcs11`) is not there.
 */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform, until } from '../../../test/platform.ts'
import { makeSoftToken, withoutSoftToken } from '../../../test/soft-token.ts'
import { sql } from '../../db/sql.ts'
import { ensureVaultKeys } from '../ensure-keys.ts'
import { askForRotation, findRotation } from '../rotate/rotation.ts'
import { checkValueOf } from './kek-provider.ts'
import { openKeks } from './open-keks.ts'

const skip = withoutSoftToken

let soft: ReturnType<typeof makeSoftToken>
let platform: Platform
before(async () => {
  if (skip) return
  soft = makeSoftToken('jetpay')
  platform = await startPlatform(soft.settings)
})
after(async () => {
  await platform?.close()
  if (soft) rmSync(soft.folder, { recursive: true, force: true })
})

const config = () => ({ ...platform.config, ...soft.settings })
const settle = () => ensureVaultKeys(platform.vaultDb as never, config())
const refused = (says: RegExp) =>
  assert.rejects(settle(), (error: Error) => {
    assert.equal(error.name, 'OperatorError')
    assert.ok(!error.message.includes('\n') && error.message.endsWith('Nothing was started.'), error.message)
    assert.match(error.message, says)
    return true
  })

test('a vault whose key-encryption key is in a token makes it there, has no key file, and charges', {
  skip,
}, async () => {
  assert.ok(!existsSync(platform.config.vaultKeyFile))
  const keys = await platform.vaultDb.many<{ provider: string; kek_id: string }>(
    sql`select provider, kek_id from key_encryption_keys`,
  )
  assert.deepEqual(keys, [{ provider: 'pkcs11', kek_id: 'kek_1' }])
  const card = await platform.saveCard()
  assert.equal((await platform.charge(card)).status, 200)
  assert.deepEqual(await settle(), [])
})

test('the key does not leave the token, and tells nothing but its check value', { skip }, async () => {
  const out = execFileSync(
    'pkcs11-tool',
    ['--module', soft.module, '--token-label', 'jetpay', '--login', '--pin', soft.pin, '--list-objects'],
    { encoding: 'utf8' },
  )
  assert.match(out, /kek_1/)
  assert.match(out, /Access: +.*sensitive.*never extractable/)
})

test('a key that custodians bring has the check value that they know, and wraps', { skip }, async () => {
  const { current } = await openKeks(config())
  const whole = Buffer.alloc(32, 9)
  await current.bring('kek_7', whole)
  assert.equal(await current.checkValue('kek_7'), checkValueOf(whole))
  const dataKey = Buffer.alloc(32, 1)
  const wrapped = await current.wrap('kek_7', dataKey, 'data key cards_1 cards')
  assert.deepEqual(await current.unwrap('kek_7', wrapped, 'data key cards_1 cards'), dataKey)
  await assert.rejects(current.unwrap('kek_7', wrapped, 'data key cards_2 cards'))
  await assert.rejects(current.bring('kek_7', whole), /already/)
})

test('a token that is gone in mid-charge stops no charge; a rotation waits for it, and goes on when it is back', {
  skip,
}, async () => {
  const card = await platform.saveCard()
  const { current } = await openKeks(config())
  await current.make('kek_2')
  renameSync(soft.tokens, `${soft.tokens}.away`)
  mkdirSync(soft.tokens)
  const asked = await askForRotation(platform.vaultDb, 'kek', 'a test', {
    fromParts: false,
    kekId: 'kek_2',
    provider: 'pkcs11',
  })
  await until('the rotation to be stuck', async () => (await findRotation(platform.vaultDb, asked))?.stuck)
  assert.match((await findRotation(platform.vaultDb, asked))?.stuck ?? '', /There is no token "jetpay"/)
  assert.equal((await platform.charge(card)).status, 200)
  assert.equal((await platform.charge(await platform.saveCard())).status, 200)
  await refused(/There is no token "jetpay"/)
  rmSync(soft.tokens, { recursive: true })
  renameSync(`${soft.tokens}.away`, soft.tokens)
  await until(
    'the rotation to end',
    async () => (await findRotation(platform.vaultDb, asked))?.state === 'done',
  )
  assert.equal((await platform.charge(card)).status, 200)
  assert.deepEqual(await settle(), [])
})

test('a token that is lost, another of its name, a wrong pin or no library stop the vault at its start, with one line', {
  skip,
}, async () => {
  const pin = soft.settings.vaultPkcs11Pin
  soft.settings.vaultPkcs11Pin = '111111'
  await refused(/cannot be used with token "jetpay" \(.*PIN_INCORRECT/)
  soft.settings.vaultPkcs11Pin = pin
  const { pkcs11 } = soft.settings.vaultKek
  soft.settings.vaultKek.pkcs11 = { ...pkcs11, module: `${soft.folder}/none.so` }
  await refused(/none\.so cannot be used/)
  soft.settings.vaultKek.pkcs11 = pkcs11
  renameSync(soft.tokens, `${soft.tokens}.kept`)
  mkdirSync(soft.tokens)
  soft.make('jetpay')
  await refused(/There is no key "kek_2", which the vault database needs, in the token "jetpay"/)
  const { current } = await openKeks(config())
  await current.make('kek_2')
  await refused(/The key "kek_2" in the token "jetpay" .* is not the one .* put the token’s backup back/)
})
