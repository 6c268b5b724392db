/** Files byte by byte, put together here by the positions that banks publish, without our own code. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bytesOf, chunked, itemsOf, line } from '../../../test/bank-bytes.ts'
import { layouts } from './bank-profile.ts'
import type { EftHeader, EftItem } from './eft-item.ts'
import { readCpa1464 } from './read-cpa-1464.ts'
import { readTd80, writeTd80 } from './td-80.ts'
import { writeCpa1464 } from './write-cpa-1464.ts'

const header: EftHeader = {
  originatorId: '0999999999',
  fileCreationNumber: 13,
  creationDate: '2018-08-31',
  destinationDataCentre: '01600',
  currency: 'CAD',
}
const debit: EftItem = {
  type: 'D',
  transactionType: '370',
  amount: 500_00n,
  date: '2018-08-31',
  account: { institution: '005', transit: '54321', number: '7654321' },
  itemTrace: '0'.repeat(22),
  storedTransactionType: '000',
  originatorShortName: 'SHORTYCO',
  name: 'SAMPLE USER',
  originatorLongName: 'SHORTY CO LTD',
  userId: '0999999999',
  crossReference: '1917-CS1356',
  returnAccount: { institution: '016', transit: '55555', number: '7777777' },
  sundry: '',
  originalItemTrace: '',
  settlementCode: '01',
  invalidDataElements: '0'.repeat(11),
}

/**
 * A debit file as published with its positions (joeyxff.blogspot.com, "CPA 005 Example"), and its trailer by
 * the standard.
 */
const sample =
  line(1464, { 1: 'A000000001', 11: '0999999999', 21: '0013', 25: '018243', 31: '01600', 56: 'CAD' }) +
  line(1464, {
    1: 'D000000002',
    11: '0999999999',
    21: '0013',
    25: '370',
    28: '0000050000',
    38: '018243',
    44: '000554321',
    53: '7654321',
    65: '0000000000000000000000',
    87: '000',
    90: 'SHORTYCO',
    105: 'SAMPLE USER',
    135: 'SHORTY CO LTD',
    165: '0999999999',
    175: '1917-CS1356',
    194: '001655555',
    203: '7777777',
    252: '01',
    254: '00000000000',
  }) +
  line(1464, {
    1: 'Z000000003',
    11: '0999999999',
    21: '0013',
    25: '00000000050000',
    39: '00000001',
    47: '00000000000000',
    61: '00000000',
    69: '00000000000000',
    83: '00000000',
    91: '00000000000000',
    105: '00000000',
  })

test('the published sample file is written byte by byte', async () => {
  assert.equal(await bytesOf(writeCpa1464(header, [debit], '\r\n')), sample)
})

test('the published sample file is read to its item', async () => {
  assert.deepEqual(await itemsOf(readCpa1464(chunked(sample))), [debit])
})

test('seven credits and a debit take three records: six segments, one, and one of the other type', async () => {
  const credit: EftItem = { ...debit, type: 'C', transactionType: '460', amount: 1_01n }
  const items = [...Array.from({ length: 7 }, () => credit), debit]
  const lines = (await bytesOf(writeCpa1464(header, items, '\r\n'))).split('\r\n')
  assert.deepEqual(
    lines.map((text) => text.slice(0, 10)),
    ['A000000001', 'C000000002', 'C000000003', 'D000000004', 'Z000000005', ''],
  )
  // Segment positions by the guides: 25, 265, 505, 745, 985, 1225.
  for (const from of [25, 265, 505, 745, 985, 1225])
    assert.equal(lines[1]!.slice(from - 1, from + 12), '4600000000101')
  assert.equal(lines[2]!.slice(264).trim(), '')
  assert.equal(lines[4]!.slice(24, 68), '0000000005000000000001' + '0000000000070700000007')
})

test('a return is its own record type: reason, original type, original account and original trace', async () => {
  const returned: EftItem = {
    ...debit,
    type: 'J',
    transactionType: '901',
    storedTransactionType: '370',
    originalItemTrace: '0160009990013000000001'.padEnd(22, '0'),
  }
  const record = (await bytesOf(writeCpa1464(header, [returned], '\r\n'))).split('\r\n')[1]!
  assert.equal(record[0], 'J')
  assert.equal(record.slice(24, 27), '901')
  assert.equal(record.slice(86, 89), '370')
  assert.equal(record.slice(229, 251), '0160009990013000000001')
  const trailer = (await bytesOf(writeCpa1464(header, [returned], '\r\n'))).split('\r\n')[2]!
  assert.equal(trailer.slice(24, 46), '0000000005000000000001', 'J counts with D')
})

/**
 * TD's 1464 bytes, by the positions of the public CPA005-validator of Evergrowth Consulting, derived from
 * TD's guide.
 */
test('TD’s files of 1464 bytes leave blank what an originator has nothing to say in', async () => {
  const expected =
    line(1464, { 1: 'A000000001', 11: '0999999999', 21: '0013', 25: '018243', 31: '01600' }) +
    line(1464, {
      1: 'D000000002',
      11: '0999999999',
      21: '0013',
      25: '370',
      28: '0000050000',
      38: '018243',
      44: '000554321',
      53: '7654321',
      90: 'SHORTYCO',
      105: 'SAMPLE USER',
      135: 'SHORTY CO LTD',
      165: '0999999999',
      175: '1917-CS1356',
      194: '001655555',
      203: '7777777',
    }) +
    line(1464, {
      1: 'Z000000003',
      11: '0999999999',
      21: '0013',
      25: '00000000050000',
      39: '00000001',
      47: '00000000000000',
      61: '00000000',
    })
  const item = { ...debit, settlementCode: '' }
  assert.equal(await bytesOf(layouts.td1464.write(header, [item], '\r\n')), expected)
  assert.deepEqual(await itemsOf(layouts.td1464.read(chunked(expected))), [item])
})

/**
 * TD, "EFT 80 Byte File Layout - Credits & Debits", positions also in the public wiki of NEOGOV
 * (HL$TDBANK_CDN).
 */
const tdSample =
  line(80, {
    1: 'H',
    2: '0999999999',
    12: 'C',
    13: '200',
    16: '310818',
    22: 'SHORTYCO',
    37: '000455555',
    46: '7777777',
    58: '0013',
  }) +
  line(80, {
    1: 'D',
    2: 'SAMPLE USER',
    25: '310818',
    31: '1917-CS1356',
    50: '000554321',
    59: '7654321',
    71: '0000050000',
  }) +
  line(80, { 1: 'T', 2: '00000001', 10: '00000000050000' })

const tdCredit: EftItem = {
  ...debit,
  type: 'C',
  transactionType: '200',
  returnAccount: { institution: '004', transit: '55555', number: '7777777' },
}

test('a file of 80 bytes is written byte by byte', async () => {
  assert.equal(await bytesOf(writeTd80(header, [tdCredit], '\r\n')), tdSample)
})

test('a file of 80 bytes is read to what its layout carries', async () => {
  const [item] = await itemsOf(readTd80(chunked(tdSample)))
  for (const field of [
    'type',
    'transactionType',
    'amount',
    'date',
    'account',
    'name',
    'crossReference',
  ] as const)
    assert.deepEqual(item![field], tdCredit[field], field)
  assert.deepEqual(item!.returnAccount, tdCredit.returnAccount)
})

test('a file of 80 bytes holds one kind of payment, as its header says the kind', async () => {
  await assert.rejects(
    bytesOf(writeTd80(header, [tdCredit, { ...tdCredit, type: 'D' }], '\r\n')),
    /record 3: must be of the type of the first item/,
  )
})
