import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { after, test } from 'node:test'
import { newId } from '../ground/ids.ts'
import { createKeyFile } from '../ground/key-file.ts'
import { openNumber, sealNumber } from './cipher.ts'
import { openVaultKeys } from './keys.ts'

const folder = mkdtempSync(`${tmpdir()}/jetpay-keys-`)
after(() => rmSync(folder, { recursive: true }))
const file = `${folder}/vault.json`
createKeyFile(file, ['kek_1', 'fingerprint'])
const keys = openVaultKeys(file)
const number = '4242424242424242'
const [company, card] = [newId(), newId()]

test('a sealed number opens in its own row and in no other company’s, card’s or version’s', () => {
  const sealed = sealNumber(keys, company, card, 1, number)
  assert.equal(openNumber(keys, company, card, 1, sealed), number)
  assert.throws(() => openNumber(keys, newId(), card, 1, sealed))
  assert.throws(() => openNumber(keys, company, newId(), 1, sealed))
  assert.throws(() => openNumber(keys, company, card, 2, sealed))
})

test('a changed byte anywhere in a sealed number keeps it shut', () => {
  for (const part of ['number_ciphertext', 'data_key_wrapped'] as const) {
    const { length } = sealNumber(keys, company, card, 1, number)[part]
    for (let at = 0; at < length; at++) {
      const sealed = sealNumber(keys, company, card, 1, number)
      sealed[part].writeUInt8(sealed[part].readUInt8(at) ^ 1, at)
      assert.throws(() => openNumber(keys, company, card, 1, sealed), `${part} byte ${at}`)
    }
  }
})

test('the same number is never sealed to the same bytes, nor under the same data key', () => {
  const [one, other] = [
    sealNumber(keys, company, card, 1, number),
    sealNumber(keys, company, card, 1, number),
  ]
  assert.notDeepEqual(one.number_ciphertext, other.number_ciphertext)
  assert.throws(() =>
    openNumber(keys, company, card, 1, { ...one, data_key_wrapped: other.data_key_wrapped }),
  )
})

test('a fingerprint is the same for the same number within a company only, and on every start', () => {
  assert.equal(keys.fingerprint(company, number), openVaultKeys(file).fingerprint(company, number))
  assert.notEqual(keys.fingerprint(company, number), keys.fingerprint(newId(), number))
  assert.notEqual(keys.fingerprint(company, number), keys.fingerprint(company, '4000056655665556'))
})

test('the key file is private, and one that others can read is refused with what to do', () => {
  assert.equal(statSync(file).mode & 0o777, 0o600)
  chmodSync(file, 0o640)
  assert.throws(() => openVaultKeys(file), /can be read by others; run: chmod 600/)
  chmodSync(file, 0o600)
  assert.equal(Object.keys(JSON.parse(readFileSync(file, 'utf8'))).length, 2)
})

test('no nonce is used twice under the key-encryption key, nor for a number and its data key', () => {
  const sealed = Array.from({ length: 1_000 }, () => sealNumber(keys, company, card, 1, number))
  const nonces = sealed.flatMap(({ number_ciphertext, data_key_wrapped }) =>
    [number_ciphertext, data_key_wrapped].map((of) => of.subarray(0, 12).toString('hex')),
  )
  assert.equal(new Set(nonces).size, nonces.length)
})
