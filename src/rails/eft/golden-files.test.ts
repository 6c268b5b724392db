/** Files byte by byte, put together here by the positions that banks publish, without our own code. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BankFileRow, WritableItem } from '../bank-file.ts'
import { layouts } from './bank-profile.ts'
import type { EftHeader, EftItem, EftPart } from './eft-item.ts'
import { eftLayout } from './eft-layout.ts'
import { readCpa1464 } from './read-cpa-1464.ts'
import { readTd80, writeTd80 } from './td-80.ts'
import { writeCpa1464 } from './write-cpa-1464.ts'

/** Text at positions (from 1) on a blank line, as the guides give them. */
function line(length: number, at: Record<number, string>): string {
  const characters = Array.from({ length }, () => ' ')
  for (const [from, text] of Object.entries(at))
    for (const [offset, character] of [...text].entries()) characters[Number(from) - 1 + offset] = character
  return `${characters.join('')}\r\n`
}

export async function bytesOf(chunks: AsyncIterable<Buffer>): Promise<string> {
  const all: Buffer[] = []
  for await (const chunk of chunks) all.push(chunk)
  return Buffer.concat(all).toString('latin1')
}

async function* chunked(text: string) {
  yield Buffer.from(text, 'latin1')
}

async function itemsOf(parts: AsyncIterable<EftPart>): Promise<EftItem[]> {
  const items: EftItem[] = []
  for await (const part of parts) if (part.kind === 'item') items.push(part.item)
  return items
}

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

/** A debit file as published with its positions (joeyxff.blogspot.com, "CPA 005 Example"), and its trailer by the standard. */
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
 * A file as it went between two banks in 2023 (sample_files/CO14821.txt of moov-io/cadeft), blanks at the ends of records cut off. Who
 * published it wrote another amount into the first item; with the one put back that the trailer counts, all of it agrees.
 */
const exchanged = (() => {
  const [scotia, montreal] = [
    {
      short: 'SCOTIABANK12345',
      long: 'SCOTIABANK12345',
      user: '0000000210',
      back: '000230031',
      to: '8989899',
    },
    {
      short: 'BANK OF MONTREA',
      long: 'BANK OF MONTREA',
      user: '0000000110',
      back: '000101261',
      to: '8989899',
    },
  ]
  const national = (user: string, back: string, to: string) => ({
    ...{ short: `CLINO${user}`, long: `CLIENT NUMERO ${user}`, user, back, to },
  })
  const first = national('3799900610', '000600011', '0725423')
  const other = national('3837200610', '000600011', '0725423')
  const rows = {
    C: [
      [12075, '023138', '999999', 6, scotia, '74'],
      [12006, '023137', '101000000257', 2, first, '7'],
      [12049, '023138', '101000000303', 5, montreal, '50'],
      [12048, '023137', '101000000303', 1, montreal, '49'],
      [12037, '023138', '999999', 8, national('4002800610', '000605031', '0022422'), '38'],
      [12007, '023138', '101000000257', 7, first, '8'],
    ],
    D: [
      [4042, '023137', '101000000303', 3, montreal, '1140'],
      [4043, '023138', '101000000303', 9, montreal, '1141'],
      [4067, '023138', '999999', 10, scotia, '1165'],
      [4006, '023137', '101000000257', 4, other, '1104'],
      [4007, '023138', '101000000257', 11, other, '1105'],
    ],
  } as const
  const control = { 11: '0000006100', 21: '0001' }
  const record = (type: 'C' | 'D', count: string) =>
    line(
      1464,
      Object.assign(
        { 1: type, 2: count, ...control },
        ...rows[type].map(([amount, date, account, item, of, reference], at) => {
          const from = (position: number) => position + at * 240
          return {
            [from(25)]: `450${String(amount).padStart(10, '0')}${date}061214821${account}`,
            // Destination 61210, originating direct clearer 00610, file 1.
            [from(65)]: `6121${'00610'}0001${String(item).padStart(9, '0')}000`,
            ...{ [from(90)]: of!.short, [from(105)]: 'D1-1-OCC ZERO', [from(135)]: of!.long },
            ...{ [from(165)]: of!.user, [from(175)]: reference, [from(194)]: `${of!.back}${of!.to}` },
            [from(254)]: '00000000000',
          }
        }),
      ),
    )
  const sums = `${'00000000020165'}00000005${'00000000072222'}00000006`
  return [
    line(1464, { 1: 'A000000001', ...control, 25: '023138', 31: '61210', 56: 'CAD' }),
    record('C', '000000002'),
    record('D', '000000003'),
    line(1464, { 1: 'Z000000004', ...control, 25: sums.padEnd(88, '0') }),
  ]
})()

test('a file that banks have exchanged is read, and written again byte by byte', async () => {
  const text = exchanged.join('')
  const items = await itemsOf(readCpa1464(chunked(text)))
  assert.equal(items.length, 11)
  assert.deepEqual(
    items.map(({ amount }) => amount).reduce((sum, amount) => sum + amount, 0n),
    20165n + 72222n,
  )
  const header: EftHeader = {
    ...{ originatorId: '0000006100', fileCreationNumber: 1, creationDate: '2023-05-18' },
    ...{ destinationDataCentre: '61210', currency: 'CAD' },
  }
  assert.equal(await bytesOf(writeCpa1464(header, items, '\r\n')), text)
})

test('records whose blanks at the end were cut off are read as if they were there, and a cut file is not', async () => {
  const trimmed = exchanged.map((record) => `${record.trimEnd()}\r\n`).join('')
  assert.deepEqual(
    await itemsOf(readCpa1464(chunked(trimmed))),
    await itemsOf(readCpa1464(chunked(exchanged.join('')))),
  )
  await assert.rejects(
    itemsOf(readCpa1464(chunked(trimmed.slice(0, -10)))),
    /record 4: must have 1464 characters/,
  )
})

test('items that we number have a trace of data centres, file and item, as in the file that banks have exchanged', async () => {
  const file = {
    ...{
      profile: 'demo',
      originator_id: 'JETPAYDEMO',
      file_number: 1,
      currency: 'CAD',
      created_on: '2023-05-17',
    },
    originator: { shortName: 'A', name: 'B', dataCentre: '00610', returnAccount: debit.returnAccount },
  } as unknown as BankFileRow
  const item = {
    ...{ direction: 'credit', amount: 1n, file_line: 6, due_on: '2023-05-18', holder_name: 'C', sundry: '' },
    ...{ account_number: '999999', institution_number: '612', transit_number: '14821', trace_number: 'J1' },
  } as unknown as WritableItem
  async function* one() {
    yield item
  }
  const [written] = await itemsOf(readCpa1464(chunked(await bytesOf(eftLayout.write(file, one())))))
  assert.equal(written!.itemTrace, `0061${'00610'}0001${'000000006'}`)
})

/** TD's 1464 bytes, by the positions of the public CPA005-validator of Evergrowth Consulting, derived from TD's guide. */
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

/** TD, "EFT 80 Byte File Layout - Credits & Debits", positions also in the public wiki of NEOGOV (HL$TDBANK_CDN). */
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
