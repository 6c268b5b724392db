import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  type CardFields,
  checkCard,
  fieldErrorCodes,
  parseExpiry,
  readCardFields,
  tidyPostalCode,
} from './card-fields.ts'

const today = new Date('2026-11-21T12:00:00Z')
const good: CardFields = {
  number: '4242 4242 4242 4242',
  expiry: '08 / 29',
  cvc: '123',
  name: 'Amélie Tremblay',
  postal_code: 'K1A 0B1',
}
const errorsOf = (fields: Partial<CardFields>, at = today) =>
  (checkCard({ ...good, ...fields }, at).errors ?? []).map(({ code }) => code)

test('a good card is read in its canonical form', () => {
  const card = {
    ...good,
    number: ' 4242-4242 4242 4242 ',
    name: '  Amélie   Tremblay ',
    postal_code: 'k1a0b1',
  }
  assert.deepEqual(checkCard(card, today), {
    card: {
      number: '4242424242424242',
      brand: 'visa',
      last4: '4242',
      expiryMonth: 8,
      expiryYear: 2029,
      cvc: '123',
      name: 'Amélie Tremblay',
      postalCode: 'K1A 0B1',
    },
  })
})

test('an empty form has one error for each field, in the order of the form', () => {
  const { errors } = checkCard(readCardFields({}), today)
  assert.deepEqual(
    errors?.map(({ code }) => code),
    ['number.required', 'expiry.required', 'cvc.required', 'name.required', 'postal_code.required'],
  )
})

test('a number with a wrong digit, a letter, or a length that its brand does not have is invalid', () => {
  for (const number of ['4242424242424241', '4242x424242424242', '42424242424242424', '0', '4'.repeat(25)]) {
    assert.deepEqual(errorsOf({ number }), ['number.invalid'], number)
  }
})

test('a right number of a brand that is not taken is unsupported', () => {
  assert.deepEqual(errorsOf({ number: '6759649826438453' }), ['number.unsupported'])
})

test('an expiry date is read in every way that people and browsers write it', () => {
  for (const text of [
    '08/29',
    '08 / 29',
    '8/29',
    '08/2029',
    '0829',
    '082029',
    '08-29',
    '08.29',
    '０８／２９',
    '2029-08',
    '2029/8',
    '2029 / 08',
    '202908',
    '2029-08-31',
    '2029-08-31T00:00:00Z',
    '08/31/2029',
    '29-08',
    '2908',
    'Aug 2029',
    'août 29',
    '08\u201329',
    '08\\29',
    '\u200e08/29',
  ]) {
    assert.deepEqual(parseExpiry(text), { month: 8, year: 2029 }, text)
  }
  for (const text of [
    '13/29',
    '00/29',
    '08/',
    '829',
    '08/029',
    '2029-13',
    '2029-13-01',
    '31/08/29',
    'smarch 29',
    '20298',
    'soon',
    '',
  ]) {
    assert.equal(parseExpiry(text), null, text)
  }
})

test('a card is good to the end of its month wherever its holder is, and past after that', () => {
  assert.deepEqual(errorsOf({ expiry: '11/26' }), [])
  assert.deepEqual(errorsOf({ expiry: '10/26' }), ['expiry.past'])
  assert.deepEqual(errorsOf({ expiry: '11/26' }, new Date('2026-12-01T11:59:00Z')), [])
  assert.deepEqual(errorsOf({ expiry: '11/26' }, new Date('2026-12-01T12:00:00Z')), ['expiry.past'])
  assert.deepEqual(errorsOf({ expiry: '12/2025' }, new Date('2026-01-01T13:00:00Z')), ['expiry.past'])
  assert.deepEqual(errorsOf({ expiry: '01/99' }), ['expiry.invalid'])
})

test('the security code has the length of the brand, and either length while the brand is unknown', () => {
  assert.deepEqual(errorsOf({ cvc: '1234' }), ['cvc.invalid'])
  assert.deepEqual(errorsOf({ cvc: '12' }), ['cvc.invalid'])
  assert.deepEqual(errorsOf({ cvc: '12a' }), ['cvc.invalid'])
  assert.deepEqual(errorsOf({ number: '378282246310005', cvc: '1234' }), [])
  assert.deepEqual(errorsOf({ number: '378282246310005', cvc: '123' }), ['cvc.invalid'])
  assert.deepEqual(errorsOf({ number: '', cvc: '1234' }), ['number.required'])
})

test('a card number is never taken as a name, nor a name with control characters or more than 100 characters', () => {
  assert.deepEqual(errorsOf({ name: '4242 4242 4242 4242' }), ['name.invalid'])
  assert.deepEqual(errorsOf({ name: 'A\u0000B' }), ['name.invalid'])
  for (const name of [
    'A\u0085B',
    'A\u2028B',
    'A\ud800',
    'A\u202eB',
    'A\u2066B',
    'A\u200d',
    '４２４２ ４２４２ ４２４２',
  ])
    assert.deepEqual(errorsOf({ name }), ['name.invalid'], JSON.stringify(name))
  for (const name of ['\u3164', '\u2800', '\u200b']) assert.deepEqual(errorsOf({ name }), ['name.required'])
  assert.deepEqual(errorsOf({ name: 'A'.repeat(101) }), ['name.too_long'])
  for (const name of ['Zoë O’Connor-Lévesque III', 'می‌خواهم نسرین', 'ක්‍රිශාන්ති', 'Jose\u0301'])
    assert.deepEqual(errorsOf({ name }), [], name)
  assert.equal(checkCard({ ...good, name: 'Jose\u0301' }, today).card?.name, 'Jos\u00e9')
})

test('postal codes are Canadian, American or plausible for elsewhere', () => {
  const tidy: [string, string][] = [
    ['h2x1y4', 'H2X 1Y4'],
    ['H2X-1Y4', 'H2X 1Y4'],
    ['90210', '90210'],
    ['902101234', '90210-1234'],
    ['sw1a  1aa', 'SW1A 1AA'],
    ['75008', '75008'],
    ['1012', '1012'],
  ]
  for (const [typed, canonical] of tidy) assert.equal(tidyPostalCode(typed), canonical)
  for (const bad of ['D1A 0B1', 'W1A 0B1', '1', 'K1A/0B1', '12345678901', '--', 'été']) {
    assert.deepEqual(errorsOf({ postal_code: bad }), ['postal_code.invalid'], bad)
  }
})

test('whatever is sent, the answer is a card or known error codes, and what was typed is in no error', () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...Object.values(good)))
  const fields = fc.record({ number: text, expiry: text, cvc: text, name: text, postal_code: text })
  fc.assert(
    fc.property(fields, (typed) => {
      const { card, errors } = checkCard(typed, today)
      assert.ok((card === undefined) !== (errors === undefined))
      for (const error of errors ?? []) {
        assert.deepEqual(Object.keys(error), ['field', 'code'])
        assert.ok(fieldErrorCodes.includes(error.code))
      }
    }),
  )
})

test('a canonical card checks to itself', () => {
  const postal = fc.constantFrom('k1a0b1', '902101234', '75008', 'sw1a 1aa')
  fc.assert(
    fc.property(postal, fc.string({ minLength: 1, maxLength: 20 }), (postal_code, name) => {
      const { card } = checkCard({ ...good, postal_code, name }, today)
      if (!card) return
      const again = checkCard({ ...good, postal_code: card.postalCode, name: card.name }, today)
      assert.deepEqual(again, { card })
    }),
  )
})

test('a body of the wrong shape counts as an empty form', () => {
  for (const body of [
    null,
    undefined,
    'x',
    5,
    [],
    { number: 4242 },
    JSON.parse('{"__proto__":{"cvc":"1"}}'),
  ]) {
    assert.deepEqual(Object.values(readCardFields(body)), ['', '', '', '', ''])
  }
})
