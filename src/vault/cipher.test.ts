import assert from 'node:assert/strict'
import { createSecretKey, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { encrypt } from '../ground/encryption.ts'
import { newId } from '../ground/ids.ts'
import { openNumber, sealNumber } from './cipher.ts'
import { type KeyUse, type OpenDataKey, openKeyring } from './keys.ts'

const dataKey = (id: string, use: KeyUse, active = true): OpenDataKey => ({
  id,
  use,
  active,
  key: createSecretKey(randomBytes(32)),
})
const first = dataKey('cards_1', 'cards', false)
const held = [first, dataKey('cards_2', 'cards'), dataKey('fingerprint_1', 'fingerprint')]
const keys = await openKeyring(async () => held)
const number = '4242424242424242'
const [company, card] = [newId(), newId()]

test('a sealed number opens in its own row and in no other company’s, card’s or version’s', () => {
  const sealed = sealNumber(keys, company, card, number)
  assert.deepEqual([sealed.version, sealed.data_key_id], [2, 'cards_2'])
  assert.equal(openNumber(keys, company, card, sealed), number)
  assert.throws(() => openNumber(keys, newId(), card, sealed))
  assert.throws(() => openNumber(keys, company, newId(), sealed))
  assert.throws(() => openNumber(keys, company, card, { ...sealed, version: 1 }))
})

test('a number opens with the data key that its row names and no other', () => {
  const sealed = sealNumber(keys, company, card, number)
  for (const data_key_id of ['cards_1', 'cards_3'])
    assert.throws(() => openNumber(keys, company, card, { ...sealed, data_key_id }))
})

test('a changed byte anywhere in a sealed number keeps it shut', () => {
  const { length } = sealNumber(keys, company, card, number).number_ciphertext
  for (let at = 0; at < length; at++) {
    const sealed = sealNumber(keys, company, card, number)
    const bytes = sealed.number_ciphertext
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
    assert.throws(() => openNumber(keys, company, card, sealed), `byte ${at}`)
  }
})

test('a number that was sealed before there were data keys opens: under a key of its own, which the first key wraps', () => {
  const ownKey = randomBytes(32)
  const about = `card ${company} ${card} v1`
  const sealed = {
    version: 1,
    number_ciphertext: encrypt(ownKey, Buffer.from(number), about),
    data_key_id: null,
    data_key_wrapped: encrypt(first.key, ownKey, about),
  }
  assert.equal(openNumber(keys, company, card, sealed), number)
  assert.throws(() => openNumber(keys, company, card, { ...sealed, version: 2 }))
})

test('the same number is never sealed to the same bytes, and no nonce is used twice under a key', () => {
  const nonces = Array.from({ length: 1_000 }, () =>
    sealNumber(keys, company, card, number).number_ciphertext.subarray(0, 12).toString('hex'),
  )
  assert.equal(new Set(nonces).size, nonces.length)
})

test('a number has the same keyed hash within a company only, one by each key that there is, the active one first', async () => {
  const [{ mac, keyId }, ...others] = keys.numberMacs(company, number)
  assert.deepEqual([keyId, others], ['fingerprint_1', []])
  assert.equal(mac, keys.numberMacs(company, number)[0].mac)
  assert.notEqual(mac, keys.numberMacs(newId(), number)[0].mac)
  assert.notEqual(mac, keys.numberMacs(company, '4000056655665556')[0].mac)
  const both = await openKeyring(async () => [
    ...held.map((key) => ({ ...key, active: key.use !== 'fingerprint' })),
    dataKey('fingerprint_2', 'fingerprint'),
  ])
  assert.deepEqual(
    both.numberMacs(company, number).map((of) => of.keyId),
    ['fingerprint_2', 'fingerprint_1'],
  )
  assert.equal(both.numberMacs(company, number)[1]?.mac, mac)
})
