import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Edit, type Typed, typeCvc, typeExpiry, typeNumber } from './typing.ts'

type Field = (edit: Edit) => Typed

/** Types keys at the caret as a browser would; `<` is backspace, `>` is delete. */
function press(field: Field, keys: string, from: Typed = { value: '', caret: 0 }): Typed {
  let now = from
  for (const key of keys) {
    const { value, caret } = now
    const edit =
      key === '<'
        ? {
            value: value.slice(0, Math.max(0, caret - 1)) + value.slice(caret),
            caret: Math.max(0, caret - 1),
            inputType: 'deleteContentBackward',
          }
        : key === '>'
          ? {
              value: value.slice(0, caret) + value.slice(caret + 1),
              caret,
              inputType: 'deleteContentForward',
            }
          : {
              value: value.slice(0, caret) + key + value.slice(caret),
              caret: caret + 1,
              inputType: 'insertText',
            }
    now = field({ before: value, ...edit })
  }
  return now
}

const paste = (field: Field, text: string): Typed => field({ before: '', value: text, caret: text.length })
const digits = (text: string) => text.replace(/\D/g, '')

test('a number typed digit by digit is grouped, with the caret at its end', () => {
  assert.deepEqual(press(typeNumber, '42424242'), { value: '4242 4242', caret: 9 })
  assert.deepEqual(press(typeNumber, '378282246310005'), { value: '3782 822463 10005', caret: 17 })
})

test('letters are not taken, and neither are digits beyond the brand', () => {
  assert.equal(press(typeNumber, '42x4').value, '424')
  assert.equal(press(typeNumber, '55555555555544449').value, '5555 5555 5555 4444')
})

test('a digit put in anywhere stays before the caret, and all other digits stay as they were', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^4[0-9]{0,14}$/),
      fc.nat(),
      fc.integer({ min: 0, max: 9 }),
      (number, at, digit) => {
        const before = paste(typeNumber, number)
        const caret = at % (before.value.length + 1)
        const after = press(typeNumber, String(digit), { value: before.value, caret })
        const ahead = digits(before.value.slice(0, caret))
        assert.equal(digits(after.value.slice(0, after.caret)), ahead + digit)
        assert.equal(digits(after.value), ahead + digit + number.slice(ahead.length))
      },
    ),
  )
})

test('backspace takes the digit before the caret and delete the one after it, across the spaces too', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^4[0-9]{3,15}$/), fc.nat(), fc.boolean(), (number, at, back) => {
      const before = paste(typeNumber, number)
      const caret = at % (before.value.length + 1)
      const n = digits(before.value.slice(0, caret)).length
      const after = press(typeNumber, back ? '<' : '>', { value: before.value, caret })
      const gone = back ? n - 1 : n
      const expected = gone < 0 ? number : number.slice(0, gone) + number.slice(gone + 1)
      assert.equal(digits(after.value), expected)
      assert.equal(digits(after.value.slice(0, after.caret)).length, back ? Math.max(0, n - 1) : n)
    }),
  )
})

test('a pasted number may have spaces or dashes', () => {
  assert.equal(paste(typeNumber, ' 5555-5555 55554444\n').value, '5555 5555 5555 4444')
})

test('the slash of an expiry date comes by itself, and single-digit months get their zero', () => {
  for (const keys of ['0829', '829', '08/29', '8/29', '08 / 29']) {
    assert.equal(press(typeExpiry, keys).value, '08 / 29', keys)
  }
  assert.equal(press(typeExpiry, '1/29').value, '01 / 29')
  assert.equal(press(typeExpiry, '1229').value, '12 / 29')
  assert.deepEqual(press(typeExpiry, '12'), { value: '12 / ', caret: 5 })
  assert.equal(press(typeExpiry, '13').value, '01 / 3')
})

test('an expiry date with a four-digit year, typed or filled in, is shown with two', () => {
  assert.equal(press(typeExpiry, '122030').value, '12 / 30')
  for (const text of [
    '12/2030',
    '12-2030',
    '122030',
    '12/30',
    '1230',
    '2030-12',
    '203012',
    '2030 / 12',
    '2030-12-31',
    '12/31/2030',
    '30-12',
    'Dec 2030',
    '12–30',
  ]) {
    assert.equal(paste(typeExpiry, text).value, '12 / 30', text)
  }
})

test('an expiry date can be deleted to nothing with backspace alone', () => {
  assert.deepEqual(press(typeExpiry, '1229<<<<'), { value: '', caret: 0 })
  assert.equal(press(typeExpiry, '1229<<').value.replace(/\D/g, ''), '12')
  assert.equal(press(typeExpiry, '1229<<31').value, '12 / 31')
})

test('a security code takes digits up to its length', () => {
  assert.deepEqual(
    press((edit) => typeCvc(edit, 3), '12a34'),
    { value: '123', caret: 3 },
  )
  assert.equal(press((edit) => typeCvc(edit, 4), '12345').value, '1234')
})
