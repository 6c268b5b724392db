import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { batched, file, header } from '../../../test/nacha-files.ts'
import { BankFileError } from '../bank-file-error.ts'
import type { AchBatch, AchEntry, AchHeader, AchPart } from './ach-entry.ts'
import { readNacha } from './read-nacha.ts'
import { RECORD_LENGTH } from './record-layout.ts'
import { type BatchedEntry, writeNacha } from './write-nacha.ts'

async function written(of: AchHeader, entries: BatchedEntry[], end = '\r\n'): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of writeNacha(of, entries, end)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** Gives bytes out in chunks of a size that has nothing to do with records. */
async function* inChunks(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function read(bytes: Uint8Array, size = 1000) {
  const parts: AchPart[] = []
  for await (const part of readNacha(inChunks(bytes, size))) parts.push(part)
  return parts
}
const entriesIn = (parts: AchPart[]) =>
  parts.flatMap((part) => (part.kind === 'entry' ? [{ batch: part.batch, entry: part.entry }] : []))
const sample = <T>(of: fc.Arbitrary<T>, seed: number) => fc.sample(of, { numRuns: 1, seed })[0]!

test('what is written is read back: header, every field of every entry and addenda, exact sums', async () => {
  await fc.assert(
    fc.asyncProperty(
      header,
      file,
      fc.constantFrom('\r\n', '\n', ''),
      fc.integer({ min: 1, max: 3000 }),
      async (of, entries, end, size) => {
        const bytes = await written(of, entries, end)
        assert.equal((bytes.length / (RECORD_LENGTH + end.length)) % 10, 0, 'whole blocks')
        const parts = await read(bytes, size)
        assert.deepEqual(parts[0], { kind: 'header', header: of })
        assert.deepEqual(entriesIn(parts), entries)
        const last = parts.at(-1)!
        assert.ok(last.kind === 'end')
        const { totals } = last
        assert.equal(
          totals.debits + totals.credits,
          entries.reduce((sum, { entry }) => sum + entry.amount, 0n),
        )
        assert.equal(
          totals.hash,
          entries.reduce((sum, { entry }) => sum + BigInt(entry.routing.slice(0, 8)), 0n),
        )
      },
    ),
    { numRuns: 100 },
  )
})

test('a file that is cut before its control record has ended is refused', async () => {
  await fc.assert(
    fc.asyncProperty(header, file, fc.double({ min: 0, max: 1, noNaN: true }), async (of, entries, at) => {
      const bytes = await written(of, entries)
      const control = bytes.toString('latin1').indexOf('\r\n9') + 2
      await assert.rejects(
        read(bytes.subarray(0, Math.floor(at * (control + RECORD_LENGTH - 1)))),
        BankFileError,
      )
    }),
    { numRuns: 100 },
  )
})

test('the nines that fill the last block may all be missing, but not some, and nothing else may follow', async () => {
  const entries = sample(batched(1), 5).slice(0, 1)
  const bytes = await written(sample(header, 4), entries)
  const lines = bytes.toString('latin1').split('\r\n').slice(0, -1)
  const withLines = (all: string[]) => read(Buffer.from(all.map((line) => `${line}\r\n`).join(''), 'latin1'))
  const records = lines.findIndex((line) => /^9{94}$/.test(line))
  assert.deepEqual(entriesIn(await withLines(lines.slice(0, records))), entries)
  await assert.rejects(withLines(lines.slice(0, -1)), /the last block must be filled with nines/)
  await assert.rejects(withLines([...lines, ...Array(10).fill('9'.repeat(94))]), BankFileError)
  await assert.rejects(withLines([...lines.slice(0, -1), lines[0]!]), /must be nines/)
})

test('any other digit in a count, hash, sum, batch number or ODFI is noticed', async () => {
  const bytes = await written(sample(header, 1), sample(file, 2))
  const lines = bytes.toString('latin1').split('\r\n')
  const ranges = {
    '8': [
      [2, 44],
      [80, 94],
    ],
    '9': [[2, 55]],
  } as Record<string, number[][]>
  for (const [line, text] of lines.entries()) {
    if (/^9{94}$/.test(text)) break
    for (const [from, to] of ranges[text[0]!] ?? [])
      for (let position = from!; position <= to!; position++) {
        const changed = Buffer.from(bytes)
        const at = line * (RECORD_LENGTH + 2) + position - 1
        changed[at] = changed[at] === 0x39 ? 0x30 : changed[at]! + 1
        await assert.rejects(read(changed), BankFileError, `record ${line + 1}, position ${position}`)
      }
  }
})

test('bytes at random are refused, and never end the process or hang it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), async (bytes) => {
      await assert.rejects(read(bytes), BankFileError)
    }),
    { numRuns: 200 },
  )
})

test('a byte changed at random is refused, or changes only what no rule can tell', async () => {
  const bytes = await written(sample(header, 3), sample(file, 4))
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(255), async (at, byte) => {
      const changed = Buffer.from(bytes)
      changed[at] = byte
      await read(changed).catch((error) => assert.ok(error instanceof BankFileError, String(error)))
    }),
    { numRuns: 500 },
  )
})

const payment: AchEntry = {
  transactionCode: '27',
  routing: '021000021',
  account: '7654321',
  amount: 1_00n,
  individualId: 'J1',
  name: 'ADA',
  discretionary: 'S',
  trace: '021000020000001',
  addenda: null,
}
const web: AchBatch = {
  serviceClass: '225',
  companyName: 'MAPLE',
  companyData: '',
  companyId: '1123456789',
  secCode: 'WEB',
  description: 'PURCHASE',
  descriptiveDate: '',
  effectiveOn: '2026-11-24',
  settlementDay: '',
  originatorStatus: '1',
  odfi: '02100002',
}

test('an error says record, field and rule, and never an account number', async () => {
  const of = sample(header, 5)
  const bytes = await written(of, [{ batch: web, entry: payment }])
  const changed = Buffer.from(bytes)
  // The check digit of the entry's routing number.
  changed.write('2', 2 * 96 + 11, 'latin1')
  await assert.rejects(read(changed), (error: BankFileError) => {
    assert.equal(error.message, 'record 3, routing: has a check digit that does not fit')
    assert.deepEqual(error.position, { record: 3, field: 'routing' })
    return true
  })
  await assert.rejects(
    written(of, [{ batch: web, entry: { ...payment, account: '123456789012345678' } }]),
    (error: BankFileError) => !error.message.includes('1234') && /^record 3, account: /.test(error.message),
  )
})

test('what the rules of a class or code do not allow is neither written nor read', async () => {
  const refused = (batch: Partial<AchBatch>, entry: Partial<AchEntry>, says: RegExp) =>
    assert.rejects(
      written(sample(header, 6), [{ batch: { ...web, ...batch }, entry: { ...payment, ...entry } }]),
      says,
    )
  await refused({}, { discretionary: '' }, /discretionary: must be S or R in WEB/)
  await refused({}, { transactionCode: '22' }, /must be a debit, as the service class/)
  await refused({}, { transactionCode: '28' }, /amount: must be zero/)
  await refused({}, { amount: 0n }, /amount: must be 1 to/)
  await refused({}, { amount: 10_000_000_000n }, /amount: must be 1 to/)
  await refused({}, { routing: '021000022' }, /routing: has a check digit/)
  await refused({}, { transactionCode: '26' }, /transaction code: must be a code of returns/)
  await refused({ secCode: 'IAT' }, {}, /sec code: must be PPD, CCD, WEB, COR/)
  await refused({ effectiveOn: '2026-02-30' }, {}, /effective on: must be a date/)
  await refused({ companyName: '' }, {}, /company name: must not be blank/)
  await assert.rejects(
    written(sample(header, 6), [
      { batch: web, entry: payment },
      { batch: web, entry: payment },
    ]),
    /trace: must rise within a batch/,
  )
})

test('ten thousand entries go through without the file ever being in memory', async () => {
  function* entries(): Generator<BatchedEntry> {
    for (let at = 1; at <= 10_000; at++)
      yield {
        batch: web,
        entry: { ...payment, amount: BigInt(at), trace: `02100002${String(at).padStart(7, '0')}` },
      }
  }
  let largest = 0
  async function* measured() {
    for await (const chunk of writeNacha(sample(header, 7), entries(), '\r\n')) {
      largest = Math.max(largest, chunk.length)
      yield chunk
    }
  }
  let at = 0
  for await (const part of readNacha(measured()))
    if (part.kind === 'entry') assert.equal(part.entry.amount, BigInt(++at))
    else if (part.kind === 'end') assert.equal(part.totals.debits, 50_005_000n)
  assert.equal(at, 10_000)
  assert.ok(largest < 70_000, `a chunk of ${largest} bytes`)
})
