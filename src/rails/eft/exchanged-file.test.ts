/** A file that banks have exchanged, byte by byte. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bytesOf, chunked, itemsOf, line } from '../../../test/bank-bytes.ts'
import type { BankFileRow, WritableItem } from '../bank-file.ts'
import type { EftHeader } from './eft-item.ts'
import { eftLayout } from './eft-layout.ts'
import { readCpa1464 } from './read-cpa-1464.ts'
import { writeCpa1464 } from './write-cpa-1464.ts'

/**
 * A file as it went between two banks in 2023 (sample_files/CO14821.txt of moov-io/cadeft), blanks at the
 * ends of records cut off. Who published it wrote another amount into the first item; with the one put back
 * that the trailer counts, all of it agrees.
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
    short: `CLINO${user}`,
    long: `CLIENT NUMERO ${user}`,
    user,
    back,
    to,
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
            [from(90)]: of!.short,
            [from(105)]: 'D1-1-OCC ZERO',
            [from(135)]: of!.long,
            [from(165)]: of!.user,
            [from(175)]: reference,
            [from(194)]: `${of!.back}${of!.to}`,
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
    originatorId: '0000006100',
    fileCreationNumber: 1,
    creationDate: '2023-05-18',
    destinationDataCentre: '61210',
    currency: 'CAD',
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
    profile: 'demo',
    originator_id: 'JETPAYDEMO',
    file_number: 1,
    currency: 'CAD',
    created_on: '2023-05-17',
    originator: { shortName: 'A', name: 'B', dataCentre: '00610', returnAccount: null },
  } as unknown as BankFileRow
  const item = {
    direction: 'credit',
    amount: 1n,
    file_line: 6,
    due_on: '2023-05-18',
    holder_name: 'C',
    sundry: '',
    account_number: '999999',
    institution_number: '612',
    transit_number: '14821',
    trace_number: 'J1',
  } as unknown as WritableItem
  async function* one() {
    yield item
  }
  const [written] = await itemsOf(readCpa1464(chunked(await bytesOf(eftLayout.write(file, one())))))
  assert.equal(written!.itemTrace, `0061${'00610'}0001${'000000006'}`)
})

test('an answer in every form in which banks send one is read as if it were as the standard has it', async () => {
  const whole = exchanged.map((record) => record.slice(0, 1464))
  const same = await itemsOf(readCpa1464(chunked(exchanged.join(''))))
  const ended = (end: string) => whole.map((record) => record + end).join('')
  const [header, ...others] = whole
  for (const [form, text] of Object.entries({
    'a lone CR': ended('\r'),
    'no line ends': ended(''),
    'blanks after its records': ended('   \r\n'),
    'an empty last line': `${ended('\r\n')}\r\n`,
    'a DOS end of file': `${ended('\r\n')}\x1a`,
    'no last line end': ended('\r\n').slice(0, -2),
    'a byte order mark': `\xef\xbb\xbf${ended('\r\n')}`,
    'a blank destination data centre': [`${header!.slice(0, 30)}     ${header!.slice(35)}`, ...others].join(
      '\r\n',
    ),
    'a blank currency': [`${header!.slice(0, 55)}   ${header!.slice(58)}`, ...others].join('\r\n'),
  }))
    assert.deepEqual(await itemsOf(readCpa1464(chunked(text))), same, form)
  await assert.rejects(
    itemsOf(readCpa1464(chunked([`${header}X`, ...others].join('\r\n')))),
    /line 1, column 1465: must be blank: a record has 1464 characters/,
  )
})

test('a return whose names, date and original trace are blank, and a file about nothing without sums, are read', async () => {
  const control = { 11: '0000006100', 21: '0001' }
  const header = line(1464, { 1: 'A000000001', ...control, 25: '023138', 56: 'CAD' })
  const back = line(1464, {
    1: 'J000000002',
    ...control,
    25: '901',
    28: '0000004100',
    44: '061214821',
    53: '7654321',
    175: 'J000000000001',
    194: '000112345',
    203: '1234567',
  })
  const trailer = (record: string, sums: string) =>
    line(1464, { 1: `Z00000000${record}`, ...control, 25: sums })
  const sums = `${'4100'.padStart(14, '0')}${'1'.padStart(8, '0')}`.padEnd(88, '0')
  const [item] = await itemsOf(readCpa1464(chunked(header + back + trailer('3', sums))))
  assert.deepEqual(
    [item!.crossReference, item!.amount, item!.date, item!.name],
    ['J000000000001', 41_00n, '', ''],
  )
  assert.deepEqual(await itemsOf(readCpa1464(chunked(header + trailer('2', '')))), [])
  assert.deepEqual(await itemsOf(readCpa1464(chunked(header + trailer('2', '0'.repeat(88))))), [])
})
