/**
 * What of a card is left in the vault's memory once its network has answered (PCI DSS 3.3.1, 3.5.1): no
 * message, no body, no buffer. Strings of JavaScript are the garbage collector's (docs/security.md), so the
 * search is in what is not its own.
 */
import assert from 'node:assert/strict'
import { readFileSync, rmSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { memoryOf } from '../../test/process-memory.ts'
import { newDataFolder, type System, saveCard, startSystem } from '../../test/system.ts'

const number = '5555555555554444'
const cvc = '123'
const folder = newDataFolder()
let system: System
before(async () => {
  system = await startSystem(folder)
})
after(async () => {
  await system.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('no message to the network and no request body is left in the vault’s buffers once a card was saved and charged', async () => {
  const pid = system.pidOf('jetpay vault')!
  // So far into the buffer that Node reads into that nothing which comes later happens to overwrite it.
  const { contactId, cardId } = await saveCard(system, number, { 'x-long': 'x'.repeat(8_000) })
  const { api_url, api_token, bank_account_id } = system.demo
  const charged = await fetch(`${api_url}/contact/${contactId}/creditcards/${cardId}/charge`, {
    method: 'POST',
    headers: { authorization: `Bearer ${api_token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ amount: 5, to_bank_account_id: bank_account_id, statement: 'Memory' }),
  })
  assert.equal(charged.status, 200)
  // Fields 2 and 3 as they stand in 0100 and 0200: length, number, processing code.
  const message = `16${number}000000`
  const found: string[] = []
  let heap = 0
  for (const { name, bytes } of memoryOf(pid)) {
    if (bytes.includes(message)) found.push(`a message in ${name || 'a mapping'}`)
    if (name !== '[heap]') continue
    heap += bytes.length
    for (const at of placesOf(number, bytes))
      if (!isRegisterDump(bytes, at)) found.push('the number in the heap')
    if (bytes.includes(`"cvc":"${cvc}"`)) found.push('the body in the heap')
  }
  assert.deepEqual(found, [])
  assert.ok(heap > 1_000_000, 'the heap was searched')
})

function* placesOf(text: string, bytes: Buffer): Generator<number> {
  for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) yield at
}

/**
 * Where V8 throws optimized code away it copies the processor's registers, AES's among them, to memory that
 * nothing of ours reaches: told by what it fills the rest with (`kZapUint32`).
 */
const REGISTER_DUMP_BYTES = 1_024
const isRegisterDump = (bytes: Buffer, at: number) =>
  bytes
    .subarray(Math.max(0, at - REGISTER_DUMP_BYTES), at + REGISTER_DUMP_BYTES)
    .includes('addeedbe', 0, 'hex')

/**
 * As text of one and of two bytes a character, and packed as messages have it. With blanks it is a test card
 * of the guide, which the api serves.
 */
const forms = [
  Buffer.from(number, 'latin1'),
  Buffer.from(number, 'utf16le'),
  Buffer.from(number, 'hex'),
  Buffer.from(`"cvc":"${cvc}"`, 'latin1'),
  Buffer.from(`"cvc":"${cvc}"`, 'utf16le'),
]

test('neither number nor CVC is in the memory of api or worker once a card was saved and charged', () => {
  for (const role of ['api', 'worker']) {
    const pid = system.pidOf(`jetpay ${role}`)!
    const found: string[] = []
    let bytesSearched = 0
    let own = false
    for (const { name, bytes } of memoryOf(pid)) {
      bytesSearched += bytes.length
      own ||= bytes.includes(`jetpay ${role}`)
      for (const [at, form] of forms.entries())
        if (bytes.includes(form)) found.push(`form ${at} in ${name || 'a mapping'} of the ${role}`)
    }
    assert.deepEqual(found, [])
    assert.ok(own && bytesSearched > 20_000_000, `the ${role}'s memory was searched`)
  }
})

test('the vault leaves no core, and has no secret in its environment', () => {
  const pid = system.pidOf('jetpay vault')!
  const environment = readFileSync(`/proc/${pid}/environ`, 'utf8')
  assert.match(readFileSync(`/proc/${pid}/limits`, 'utf8'), /^Max core file size\s+0\s+0/m)
  assert.doesNotMatch(environment, /DATABASE_URL=|PIN=|postgres:\/\//)
})
