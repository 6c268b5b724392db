/**
 * A vault that answers nonsense: a door that is opened as the vault's, with whatever a test has behind it.
 */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { pino } from 'pino'
import { startFakeVault } from '../../test/vault-door.ts'
import { newId } from '../ground/ids.ts'
import { told } from '../ground/vault-frames.ts'
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
  use: null,
}
const reversal = { ...card, reference, ...money, kind: 'charge' as const, repeat: false }
const capture = {
  reference,
  ...money,
  repeat: false,
  authorization: { reference, amount: '10050', authorization_code: '000001' },
}

async function clientOf(t: TestContext, answer: () => { what: number; text: string }) {
  const { vaultSocket } = await startFakeVault(t, answer)
  const client = openVaultClient(
    { vaultSocket, networkTimeoutMs: 60_000, authorizationMaxAgeMs: 60_000 },
    pino({ enabled: false }),
  )
  t.after(() => client.close())
  return client
}

const declined = {
  outcome: 'declined',
  response_code: '51',
  fail_reason: 'insufficient_funds',
  retry: 'later',
}
const nonsense: [string, number, unknown][] = [
  ['no JSON', told.answered, '{"outcome":"decl'],
  ['nothing', told.answered, ''],
  ['null', told.answered, null],
  ['an empty object', told.answered, {}],
  ['a list', told.answered, [declined]],
  ['an outcome that there is not', told.answered, { ...declined, outcome: 'failed' }],
  ['a decline without a reason', told.answered, { ...declined, fail_reason: undefined }],
  ['a decline with a reason that there is not', told.answered, { ...declined, fail_reason: 'bad_mood' }],
  ['a decline without advice', told.answered, { ...declined, retry: undefined }],
  ['an approval without a code', told.answered, { outcome: 'approved', response_code: '00' }],
  ['an unsent one without a reason', told.answered, { outcome: 'unsent' }],
  ['a response code that is a number', told.answered, { ...declined, response_code: 51 }],
  ['a decline that is said to have failed', told.failed, declined],
  ['a frame that is no answer', told.hello, declined],
  ['a frame that there is not', 99, declined],
]

test('of a vault that answers nonsense nothing is believed: a charge is unknown, never failed, and the rest is to be repeated', async (t) => {
  let now: (typeof nonsense)[number]
  const client = await clientOf(t, () => {
    const [, what, said] = now
    return { what, text: typeof said === 'string' ? said : JSON.stringify(said) }
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
  const client = await clientOf(t, () => ({ what: told.answered, text: JSON.stringify([entry]) }))
  await assert.rejects(client.readLog(0n))
})

test('what an answer says beyond what is known is passed over, so that a newer vault can be asked', async (t) => {
  const client = await clientOf(t, () => ({
    what: told.answered,
    text: JSON.stringify({ ...declined, more: 1 }),
  }))
  assert.deepEqual(await client.charge(charge, performance.now()), declined)
})
