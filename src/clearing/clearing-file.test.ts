import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { header, sale } from '../../test/clearing-example.ts'
import { currencies } from '../ground/money.ts'
import {
  ClearingFileError,
  type ClearingHeader,
  type ClearingRecord,
  clearingFileName,
  readClearingFile,
  writeClearingFile,
} from './clearing-file.ts'

const records: ClearingRecord[] = [
  sale,
  { ...sale, line: 2, kind: 'reversal', amount: -10050n, currency: 'USD' },
  { ...sale, line: 3, kind: 'reject', amount: 0n, reason: '0101', authorizationCode: '' },
]

const golden = [
  '1001JETPAYNET   400555     000000042202601312026020100000041720260201000001002                      ',
  '5000000001SA603100000042000042013118450200471142421240000000' + '10050+20260131184502318                 ',
  '5000000002RV603100000042000042013118450200471142428400000000' + '10050-20260131184502318                 ',
  '5000000003RJ6031000000420000420131184502      42421240000000' + '00000+202601311845023180101             ',
  '8124000000002000000000000010050000000000000000000                                                   ',
  '8840000000001000000000000000000000000000000010050                                                   ',
  '9000000042000000003002                                                                              ',
]
const bytesOf = (lines: string[]) => Buffer.from(lines.map((line) => `${line}\n`).join(''), 'latin1')

async function* inPieces(bytes: Buffer, size = bytes.length || 1) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function read(bytes: Buffer, pieces?: number) {
  const headers: ClearingHeader[] = []
  const taken: ClearingRecord[] = []
  const result = await readClearingFile(inPieces(bytes, pieces), {
    header: async (header) => void headers.push(header),
    records: async (batch) => void taken.push(...batch),
  })
  assert.deepEqual(headers, [result.header])
  return { ...result, taken }
}

const write = (header: ClearingHeader, records: ClearingRecord[]) =>
  Buffer.from([...writeClearingFile(header, records)].join(''), 'latin1')

const refuses = (bytes: Buffer, line: number, field: string, rule?: RegExp) =>
  assert.rejects(read(bytes), (error) => {
    assert.ok(error instanceof ClearingFileError, String(error))
    assert.deepEqual([error.line, error.field], [line, field], error.message)
    if (rule) assert.match(error.rule, rule)
    return true
  })

/** The golden file with other characters at a position (from 1) of a line (from 1). */
function changed(line: number, position: number, text: string): Buffer {
  const lines = [...golden]
  const old = lines[line - 1]!
  lines[line - 1] = old.slice(0, position - 1) + text + old.slice(position - 1 + text.length)
  return bytesOf(lines)
}

test('a file is these bytes', async () => {
  assert.equal(write(header, records).toString(), bytesOf(golden).toString())
  const { taken, ...rest } = await read(bytesOf(golden))
  assert.deepEqual(taken, records)
  assert.deepEqual(rest, {
    header,
    records: 3,
    totals: [
      { currency: 'CAD', paidToUs: 10050n, takenFromUs: 0n },
      { currency: 'USD', paidToUs: 0n, takenFromUs: 10050n },
    ],
  })
  assert.equal(clearingFileName(42), 'clearing-000000042.txt')
})

test('a file of a day without charges is a header and a trailer', async () => {
  const bytes = write(header, [])
  assert.equal(bytes.length, 202)
  assert.deepEqual(await read(bytes), { header, records: 0, totals: [], taken: [] })
})

const alphanumerics = (minLength: number, maxLength: number) =>
  fc.stringMatching(new RegExp(`^[A-Z0-9]{${minLength},${maxLength}}$`))
const numeric = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`))
const instant = fc.date({
  min: new Date('1970-01-01T00:00:00Z'),
  max: new Date('9999-12-31T23:59:59.999Z'),
  noInvalidDate: true,
})
const anyHeader: fc.Arbitrary<ClearingHeader> = fc.record(
  {
    networkId: alphanumerics(1, 12),
    acquirerId: fc.stringMatching(/^[0-9]{1,11}$/),
    sequence: fc.integer({ min: 1, max: 999_999_999 }),
    businessDate: instant.map((day) => day.toISOString().slice(0, 10)),
    cutoffAt: instant,
    createdAt: instant,
  },
  { noNullPrototype: true },
)
const positive = fc.bigInt(1n, 999_999_999_999n)
const negative = positive.map((amount) => -amount)
const money: fc.Arbitrary<Pick<ClearingRecord, 'kind' | 'amount' | 'reason'>> = fc.oneof(
  fc.record({ kind: fc.constant('sale' as const), amount: positive, reason: fc.constant(null) }),
  fc.record({
    kind: fc.constantFrom('reversal' as const, 'refund' as const),
    amount: negative,
    reason: fc.constant(null),
  }),
  fc.record({
    kind: fc.constant('adjustment' as const),
    amount: fc.oneof(positive, negative),
    reason: fc.option(numeric(4)),
  }),
  fc.record({ kind: fc.constant('reject' as const), amount: fc.constant(0n), reason: numeric(4) }),
)
const anyRecords = fc
  .array(
    fc.record({
      money,
      rrn: alphanumerics(12, 12),
      stan: numeric(6),
      transmission: instant.map((at) => at.toISOString().replaceAll(/\D/g, '').slice(4, 14)),
      authorizationCode: fc.oneof(alphanumerics(6, 6), fc.constant('')),
      last4: numeric(4),
      currency: fc.constantFrom(...currencies),
      capturedAt: instant,
    }),
    { maxLength: 30 },
  )
  .map((all): ClearingRecord[] => all.map(({ money, ...rest }, i) => ({ line: i + 1, ...rest, ...money })))

test('whatever is written is read again, however the stream is cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyHeader,
      anyRecords,
      fc.integer({ min: 1, max: 250 }),
      async (header, records, size) => {
        const { taken, totals, ...rest } = await read(write(header, records), size)
        assert.deepEqual(taken, records)
        assert.deepEqual(rest, { header, records: records.length })
        for (const { currency, paidToUs, takenFromUs } of totals) {
          const amounts = records.filter((record) => record.currency === currency).map(({ amount }) => amount)
          assert.equal(
            paidToUs - takenFromUs,
            amounts.reduce((sum, amount) => sum + amount, 0n),
          )
        }
      },
    ),
    { numRuns: 200 },
  )
})

test('a file that is cut short anywhere is refused', async () => {
  const bytes = bytesOf(golden)
  for (let length = 0; length < bytes.length; length++)
    await assert.rejects(read(bytes.subarray(0, length)), ClearingFileError, `${length} bytes`)
})

test('bytes that are no clearing file are refused, and nothing else is thrown', async () => {
  const anyBytes = fc.uint8Array({ maxLength: 500 })
  const damaged = fc
    .tuple(fc.nat(bytesOf(golden).length - 1), fc.integer({ min: 1, max: 255 }))
    .map(([at, by]) => {
      const bytes = bytesOf(golden)
      bytes[at] = bytes[at]! ^ by
      return bytes
    })
  await fc.assert(
    fc.asyncProperty(anyBytes, (bytes) => assert.rejects(read(Buffer.from(bytes)), ClearingFileError)),
  )
  // One changed byte may make another file that is valid too: another time or RRN. It never makes another
  // sum.
  await fc.assert(
    fc.asyncProperty(damaged, async (bytes) => {
      try {
        const { totals, records } = await read(bytes)
        assert.deepEqual([records, totals], [3, (await read(bytesOf(golden))).totals])
      } catch (error) {
        assert.ok(error instanceof ClearingFileError, String(error))
      }
    }),
    { numRuns: 2_000 },
  )
})

test('numbers, counts and sums that are not exact are refused where they stand', async () => {
  await refuses(changed(3, 2, '000000003'), 3, 'record number')
  await refuses(changed(2, 2, '000000000'), 2, 'record number')
  await refuses(changed(5, 5, '000000003'), 5, 'number of details')
  await refuses(changed(5, 14, '000000000000010051'), 5, 'paid to us')
  await refuses(changed(6, 32, '000000000000010049'), 6, 'taken from us')
  await refuses(changed(5, 2, '840'), 5, 'currency')
  await refuses(changed(7, 2, '000000043'), 7, 'file sequence')
  await refuses(changed(7, 11, '000000004'), 7, 'number of details')
  await refuses(changed(7, 20, '001'), 7, 'number of totals')
  await refuses(bytesOf([...golden.slice(0, 5), ...golden.slice(6)]), 6, 'number of totals')
  await refuses(bytesOf([...golden.slice(0, 4), golden[6]!]), 5, 'number of totals')
  await refuses(bytesOf([golden[0]!, ...golden.slice(2)]), 2, 'record number')
})

test('records in another order, or behind the trailer, are refused', async () => {
  await refuses(bytesOf(golden.slice(1)), 1, 'record type')
  await refuses(bytesOf([golden[0]!, ...golden]), 2, 'record type', /5, 8 or 9/)
  await refuses(bytesOf([...golden.slice(0, 5), golden[3]!]), 6, 'record type')
  await refuses(bytesOf([...golden.slice(0, 5), golden[4]!]), 6, 'currency')
  await refuses(bytesOf([...golden, golden[6]!]), 8, 'record type', /after the trailer/)
  await refuses(Buffer.concat([bytesOf(golden), Buffer.from('\n')]), 8, 'record')
})

test('a bad field is named with its line and rule, and what is in it is not told', async () => {
  await refuses(changed(1, 2, '002'), 1, 'layout version')
  await refuses(changed(1, 28, '000000000'), 1, 'file sequence')
  await refuses(changed(1, 37, '20260230'), 1, 'business date')
  await refuses(changed(1, 45, '20260201240000000'), 1, 'cutoff at')
  await refuses(changed(2, 11, 'XX'), 2, 'kind')
  await refuses(changed(2, 13, '60310000004a'), 2, 'rrn')
  await refuses(changed(2, 31, '0230184502'), 2, 'transmission')
  await refuses(changed(2, 41, '00471 '), 2, 'authorization code')
  await refuses(changed(2, 51, '978'), 2, 'currency')
  await refuses(changed(2, 66, '-'), 2, 'sign')
  await refuses(changed(3, 66, '+'), 3, 'sign')
  await refuses(changed(4, 66, '-'), 4, 'sign')
  await refuses(changed(4, 65, '1'), 4, 'amount')
  await refuses(changed(2, 54, '000000000000'), 2, 'amount')
  await refuses(changed(4, 84, '    '), 4, 'reason')
  await refuses(changed(2, 84, '0101'), 2, 'reason')
  await refuses(changed(2, 100, 'x'), 2, 'filler')
  await refuses(changed(2, 100, '\xe9'), 2, 'filler')
  await assert.rejects(read(changed(2, 54, '4242424242424242')), ({ message }: Error) => {
    assert.ok(!/424242/.test(message), message)
    return true
  })
})

test('lines end with one LF after 100 characters, and a line without an end is given up at once', async () => {
  await refuses(Buffer.from(bytesOf(golden).toString().replaceAll('\n', '\r\n')), 1, 'record')
  await refuses(changed(2, 50, '\n'), 2, 'record')
  let pieces = 0
  async function* endless() {
    for (; pieces < 1_000; pieces++) yield Buffer.alloc(64, 0x20)
  }
  await assert.rejects(
    readClearingFile(endless(), { header: async () => {}, records: async () => {} }),
    ClearingFileError,
  )
  assert.ok(pieces <= 2, `${pieces}`)
})

test('what no field holds is not written', () => {
  const writes = (changes: Partial<ClearingRecord>) => () => write(header, [{ ...sale, ...changes }])
  for (const [changes, field] of [
    [{ amount: 1_000_000_000_000n }, 'amount'],
    [{ amount: -1n }, 'sign'],
    [{ line: 2 }, 'record number'],
    [{ rrn: '1' }, 'rrn'],
    [{ stan: '12345a' }, 'stan'],
    [{ capturedAt: new Date(Number.NaN) }, 'captured at'],
    [{ reason: '0101' }, 'reason'],
  ] as const)
    assert.throws(writes(changes), ({ field: named }: ClearingFileError) => named === field, field)
  const headers: Partial<ClearingHeader>[] = [
    { sequence: 0 },
    { businessDate: '2026-2-1' },
    { networkId: '' },
  ]
  for (const changes of headers) assert.throws(() => write({ ...header, ...changes }, []), ClearingFileError)
})
