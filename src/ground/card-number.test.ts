import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  type Brand,
  brands,
  cvcLength,
  detectBrand,
  groupNumber,
  holdsCardNumber,
  isBrand,
  maxNumberLength,
  normalizeDigits,
  passesLuhn,
} from './card-number.ts'

const numbers: [Brand, string][] = [
  ['visa', '4242424242424242'],
  ['visa', '4222222222222'],
  ['mastercard', '5555555555554444'],
  ['mastercard', '2223003122003222'],
  ['amex', '378282246310005'],
  ['discover', '6011111111111117'],
  ['jcb', '3566002020360505'],
  ['diners', '36227206271667'],
  ['diners', '3056930009020004'],
  ['unionpay', '6200000000000005'],
]

test('the published test number of each brand is recognized, passes its check digit and has a length of its brand', () => {
  for (const [brand, number] of numbers) {
    assert.equal(detectBrand(number), brand, number)
    assert.ok(passesLuhn(number), number)
    assert.ok(brands[brand].lengths.includes(number.length), number)
  }
})

test('a brand shows as soon as its leading digits are typed, and not before they are certain', () => {
  assert.equal(detectBrand('4'), 'visa')
  assert.equal(detectBrand('5'), null)
  assert.equal(detectBrand('55'), 'mastercard')
  assert.equal(detectBrand('222'), null)
  assert.equal(detectBrand('2220'), null)
  assert.equal(detectBrand('2221'), 'mastercard')
  assert.equal(detectBrand('2720'), 'mastercard')
  assert.equal(detectBrand('2721'), null)
  assert.equal(detectBrand('37'), 'amex')
  assert.equal(detectBrand('50'), null)
  assert.equal(detectBrand(''), null)
})

test('no number belongs to two brands', () => {
  const ranges = Object.entries(brands).flatMap(([brand, { prefixes }]) =>
    prefixes.map(([low, high]) => ({ brand, low: low.padEnd(6, '0'), high: high.padEnd(6, '9') })),
  )
  for (const a of ranges) {
    assert.ok(a.low <= a.high)
    for (const b of ranges) assert.ok(a === b || a.high < b.low || b.high < a.low, `${a.brand} ${b.brand}`)
  }
})

test('a wrong digit, and two neighbours swapped, fail the check digit', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...numbers),
      fc.nat(18),
      fc.integer({ min: 1, max: 9 }),
      ([, number], i, by) => {
        const at = i % number.length
        const wrong = String((Number(number[at]) + by) % 10)
        assert.ok(!passesLuhn(number.slice(0, at) + wrong + number.slice(at + 1)))
      },
    ),
  )
  assert.ok(!passesLuhn('4242424242424224'))
  assert.ok(!passesLuhn(''))
  assert.ok(!passesLuhn('4242 4242'))
})

test('grouping changes no digit and makes no group longer than six', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9]{0,19}$/), (digits) => {
      const grouped = groupNumber(digits)
      assert.equal(grouped.replaceAll(' ', ''), digits)
      assert.match(grouped, /^$|^\d{1,6}( \d{1,6})*$/)
    }),
  )
})

test('numbers are grouped as they are printed on the card', () => {
  assert.equal(groupNumber('4242424242424242'), '4242 4242 4242 4242')
  assert.equal(groupNumber('378282246310005'), '3782 822463 10005')
  assert.equal(groupNumber('36227206271667'), '3622 720627 1667')
  assert.equal(groupNumber('6200000000000000003'), '6200 0000 0000 0000 003')
})

test('digits of other scripts count as digits, and nothing else does', () => {
  assert.equal(normalizeDigits('４２４２ ٤٢ ۴۲-x'), '42424242')
  fc.assert(fc.property(fc.string(), (text) => assert.match(normalizeDigits(text), /^[0-9]*$/)))
})

test('the security code has four digits for American Express and three for the others', () => {
  for (const [brand] of numbers) assert.equal(cvcLength(brand), brand === 'amex' ? 4 : 3)
  assert.equal(cvcLength(null), 3)
})

test('no more digits are taken than the brand has', () => {
  assert.equal(maxNumberLength('37'), 15)
  assert.equal(maxNumberLength('55'), 16)
  assert.equal(maxNumberLength('9'), 19)
})

test('a name that every object has is not a brand', () => {
  assert.ok(isBrand('visa'))
  assert.ok(!isBrand('constructor'))
  assert.ok(!isBrand(undefined))
})

test('a card number in a text is found, however it is typed', () => {
  for (const text of [
    '4242424242424242',
    'my card 4242 4242 4242 4242 thanks',
    '4242-4242-4242-4242',
    '4242.4242.4242.4242',
    '4 2 4 2 4 2 4 2 4 2 4 2 4 2 4 2',
    '4242 – 4242 – 4242 – 4242',
    '4242\u00a04242\u20094242\u200b4242',
    '4242424242424242 08/29 123',
    '2026-11-28 4242 4242 4242 4242',
    'card4242424242424242x',
    '４２４２ ４２４２ ４２４２ ４２４２',
    '٤٢٤٢ ٤٢٤٢ ٤٢٤٢ ٤٢٤٢',
    '४२४२४२४२४२४२४२४२',
    '𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐',
    '3782 822463 10005',
    '42 424242 42424242',
    'https://shop.example/?pan=5555555555554444&x=1',
    'a\n5555 5555 5555 4444\nb',
    '6205500000000000004',
    '4222222222222',
    '4️⃣2️⃣4️⃣2️⃣4️⃣2️⃣4️⃣2️⃣4️⃣2️⃣4️⃣2️⃣4️⃣2️⃣4️⃣2️⃣',
    '④②④②④②④②④②④②④②④②',
    '4242:4242:4242:4242',
    '4242 ; 4242 ; 4242 ; 4242',
    '4242~4242~4242~4242',
    '4242。4242。4242。4242',
    '４２４２ー４２４２ー４２４２ー４２４２',
    '"4242" "4242" "4242" "4242"',
    'Maestro 6759 6498 2643 8453',
    'Mir 2200000000000004',
  ])
    assert.ok(holdsCardNumber(text), text)
  for (const [, number] of numbers) assert.ok(holdsCardNumber(`Nr ${number}.`), number)
})

test('other numbers are none: of another prefix or length, without the check digit, ids, telephones, dates, IBANs', () => {
  for (const text of [
    '4242424242424241',
    '1234567812345670',
    '9999999999999995',
    '42424242424242424242',
    'invoice 000000042424242',
    '987650012345',
    '0197d3a0-0000-7000-8000-000000000000',
    '42424242-4242-4242-8242-424242424242',
    '+1 416 555 0199, +1 416 555 0123',
    '416-555-0199 416-555-0123',
    '2026-11-28T12:00:00.000Z 2026-12-31',
    'FR76 3000 6000 0112 3456 7890 189',
    'DE89370400440532013000',
    'GB82 WEST 1234 5698 7654 32',
    '4242\n4242\n4242\n4242',
    '12 450 678 9012 3',
    '22:21:05 22:25:10 22:31',
    '2026-11-28 12:00:00 - 2026-11-29 12:00:00',
    '30:11:20:26:12:00:00:00',
    '5019 is the street, 5061 the flat',
    '',
  ])
    assert.ok(!holdsCardNumber(text), text)
})
