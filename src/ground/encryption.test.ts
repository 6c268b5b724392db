import assert from 'node:assert/strict'
import { createSecretKey, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { after, test } from 'node:test'
import { encrypt } from './encryption.ts'
import { createKeyFile } from './key-file.ts'
import { MAIN_KEYS, openSeal } from './seal.ts'

const folder = mkdtempSync(`${tmpdir()}/jetpay-nonces-`)
after(() => rmSync(folder, { recursive: true }))

const SEALED = 2_000
/**
 * The first twelve bytes of each ciphertext (NIST SP 800-38D: under one key no nonce twice, or the key is
 * lost).
 */
const noncesOf = (ciphertexts: Buffer[]) =>
  ciphertexts.map((sealed) => sealed.subarray(0, 12).toString('hex'))
const allDiffer = (nonces: string[], about: string) =>
  assert.equal(new Set(nonces).size, nonces.length, about)
const times = <T>(make: (at: number) => T) => Array.from({ length: SEALED }, (_, at) => make(at))

test('no nonce is used twice under one key, for equal texts or others, and what it is bound to makes none', async () => {
  const key = createSecretKey(randomBytes(32))
  const texts = [Buffer.from('the same'), Buffer.from('another')]
  const sealed = times((at) => encrypt(key, texts[at % 2]!, at % 3 ? 'one row' : `row ${at}`))
  // A process that has started anew knows nothing of the one before: a counter would begin again.
  const restarted: typeof import('./encryption.ts') = await import(`./encryption.ts?${'restarted'}`)
  assert.notEqual(restarted.encrypt, encrypt)
  sealed.push(...times(() => restarted.encrypt(key, texts[0]!, 'one row')))
  allDiffer(noncesOf(sealed), 'encrypt')
  // Nor do they count up, so that two processes may seal under one key: each bit of them is as often set as
  // not.
  for (let bit = 0; bit < 96; bit++) {
    const set = sealed.filter((of) => (of[bit >> 3]! >> (bit & 7)) & 1).length / sealed.length
    assert.ok(set > 0.4 && set < 0.6, `bit ${bit} is set in ${set}`)
  }
})

test('the main side’s seals, envelopes and their data keys have nonces of their own', () => {
  createKeyFile(`${folder}/main.json`, MAIN_KEYS)
  const seal = openSeal(`${folder}/main.json`)
  allDiffer(noncesOf(times(() => seal.seal('text', 'row'))), 'seal')
  const envelopes = times(() => seal.sealEnvelope('text', 'row'))
  allDiffer(noncesOf(envelopes.map(({ sealed }) => sealed)), 'envelopes')
  allDiffer(noncesOf(envelopes.map(({ dataKeyWrapped }) => dataKeyWrapped)), 'wrapped data keys')
  const both = envelopes.slice(0, 100).flatMap(({ sealed, dataKeyWrapped }) => [sealed, dataKeyWrapped])
  allDiffer(noncesOf(both), 'an envelope and its key')
})
