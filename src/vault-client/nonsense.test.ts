/**
 * A vault that answers nonsense: a door that is opened as the vault's, with whatever a test has behind it.
 */
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { temporaryFolder } from '../../test/network.ts'
import { newId } from '../ground/ids.ts'
import { openVaultClient } from './vault-client.ts'

const card = { company_id: newId(), card_id: newId() }
const reference = { id: '633200000001', sequence: '000001', sent_at: '2026-11-28T12:00:00.000Z' }
const money = { amount: '10050', currency: 'CAD' } as const
const charge = {
  ...card,
  reference,
  ...money,
  kind: 'charge' as const,
  statement: 'Order 1001',
  company_name: 'Maple',
}
const reversal = { ...card, reference, ...money, kind: 'charge' as const, repeat: false }
const capture = {
  reference,
  ...money,
  repeat: false,
  authorization: { reference, amount: '10050', authorization_code: '000001' },
}

async function clientOf(t: TestContext, answer: () => { status: number; text: string }) {
  const vaultSocket = join(await temporaryFolder(t), 'vault.sock')
  const server = createServer((request, response) => {
    request.resume()
    const { status, text } = answer()
    response.writeHead(status, { 'content-type': 'application/json' }).end(text)
  })
  await new Promise<void>((resolve) => server.listen(vaultSocket, resolve))
  const client = openVaultClient({ vaultSocket, networkTimeoutMs: 60_000, authorizationMaxAgeMs: 60_000 })
  t.after(async () => {
    await client.close()
    server.close()
  })
  return client
}

const declined = {
  outcome: 'declined',
  response_code: '51',
  fail_reason: 'insufficient_funds',
  retry: 'later',
}
const nonsense: [string, number, unknown][] = [
  ['no JSON', 200, '{"outcome":"decl'],
  ['nothing', 200, ''],
  ['null', 200, null],
  ['an empty object', 200, {}],
  ['a list', 200, [declined]],
  ['an outcome that there is not', 200, { ...declined, outcome: 'failed' }],
  ['a decline without a reason', 200, { ...declined, fail_reason: undefined }],
  ['a decline with a reason that there is not', 200, { ...declined, fail_reason: 'bad_mood' }],
  ['a decline without advice', 200, { ...declined, retry: undefined }],
  ['an approval without a code', 200, { outcome: 'approved', response_code: '00' }],
  ['an unsent one without a reason', 200, { outcome: 'unsent' }],
  ['a response code that is a number', 200, { ...declined, response_code: 51 }],
  ['a decline under another status', 500, declined],
  ['a status that says nothing of what was done', 400, {}],
]

test('of a vault that answers nonsense nothing is believed: a charge is unknown, never failed, and the rest is to be repeated', async (t) => {
  let now: (typeof nonsense)[number]
  const client = await clientOf(t, () => {
    const [, status, what] = now
    return { status, text: typeof what === 'string' ? what : JSON.stringify(what) }
  })
  for (now of nonsense) {
    const [what] = now
    assert.equal((await client.charge(charge, performance.now())).outcome, 'unknown', what)
    assert.equal((await client.reverse(reversal)).outcome, 'unacknowledged', what)
    assert.equal((await client.capture(capture)).outcome, 'unacknowledged', what)
    assert.equal(await client.ready(), false, what)
    await assert.rejects(client.shred({ cards: [card] }), Error, what)
    if (what !== 'a list') await assert.rejects(client.readLog(0n), Error, what)
  }
})

test('a log entry that is none is not applied as one: the log is asked for again', async (t) => {
  const entry = { ...card, log_id: 1, kind: 'tokenized', data: { brand: 'visa', last4: '4242' } }
  const client = await clientOf(t, () => ({ status: 200, text: JSON.stringify([entry]) }))
  await assert.rejects(client.readLog(0n))
})

test('what an answer says beyond what is known is passed over, so that a newer vault can be asked', async (t) => {
  const client = await clientOf(t, () => ({ status: 200, text: JSON.stringify({ ...declined, more: 1 }) }))
  assert.deepEqual(await client.charge(charge, performance.now()), declined)
})
