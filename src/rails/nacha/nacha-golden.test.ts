/** Files byte by byte, put together here by the positions that are published, without our own code. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bytesOf, line as lineOf } from '../../../test/bank-bytes.ts'
import type { AchBatch, AchEntry, AchHeader } from './ach-entry.ts'
import { readNacha } from './read-nacha.ts'
import { type BatchedEntry, writeNacha } from './write-nacha.ts'

/** A record by positions, as "File structure" of moov-io/ach and banks' guides give them. */
const line = (at: Record<number, string>) => lineOf(94, at)
const nines = `${'9'.repeat(94)}\r\n`

const written = (header: AchHeader, entries: BatchedEntry[]) => bytesOf(writeNacha(header, entries, '\r\n'))
async function read(text: string) {
  async function* chunks() {
    yield Buffer.from(text, 'latin1')
  }
  let header: AchHeader | undefined
  const entries: BatchedEntry[] = []
  for await (const part of readNacha(chunks())) {
    if (part.kind === 'header') header = part.header
    if (part.kind === 'entry') entries.push({ batch: part.batch, entry: part.entry })
  }
  return { header, entries }
}

const header: AchHeader = {
  immediateDestination: ' 231380104',
  immediateOrigin: '0313000121',
  createdOn: '2018-11-26',
  createdAt: '0000',
  modifier: 'A',
  destinationName: 'Federal Reserve Bank',
  originName: 'My Bank Name',
  reference: '',
}
const batch: AchBatch = {
  serviceClass: '225',
  companyName: 'Name on Account',
  companyData: '',
  companyId: '031300012',
  secCode: 'CCD',
  description: 'Vndr Pay',
  descriptiveDate: '',
  effectiveOn: '2018-11-27',
  settlementDay: '',
  originatorStatus: '1',
  odfi: '03130001',
}
const entry: AchEntry = {
  transactionCode: '27',
  routing: '231380104',
  account: '744-5678-99',
  amount: 5000_00n,
  individualId: 'location #1',
  name: 'Best Co. #1',
  discretionary: 'S',
  trace: '031300010000001',
  addenda: null,
}
const headerLine = line({
  1: '101',
  4: ' 231380104',
  14: '0313000121',
  24: '181126',
  30: '0000',
  34: 'A',
  35: '094101',
  41: 'Federal Reserve Bank',
  64: 'My Bank Name',
})
const batchLine = (service: string, sec: string, odfi: string, number: string, day = '181127') =>
  line({
    1: '5',
    2: service,
    5: 'Name on Account',
    41: '031300012',
    51: sec,
    54: 'Vndr Pay',
    70: day,
    79: '1',
    80: odfi,
    88: number,
  })
const batchEnd = (
  service: string,
  count: string,
  hash: string,
  debits: string,
  credits: string,
  odfi: string,
  number: string,
) =>
  line({
    1: '8',
    2: service,
    5: count,
    11: hash,
    21: debits,
    33: credits,
    45: '031300012',
    80: odfi,
    88: number,
  })

const both = async (text: string, entries: BatchedEntry[]) => {
  assert.equal(await written(header, entries), text)
  assert.deepEqual(await read(text), { header, entries })
}

test('CCD debits as moov-io/ach publishes them (ccd-debit.ach), filled to a block of ten with nines', async () => {
  const second: AchEntry = { ...entry, amount: 1_25n, individualId: 'Fee #1', trace: '031300010000002' }
  await both(
    headerLine +
      batchLine('225', 'CCD', '03130001', '0000001') +
      line({
        1: '627',
        4: '231380104',
        13: '744-5678-99',
        30: '0000500000',
        40: 'location #1',
        55: 'Best Co. #1',
        77: 'S ',
        79: '0',
        80: '031300010000001',
      }) +
      line({
        1: '627',
        4: '231380104',
        13: '744-5678-99',
        30: '0000000125',
        40: 'Fee #1',
        55: 'Best Co. #1',
        77: 'S ',
        79: '0',
        80: '031300010000002',
      }) +
      batchEnd('225', '000002', '0046276020', '000000500125', '000000000000', '03130001', '0000001') +
      line({
        1: '9',
        2: '000001',
        8: '000001',
        14: '00000002',
        22: '0046276020',
        32: '000000500125',
        44: '000000000000',
      }) +
      nines.repeat(4),
    [
      { batch, entry },
      { batch, entry: second },
    ],
  )
})

test('WEB debits and PPD credits to savings are batches of their own; the hash keeps its last ten digits', async () => {
  const web: AchBatch = { ...batch, secCode: 'WEB' }
  const ppd: AchBatch = { ...batch, secCode: 'PPD', serviceClass: '220' }
  const pay: AchEntry = { ...entry, routing: '999999992', discretionary: 'S', trace: '031300010000001' }
  const many = Array.from({ length: 101 }, (_, at) => ({
    batch: web,
    entry: { ...pay, trace: `03130001${String(at + 1).padStart(7, '0')}`, amount: 1n },
  }))
  const credit: AchEntry = {
    ...entry,
    transactionCode: '32' as const,
    amount: 9_999_999_999n,
    discretionary: '',
    addenda: { type: '05', text: 'INVOICE 7' },
  }
  const all = [...many, { batch: ppd, entry: credit }]
  const lines = (await written(header, all)).split('\r\n')
  // 101 times 99999999 is 10099999899.
  assert.equal(
    `${lines[103]}\r\n`,
    batchEnd('225', '000101', '0099999899', '000000000101', '000000000000', '03130001', '0000001'),
  )
  assert.equal(`${lines[106]}\r\n`, line({ 1: '705', 4: 'INVOICE 7', 84: '0001', 88: '0000001' }))
  assert.equal(
    `${lines[107]}\r\n`,
    batchEnd('220', '000002', '0023138010', '000000000000', '009999999999', '03130001', '0000002'),
  )
  // 109 lines in 11 blocks.
  assert.equal(
    `${lines[108]}\r\n`,
    line({
      1: '9',
      2: '000002',
      8: '000011',
      14: '00000103',
      22: '0123137909',
      32: '000000000101',
      44: '009999999999',
    }),
  )
  assert.equal(lines[109], '9'.repeat(94))
  assert.equal(lines[110], '')
  assert.deepEqual(await read(lines.join('\r\n')), { header, entries: all })
})

test('a return (addenda 99) and a notice of change (addenda 98, cor-example.ach) have their fields where they belong', async () => {
  const back: AchEntry = {
    ...entry,
    transactionCode: '26' as const,
    trace: '231380100000001',
    addenda: {
      type: '99',
      code: 'R01',
      originalTrace: '031300010000001',
      dateOfDeath: '',
      originalDfi: '23138010',
      information: 'NO FUNDS',
      trace: '231380100000001',
    },
  }
  const change: AchEntry = {
    ...entry,
    transactionCode: '21' as const,
    amount: 0n,
    trace: '231380100000002',
    addenda: {
      type: '98',
      code: 'C01',
      originalTrace: '031300010000002',
      originalDfi: '23138010',
      corrected: '1918171614',
      trace: '091012980000088',
    },
  }
  const theirs: AchBatch = { ...batch, serviceClass: '200', odfi: '23138010' }
  const cor: AchBatch = { ...theirs, secCode: 'COR', effectiveOn: '' }
  await both(
    headerLine +
      batchLine('200', 'CCD', '23138010', '0000001') +
      line({
        1: '626',
        4: '231380104',
        13: '744-5678-99',
        30: '0000500000',
        40: 'location #1',
        55: 'Best Co. #1',
        77: 'S ',
        79: '1',
        80: '231380100000001',
      }) +
      line({
        1: '799',
        4: 'R01',
        7: '031300010000001',
        28: '23138010',
        36: 'NO FUNDS',
        80: '231380100000001',
      }) +
      batchEnd('200', '000002', '0023138010', '000000500000', '000000000000', '23138010', '0000001') +
      batchLine('200', 'COR', '23138010', '0000002', '      ') +
      line({
        1: '621',
        4: '231380104',
        13: '744-5678-99',
        30: '0000000000',
        40: 'location #1',
        55: 'Best Co. #1',
        77: 'S ',
        79: '1',
        80: '231380100000002',
      }) +
      line({
        1: '798',
        4: 'C01',
        7: '031300010000002',
        28: '23138010',
        36: '1918171614',
        80: '091012980000088',
      }) +
      batchEnd('200', '000002', '0023138010', '000000000000', '000000000000', '23138010', '0000002') +
      line({
        1: '9',
        2: '000002',
        8: '000001',
        14: '00000004',
        22: '0046276020',
        32: '000000500000',
        44: '000000000000',
      }),
    [
      { batch: theirs, entry: back },
      { batch: cor, entry: change },
    ],
  )
})
