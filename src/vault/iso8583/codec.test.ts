import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { decodeMessage, encodeMessage, type Fields, type Message, readingOf } from './codec.ts'
import { type DialectName, type FieldSpec, fieldTable } from './dialect.ts'
import { Iso8583Error } from './iso8583-error.ts'

const dialects: DialectName[] = ['ascii', 'bcd']
const specs = fieldTable.filter((spec): spec is FieldSpec => spec !== undefined)

const alphabets = {
  n: '0123456789',
  a: 'ABCXYZabcxyz ',
  an: 'ABCXYZabcxyz0189 ',
  ans: ' !"#$%&()*+,-./0189:;<=>?@AZ[]^_`az{|}~',
  z: '0123456789=',
  b: '0123456789ABCDEF',
}

function valueFor(spec: FieldSpec, longest = 60): fc.Arbitrary<string> {
  const max = spec.kind === 'fixed' ? spec.max : Math.min(spec.max, longest)
  const min = spec.kind === 'fixed' ? max : 0
  const text = (alphabet: string, size: { minLength: number; maxLength: number }) =>
    fc.string({ unit: fc.constantFrom(...alphabet), ...size })
  if (spec.format === 'xn') {
    return fc
      .tuple(fc.constantFrom('C', 'D'), text(alphabets.n, { minLength: max - 1, maxLength: max - 1 }))
      .map(([sign, digits]) => sign + digits)
  }
  if (spec.format !== 'b') return text(alphabets[spec.format], { minLength: min, maxLength: max })
  return fc
    .integer({ min, max })
    .chain((bytes) => text(alphabets.b, { minLength: bytes * 2, maxLength: bytes * 2 }))
}

const someMessage: fc.Arbitrary<Message> = fc.record(
  {
    mti: fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 4, maxLength: 4 }),
    fields: fc.subarray(specs, { minLength: 1, maxLength: 30 }).chain((chosen) =>
      fc.tuple(...chosen.map((spec) => valueFor(spec))).map((values) => {
        const fields: Fields = {}
        chosen.forEach((spec, i) => {
          fields[spec.number] = values[i]!
        })
        return fields
      }),
    ),
  },
  { noNullPrototype: true },
)

const isCleanError = (error: unknown): boolean =>
  error instanceof Iso8583Error && /^(field \d+|message|mti|bitmap): [a-z_]+$/.test(error.message)

for (const dialect of dialects) {
  describe(`in ${dialect}`, () => {
    test('every message reads back exactly as it was written', () => {
      fc.assert(
        fc.property(someMessage, (message) => {
          assert.deepEqual(decodeMessage(encodeMessage(message, dialect), dialect), message)
        }),
      )
    })

    test('every truncation of a message is a clean error', () => {
      fc.assert(
        fc.property(someMessage, (message) => {
          const bytes = encodeMessage(message, dialect)
          for (let length = 0; length < bytes.length; length++) {
            assert.throws(() => decodeMessage(bytes.subarray(0, length), dialect), isCleanError)
          }
        }),
        { numRuns: 30 },
      )
    })

    test('a message with a byte too many is refused', () => {
      fc.assert(
        fc.property(someMessage, (message) => {
          const bytes = Buffer.concat([encodeMessage(message, dialect), Buffer.from('0')])
          assert.throws(() => decodeMessage(bytes, dialect), /message: trailing_bytes/)
        }),
      )
    })

    test('arbitrary bytes never crash, and what they break is named without its value', () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
          try {
            decodeMessage(Buffer.from(bytes), dialect)
          } catch (error) {
            assert.ok(isCleanError(error), String(error))
          }
        }),
        { numRuns: 1000 },
      )
    })

    test('a message with one damaged byte is another message or a clean error', () => {
      fc.assert(
        fc.property(someMessage, fc.nat(), fc.nat(255), (message, place, value) => {
          const bytes = encodeMessage(message, dialect)
          bytes[place % bytes.length] = value
          try {
            const read = decodeMessage(bytes, dialect)
            assert.deepEqual(decodeMessage(encodeMessage(read, dialect), dialect), read)
          } catch (error) {
            assert.ok(isCleanError(error), String(error))
          }
        }),
        { numRuns: 1000 },
      )
    })

    test('of a message of which some fields are wanted the others are judged as closely, and left out', () => {
      const wanted = [4, 11, 37, 39, 48]
      const reading = readingOf(wanted)
      const attempt = (bytes: Buffer, ...more: [] | [() => typeof reading]) => {
        try {
          return decodeMessage(bytes, dialect, ...more)
        } catch (error) {
          return String(error)
        }
      }
      fc.assert(
        fc.property(someMessage, fc.nat(), fc.nat(255), fc.boolean(), (message, place, value, damages) => {
          const bytes = encodeMessage(message, dialect)
          if (damages) bytes[place % bytes.length] = value
          const whole = attempt(bytes)
          const some = attempt(bytes, () => reading)
          if (typeof whole === 'string' || typeof some === 'string') return assert.equal(some, whole)
          assert.equal(some.mti, whole.mti)
          for (const field of wanted) assert.equal(some.fields[field], whole.fields[field])
          assert.ok(Object.keys(some.fields).every((field) => wanted.includes(Number(field))))
          assert.ok(Object.values(reading.clear()).every((left) => left === undefined))
        }),
        { numRuns: 500 },
      )
    })

    test('an error never holds a card number', () => {
      const number = '4242424242424242'
      const bad: Fields[] = [{ 2: `${number}9999` }, { 2: `${number}X` }, { 14: number }, { 90: number }]
      for (const fields of bad) {
        assert.throws(
          () => encodeMessage({ mti: '0200', fields }, dialect),
          (error) => isCleanError(error) && !JSON.stringify(error).includes(number),
        )
      }
    })

    test('a message beyond the greatest length is refused, written or read', () => {
      const long = 'x'.repeat(999)
      const fields = { 46: long, 47: long, 48: long, 60: long, 61: long }
      assert.throws(() => encodeMessage({ mti: '0200', fields }, dialect), /field 61: too_long/)
      assert.throws(() => decodeMessage(Buffer.alloc(4097, 0x30), dialect), /message: too_long/)
    })

    test('each field is refused at a length that its table row does not allow', () => {
      for (const spec of specs) {
        const unit = spec.format === 'b' ? '00' : '0'
        const fields = { [spec.number]: unit.repeat(spec.max + 1) }
        assert.throws(
          () => encodeMessage({ mti: '0200', fields }, dialect),
          new RegExp(`^Iso8583Error: field ${spec.number}: bad_length`),
        )
      }
    })

    test('a bitmap that names a field the table lacks is refused', () => {
      const bitmap = '8000000000000000' + '8000000000000000'
      const bytes = dialect === 'ascii' ? Buffer.from(`0800${bitmap}`) : Buffer.from(`0800${bitmap}`, 'hex')
      assert.throws(() => decodeMessage(bytes, dialect), /field 65: unknown_field/)
    })
  })
}

test('packed digits that are not digits, and padding that is not zero, are refused', () => {
  const packed = (hex: string) => decodeMessage(Buffer.from(hex, 'hex'), 'bcd')
  // Field 3 with a nibble above 9; field 49 (n3) padded with 1; field 2 with a length prefix that is not
  // decimal.
  assert.throws(() => packed('0200' + '2000000000000000' + '00000a'), /field 3: bad_character/)
  assert.throws(() => packed('0200' + '0000000000008000' + '1124'), /field 49: bad_padding/)
  assert.throws(() => packed('0200' + '4000000000000000' + '1f42'), /field 2: bad_character/)
  assert.throws(() => packed(`02004000000000000000${'20'.padEnd(22, '4')}`), /field 2: bad_length/)
})

test('a response indicator (field 93) is letters and digits, five of them', () => {
  for (const dialect of dialects) {
    const message = { mti: '0312', fields: { 11: '000001', 93: 'A1B2C' } }
    assert.deepEqual(decodeMessage(encodeMessage(message, dialect), dialect), message)
    assert.throws(() => encodeMessage({ ...message, fields: { 93: 'A1B2-' } }, dialect), Iso8583Error)
  }
})
