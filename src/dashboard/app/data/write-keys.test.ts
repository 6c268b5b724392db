import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AskError, unreached } from './problem.ts'
import { isDecided, isUnknown, makeWriteKeys, type Sought } from './write-keys.ts'

test('a write without an answer has the same key when it is asked again, within half an hour; an answered one another', () => {
  let now = 0
  const keys = makeWriteKeys(() => now)
  const keyOf = (what: string) => keys.keyOf({ path: `/debit/${what}/refund`, what }).key
  const first = keyOf('refund 5.00')
  assert.notEqual(keyOf('refund 6.00'), first)
  now = 29 * 60_000
  assert.equal(keyOf('refund 5.00'), first)
  now = 31 * 60_000
  const second = keyOf('refund 5.00')
  assert.notEqual(second, first)
  keys.answered({ path: '/debit/refund 5.00/refund', what: 'refund 5.00' })
  assert.notEqual(keyOf('refund 5.00'), second)
  // However many are without an answer, memory is bounded: the oldest is forgotten first.
  const oldest = keyOf('the oldest')
  for (let each = 0; each < 100; each++) keyOf(`another ${each}`)
  assert.notEqual(keyOf('the oldest'), oldest)
})

test('once anything else was answered of the same object, the same is another write: on, off, on again', () => {
  const keys = makeWriteKeys()
  const id = '01a226e8-5fbb-700c-af23-7c167dda7ea8'
  const [on, off] = ['pause', 'resume'].map((verb) => ({ path: `/schedule/${id}/${verb}`, what: verb })) as [
    Sought,
    Sought,
  ]
  const other = { path: `/schedule/${id.replace('8', '9')}/pause`, what: 'pause another' }
  const [first, kept] = [keys.keyOf(on).key, keys.keyOf(other).key]
  keys.keyOf(off)
  keys.answered(off)
  assert.notEqual(keys.keyOf(on).key, first)
  assert.equal(keys.keyOf(other).key, kept)
})

test('a refund without an answer is the same refund, whatever else was answered of its debit since', () => {
  const keys = makeWriteKeys()
  const path = '/debit/01a226e8-5fbb-700c-af23-7c167dda7ea8/refund'
  const refund = { path, what: 'refund 30.00', amount: '30.00' }
  const { key } = keys.keyOf(refund)
  for (const answered of [
    { path, what: 'refund 5.00', amount: '5.00' },
    { path: path.replace('refund', 'send_link'), what: 'send the link' },
  ]) {
    keys.keyOf(answered)
    keys.answered(answered)
  }
  assert.equal(keys.keyOf(refund).key, key)
  keys.answered(refund)
  assert.notEqual(keys.keyOf(refund).key, key)
})

test('another amount is told from one that no answer came to, until that is answered; a refusal of fields is no doubt', () => {
  const keys = makeWriteKeys()
  const path = '/contact/01a226e8-5fbb-700c-af23-7c167dda7ea8/creditcards/1/charge'
  const [twelve, thirteen] = ['12.00', '13.00'].map((amount) => ({
    path,
    what: `charge ${amount}`,
    amount,
  })) as [Sought, Sought]
  keys.keyOf(twelve)
  assert.equal(keys.unknownBeside(thirteen), undefined)
  keys.unanswered(twelve)
  assert.deepEqual([keys.unknownBeside(thirteen), keys.unknownBeside(twelve)], ['12.00', undefined])
  assert.equal(keys.unknownBeside({ ...thirteen, path: path.replace('/1/', '/2/') }), undefined)
  keys.answered(twelve)
  assert.equal(keys.unknownBeside(thirteen), undefined)
})

test('what the state of things refused is an answer; a limit, a lapsed proof, a cut line and a proxy tell nothing of an earlier try', () => {
  const of = (status: number, code: string) => new AskError({ code, title: '', status, detail: '' })
  for (const [status, code] of [
    [402, 'card_declined'],
    [404, 'not_found'],
    [409, 'state_conflict'],
  ] as const)
    assert.ok(isDecided(of(status, code)), code)
  const silent = [
    unreached(new TypeError('Failed to fetch')),
    of(502, 'unexpected_answer'),
    of(504, 'unexpected_answer'),
    of(409, 'idempotency_in_progress'),
  ]
  for (const error of silent)
    assert.deepEqual([isDecided(error), isUnknown(error)], [false, true], error.message)
  for (const [status, code] of [
    [429, 'rate_limited'],
    [403, 'reauthentication_required'],
    [422, 'validation_failed'],
  ] as const)
    assert.deepEqual([isDecided(of(status, code)), isUnknown(of(status, code))], [false, false], code)
})
