/** NACHA files of every kind that the codec knows, for properties that hold for all of them. */
import fc from 'fast-check'
import { hasAbaChecksum } from '../src/ground/routing-number.ts'
import {
  type AchBatch,
  type AchEntry,
  type AchHeader,
  type TransactionCode,
  transactionCodes,
} from '../src/rails/nacha/ach-entry.ts'
import type { BatchedEntry } from '../src/rails/nacha/write-nacha.ts'

const characters = (all: string, minLength: number, maxLength = minLength) =>
  fc.string({ unit: fc.constantFrom(...all), minLength, maxLength })
const digits = (length: number) => characters('0123456789', length)
const text = (length: number, minLength = 0) =>
  characters('ABCXYZ0189 .,&-', minLength, length)
    .map((value) => value.trim())
    .filter((value) => value.length >= minLength)
const day = fc
  .date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2099-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const routing = digits(8).map(
  (start) => [...'0123456789'].map((digit) => start + digit).find(hasAbaChecksum)!,
)
const plain = { noNullPrototype: true }
export const header: fc.Arbitrary<AchHeader> = fc.record(
  {
    immediateDestination: routing.map((number) => ` ${number}`),
    immediateOrigin: digits(10),
    createdOn: day,
    createdAt: fc.constantFrom('', '0000', '0930', '2359'),
    modifier: characters('AZ09', 1),
    destinationName: text(23),
    originName: text(23),
    reference: text(8),
  },
  plain,
)
const addenda99 = fc.record(
  {
    type: fc.constant('99' as const),
    code: fc.constantFrom('R01', 'R29', 'R85'),
    originalTrace: digits(15),
    dateOfDeath: fc.oneof(fc.constant(''), day),
    originalDfi: digits(8),
    information: text(44),
    trace: digits(15),
  },
  plain,
)
const addenda98 = fc.record(
  {
    type: fc.constant('98' as const),
    code: fc.constantFrom('C01', 'C07'),
    originalTrace: digits(15),
    originalDfi: digits(8),
    corrected: text(29, 1),
    trace: digits(15),
  },
  plain,
)
const addenda05 = fc.record({ type: fc.constant('05' as const), text: text(80) }, plain)

/** An entry that its class allows; its trace is given out once all are there. */
const entry = (secCode: string): fc.Arbitrary<AchEntry> =>
  fc
    .constantFrom(...(Object.keys(transactionCodes) as TransactionCode[]))
    .filter((code) => secCode !== 'COR' || transactionCodes[code].is === 'returned')
    .chain((transactionCode) => {
      const { is } = transactionCodes[transactionCode]
      const isZero = is === 'prenote' || secCode === 'COR'
      return fc.record(
        {
          transactionCode: fc.constant(transactionCode),
          routing,
          account: text(17, 1),
          amount: isZero ? fc.constant(0n) : fc.bigInt({ min: 1n, max: 9_999_999_999n }),
          individualId: text(15),
          name: text(22, 1),
          discretionary: fc.constantFrom('S', 'R'),
          trace: fc.constant(''),
          addenda: secCode === 'COR' ? addenda98 : is === 'returned' ? addenda99 : fc.option(addenda05),
        },
        plain,
      )
    })
export const batched = (number: number): fc.Arbitrary<BatchedEntry[]> =>
  fc.constantFrom('PPD', 'CCD', 'WEB', 'COR').chain((secCode) =>
    fc
      .tuple(
        fc.record(
          {
            serviceClass: fc.constant('200'),
            companyName: text(16, 1),
            companyData: text(20),
            companyId: text(10, 1),
            secCode: fc.constant(secCode),
            // Batches that follow each other are told apart.
            description: fc.constant(`BATCH ${number}`),
            descriptiveDate: text(6),
            effectiveOn: fc.oneof(fc.constant(''), day),
            settlementDay: fc.constantFrom('', '001', '366'),
            originatorStatus: fc.constantFrom('0', '1'),
            odfi: digits(8),
          },
          plain,
        ) as fc.Arbitrary<AchBatch>,
        fc.array(entry(secCode), { minLength: 1, maxLength: 8 }),
      )
      .map(([batch, entries]) =>
        entries.map((entry, at) => ({
          batch,
          entry: { ...entry, trace: batch.odfi + String(at + 1).padStart(7, '0') },
        })),
      ),
  )
export const file = fc.tuple(batched(1), batched(2), batched(3)).map((batches) => batches.flat())
