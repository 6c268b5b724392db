import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { currencies } from '../ground/money.ts'
import { chargeKinds, chargeReasons, initiators, questions } from '../ground/vault-protocol.ts'
import { isPlainly } from './plain-questions.ts'

const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length })
const uuid = fc.uuid()
const short = fc.string({ minLength: 1, maxLength: 8 })

const charge = fc.record(
  {
    company_id: uuid,
    card_id: fc.oneof(
      uuid,
      uuid.map((id) => id.toUpperCase()),
    ),
    reference: fc.record({
      id: fc.constantFrom('633200000001', 'ABCDEFGHIJK9'),
      sequence: digits(6),
      sent_at: fc
        .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
        .map((at) => at.toISOString()),
    }),
    kind: fc.constantFrom(...chargeKinds),
    amount: fc.constantFrom('1', '999999999999', '10050'),
    currency: fc.constantFrom(...currencies),
    statement: fc.string({ maxLength: 1_000 }),
    company_name: fc.string({ unit: 'grapheme', maxLength: 100 }),
    use: fc.record({ initiator: fc.constantFrom(...initiators), reason: fc.constantFrom(...chargeReasons) }),
    send_before: fc.record({ vault: uuid, ms: fc.double({ noNaN: true, noDefaultInfinity: true }) }),
    acceptor: fc.record({ acquirer_id: digits(11), terminal_id: short, merchant_id: short }),
    traceparent: fc.string({ maxLength: 55 }),
  },
  {
    requiredKeys: [
      'company_id',
      'card_id',
      'reference',
      'kind',
      'amount',
      'currency',
      'statement',
      'company_name',
      'send_before',
    ],
  },
)

/** What may stand in the place of a member, or beside it. */
const other = fc.oneof(
  fc.constantFrom(
    null,
    true,
    0,
    -1,
    1.5,
    Number.MAX_VALUE,
    '',
    '0',
    '01',
    '1e3',
    'x',
    'charge',
    'CAD',
    'customer',
    'x'.repeat(1_001),
  ),
  fc.constantFrom(
    [],
    {},
    [1],
    { vault: 'x' },
    '2026-02-30T12:00:00Z',
    '2026-13-01T12:00:00Z',
    '2026-01-31T12:00:00',
  ),
  fc.constantFrom('633200000001\n', '000001\n', '12\n', '633200000001 ', '00000a', '１２３４５６'),
  fc.jsonValue(),
)

/** A question as it comes in, some of its members changed, gone or more. */
const damaged = fc
  .tuple(
    charge,
    fc.array(fc.tuple(fc.nat(), fc.constantFrom('set', 'drop', 'add', '__proto__'), other), { maxLength: 2 }),
  )
  .map(([whole, changes]) => {
    const question = JSON.parse(JSON.stringify(whole))
    for (const [place, how, value] of changes) {
      const objects = [
        question,
        question.reference,
        question.use,
        question.send_before,
        question.acceptor,
      ].filter((one) => typeof one === 'object' && one !== null && !Array.isArray(one))
      const object = objects[place % objects.length]
      const members = Object.keys(object)
      const member = members[(place >> 3) % members.length] ?? 'x'
      if (how === 'set') object[member] = value
      else if (how === 'drop') delete object[member]
      else
        Object.defineProperty(object, how === 'add' ? `${member}s` : how, {
          value,
          enumerable: true,
          configurable: true,
          writable: true,
        })
    }
    return JSON.parse(JSON.stringify(question))
  })

test('what is taken for a charge at a look, its schema takes too, and as it stands', () => {
  let taken = 0
  fc.assert(
    fc.property(damaged, (question) => {
      if (!isPlainly('charge', question)) return
      taken += 1
      const read = questions.charge.question.safeParse(question)
      assert.ok(read.success, JSON.stringify(question))
      assert.deepEqual(read.data, question)
    }),
    { numRuns: 5_000 },
  )
  assert.ok(taken > 1_000, `${taken} were`)
})

test('a charge as the main side asks for it needs no more than the look', () => {
  fc.assert(
    fc.property(charge, (question) => {
      assert.equal(isPlainly('charge', question), questions.charge.question.safeParse(question).success)
      assert.ok(isPlainly('charge', question))
    }),
  )
})

test('no other question is judged by the look', () => {
  assert.equal(isPlainly('ready', {}), false)
})
