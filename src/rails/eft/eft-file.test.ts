import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { BankFileError } from '../bank-file-error.ts'
import { bankProfiles, layouts } from './bank-profile.ts'
import { type EftHeader, type EftItem, type EftPart, itemTypes } from './eft-item.ts'
import { type NoticeOfChange, readNotices, writeNotices } from './notice-of-change.ts'

const digits = (length: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
    .map((all) => all.join(''))
const text = (length: number, minLength = 0) =>
  fc
    .string({ unit: fc.constantFrom(...'ABCXYZ0189 .,&-'), minLength, maxLength: length })
    .map((value) => value.trimEnd())
    .filter((value) => value.length >= minLength)
const account = fc.record(
  {
    institution: digits(3),
    transit: digits(5),
    number: fc.string({ unit: fc.constantFrom(...'0123456789AZ'), minLength: 1, maxLength: 12 }),
  },
  { noNullPrototype: true },
)
const day = fc
  .date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2099-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const item: fc.Arbitrary<EftItem> = fc.constantFrom(...itemTypes).chain((type) =>
  fc.record(
    {
      type: fc.constant(type),
      transactionType: fc
        .integer(type === 'I' || type === 'J' ? { min: 900, max: 999 } : { min: 100, max: 899 })
        .map(String),
      amount: fc.bigInt({ min: 1n, max: 9_999_999_999n }),
      date: day,
      account,
      itemTrace: digits(22),
      storedTransactionType: digits(3),
      originatorShortName: text(15),
      name: text(30, 1),
      originatorLongName: text(30, 1),
      userId: text(10),
      crossReference: text(19),
      returnAccount: fc.option(account),
      sundry: text(15),
      originalItemTrace: type === 'C' || type === 'D' ? fc.constant('') : digits(22),
      settlementCode: text(2),
      invalidDataElements: digits(11),
    },
    { noNullPrototype: true },
  ),
)
const header: fc.Arbitrary<EftHeader> = fc.record(
  {
    originatorId: text(10, 1),
    fileCreationNumber: fc.integer({ min: 1, max: 9999 }),
    creationDate: day,
    destinationDataCentre: digits(5),
    currency: fc.constantFrom('CAD', 'USD'),
  },
  { noNullPrototype: true },
)
const lineEnd = fc.constantFrom('\r\n', '')

async function written(
  of: EftHeader,
  items: EftItem[],
  end = '\r\n',
  layout = layouts.cpa1464,
): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of layout.write(of, items, end)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** Gives bytes out in chunks of a size that has nothing to do with records. */
async function* inChunks(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function read(
  bytes: Uint8Array,
  size = 1000,
  layout: (typeof layouts)[keyof typeof layouts] = layouts.cpa1464,
) {
  const parts: EftPart[] = []
  for await (const part of layout.read(inChunks(bytes, size))) parts.push(part)
  return parts
}

test('what is written is read back: header, every field of every item, totals', async () => {
  await fc.assert(
    fc.asyncProperty(
      header,
      fc.array(item, { maxLength: 20 }),
      lineEnd,
      fc.integer({ min: 1, max: 5000 }),
      async (of, items, end, size) => {
        const parts = await read(await written(of, items, end), size)
        assert.deepEqual(parts[0], { kind: 'header', header: of })
        assert.deepEqual(
          parts.flatMap((part) => (part.kind === 'item' ? [part.item] : [])),
          items,
        )
        const trailer = parts.at(-1)!
        assert.ok(trailer.kind === 'trailer')
        const sums = Object.values(trailer.totals)
        assert.equal(
          sums.reduce((sum, { value }) => sum + value, 0n),
          items.reduce((sum, { amount }) => sum + amount, 0n),
        )
        assert.equal(
          sums.reduce((sum, { count }) => sum + count, 0),
          items.length,
        )
      },
    ),
    { numRuns: 100 },
  )
})

test('a file that is cut anywhere is refused', async () => {
  await fc.assert(
    fc.asyncProperty(
      header,
      fc.array(item, { minLength: 1, maxLength: 8 }),
      fc.double(),
      async (of, items, at) => {
        const bytes = await written(of, items)
        // The last line end alone may be missing.
        const length = Math.floor((Math.abs(at) % 1 || 0) * (bytes.length - 2))
        await assert.rejects(read(bytes.subarray(0, length)), BankFileError)
      },
    ),
    { numRuns: 100 },
  )
})

test('any other digit in a count, a total or a control field is noticed', async () => {
  const [of] = fc.sample(header, { numRuns: 1, seed: 1 })
  const items = fc.sample(item, { numRuns: 9, seed: 2 })
  const bytes = await written(of!, items)
  const records = bytes.length / 1466
  for (let record = 0; record < records; record++) {
    const positions = [1, 9, 20, 23]
    if (record === records - 1) positions.push(37, 45, 59, 67, 81, 89, 103, 111)
    for (const position of positions) {
      // The header's own file creation number is what the others are held against.
      const changed = Buffer.from(bytes)
      const at = record * 1466 + position
      changed[at] = changed[at] === 0x39 ? 0x30 : changed[at]! + 1
      await assert.rejects(read(changed), BankFileError, `record ${record + 1}, position ${position + 1}`)
    }
  }
})

test('bytes at random are refused by every reader, and never end the process or hang it', async () => {
  const readers = [
    (bytes: Uint8Array) => read(bytes),
    (bytes: Uint8Array) => read(bytes, 1000, layouts.td80),
    async (bytes: Uint8Array) => {
      for await (const _ of readNotices(inChunks(bytes, 1000)));
    },
  ]
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), async (bytes) => {
      for (const reader of readers) await assert.rejects(reader(bytes), BankFileError)
    }),
    { numRuns: 200 },
  )
})

test('a byte changed at random is refused, or changes only what no rule can tell', async () => {
  const of = fc.sample(header, { numRuns: 1, seed: 3 })[0]!
  const items = fc.sample(item, { numRuns: 7, seed: 4 })
  const bytes = await written(of, items)
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(255), async (at, byte) => {
      const changed = Buffer.from(bytes)
      changed[at] = byte
      await read(changed).catch((error) => assert.ok(error instanceof BankFileError, String(error)))
    }),
    { numRuns: 500 },
  )
})

test('an error says record, segment, field and rule, and never an account number', async () => {
  const of = fc.sample(header, { numRuns: 1, seed: 5 })[0]!
  const [one] = fc.sample(item, { numRuns: 1, seed: 6 })
  const items = Array.from({ length: 8 }, () => ({
    ...one!,
    type: 'C' as const,
    transactionType: '460',
    originalItemTrace: '',
  }))
  const bytes = await written(of, items)
  // The account of segment 2 of record 3.
  const account = 2 * 1466 + 24 + 240 + 28
  bytes.write('9876-543', account, 'latin1')
  await assert.rejects(read(bytes), (error: BankFileError) => {
    assert.equal(
      error.message,
      'record 3, segment 2, account: must be 1 to 12 digits or capital letters before spaces',
    )
    assert.deepEqual(error.position, { record: 3, segment: 2, field: 'account' })
    return true
  })
  await assert.rejects(
    written(of, [
      { ...items[0]!, account: { institution: '001', transit: '00011', number: '12345678901234' } },
    ]),
    (error: BankFileError) =>
      !error.message.includes('1234') && /record 2, segment 1, account/.test(error.message),
  )
})

test('an amount over ten digits, a zero amount, a reason in an original are not written', async () => {
  const of = fc.sample(header, { numRuns: 1, seed: 7 })[0]!
  const one = {
    ...fc.sample(item, { numRuns: 1, seed: 8 })[0]!,
    type: 'D' as const,
    transactionType: '450',
    originalItemTrace: '',
  }
  await assert.rejects(
    written(of, [{ ...one, amount: 10_000_000_000n }]),
    /amount: must be 1 to 9999999999 cents/,
  )
  await assert.rejects(written(of, [{ ...one, amount: 0n }]), /amount/)
  await assert.rejects(
    written(of, [{ ...one, transactionType: '901' }]),
    /transactionType: must be 900 to 999 in a return/,
  )
  await assert.rejects(written(of, [{ ...one, date: '2026-02-30' }]), /date/)
})

test('notices of change are read back, and a wrong number of them is refused', async () => {
  const of = fc.sample(header, { numRuns: 1, seed: 9 })[0]!
  const notice: NoticeOfChange = {
    crossReference: 'J000000000042',
    old: { institution: '001', transit: '00011', number: '1234567' },
    new: { institution: '001', transit: '00012', number: '7654321' },
    name: 'ADA LOVELACE',
  }
  const chunks: Buffer[] = []
  for await (const chunk of writeNotices(of, [notice, notice], '\r\n')) chunks.push(chunk)
  const bytes = Buffer.concat(chunks)
  const found: NoticeOfChange[] = []
  for await (const part of readNotices(inChunks(bytes, 700)))
    if (part.kind === 'notice') found.push(part.notice)
  assert.deepEqual(found, [notice, notice])
  bytes.write('00000003', bytes.length - 1466 + 24, 'latin1')
  await assert.rejects(async () => {
    for await (const _ of readNotices(inChunks(bytes, 700)));
  }, /number of notices/)
})

test('ten thousand items go through without the file ever being in memory', async () => {
  const of = fc.sample(header, { numRuns: 1, seed: 10 })[0]!
  const { layout } = bankProfiles.cpa005
  function* items(): Generator<EftItem> {
    const [one] = fc.sample(item, { numRuns: 1, seed: 11 })
    for (let at = 1; at <= 10_000; at++)
      yield {
        ...one!,
        type: at % 3 ? 'C' : 'D',
        transactionType: '450',
        originalItemTrace: '',
        amount: BigInt(at),
      }
  }
  let largest = 0
  async function* measured() {
    for await (const chunk of layouts[layout].write(of, items(), '\r\n')) {
      largest = Math.max(largest, chunk.length)
      yield chunk
    }
  }
  let at = 0
  let sum = 0n
  for await (const part of layouts[layout].read(measured()))
    if (part.kind === 'item') {
      assert.equal(part.item.amount, BigInt(++at))
      sum += part.item.amount
    }
  assert.equal(at, 10_000)
  assert.equal(sum, 50_005_000n)
  assert.ok(largest < 70_000, `a chunk of ${largest} bytes`)
})
