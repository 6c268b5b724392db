/**
 * NACHA answers in the forms in which banks send them, and broken ones: src/rails/nacha/read-bank-nacha.ts.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { change, isNines, joined, put, receive, recordsOf, sendDebits } from '../../test/ach-answers.ts'
import { type AchStage, returned, startAchStage } from '../../test/ach-stage.ts'
import { line } from '../../test/bank-bytes.ts'
import { listParkedReturns } from './parked-return.ts'

let stage: AchStage
before(async () => {
  stage = await startAchStage()
})
after(() => stage?.close())

const forms: Record<string, (records: string[]) => string> = {
  'as the standard has it': (records) => joined(records),
  'with LF': (records) => joined(records, '\n'),
  'with a lone CR': (records) => joined(records, '\r'),
  'without line ends': (records) => joined(records, ''),
  'without line ends, and a DOS end of file': (records) => `${joined(records, '')}\x1a`,
  'in blocks of 940 bytes with a line end each': (records) => `${joined(records, '')}\n`,
  'with an empty last line': (records) => `${joined(records)}\r\n`,
  'with blank lines before and between': (records) => `\r\n${joined(records, '\r\n\r\n')}`,
  'with blanks after column 94': (records) => joined(records, '   \r\n'),
  'without the blanks at the ends of records': (records) => joined(records.map((of) => of.trimEnd())),
  'without a last line end': (records) => joined(records).slice(0, -2),
  'cut at its last digit': (records) => joined(records.filter((of) => !isNines(of))).trimEnd(),
  'with a DOS end of file': (records) => `${joined(records)}\x1a`,
  'with NULs at its end': (records) => `${joined(records)}\0\0\0`,
  'with a byte order mark': (records) => `\xef\xbb\xbf${joined(records)}`,
  'without nines': (records) => joined(records.filter((of) => !isNines(of))),
  'with some of the nines': (records) => joined(records.slice(0, -1)),
  'with too many nines': (records) => joined([...records, ...Array(10).fill('9'.repeat(94))]),
  'with a wrong number of blocks': (records) => joined(change(records, '9', (of) => put(of, 8, '000009'))),
  'with a blank modifier': (records) => joined(change(records, '101', (of) => put(of, 34, ' '))),
  'with a modifier in lower case': (records) => joined(change(records, '101', (of) => put(of, 34, 'a'))),
  'with a destination at the left': (records) =>
    joined(change(records, '101', (of) => put(of, 4, '021000021 '))),
  'with an origin at the left': (records) =>
    joined(change(records, '101', (of) => put(of, 14, '999999992 '))),
  'with another blocking factor': (records) => joined(change(records, '101', (of) => put(of, 38, '00'))),
  'with class and code in lower case': (records) =>
    joined(
      change(
        change(records, '5', (of) => put(of, 51, of.slice(50, 53).toLowerCase())),
        '799',
        (of) => put(of, 4, 'r02'),
      ),
    ),
  'with our reference in lower case': (records) =>
    joined(change(records, '6', (of) => of.replace('J0', 'j0'))),
  'without our reference': (records) => joined(change(records, '6', (of) => put(of, 40, ' '.repeat(15)))),
  'with the code of the payment': (records) => joined(change(records, '626', (of) => put(of, 2, '27'))),
  'with blank numbers of batches': (records) =>
    joined(
      change(
        change(records, '5', (of) => put(of, 88, ' '.repeat(7))),
        '8',
        (of) => put(of, 88, '       '),
      ),
    ),
  'with sums behind blanks': (records) =>
    joined(
      change(
        records,
        '9',
        (of) =>
          of.slice(0, 31) +
          of.slice(31, 55).replace(/^0+/, (zeros) => ' '.repeat(zeros.length)) +
          of.slice(55),
      ),
    ),
  'with a blank company name, description and status': (records) =>
    joined(change(records, '5', (of) => put(put(put(of, 5, ' '.repeat(16)), 54, ' '.repeat(10)), 79, ' '))),
  'with a name in UTF-8': (records) =>
    Buffer.from(joined(change(records, '6', (of) => put(of, 55, 'Zoë Š'))), 'utf8').toString('latin1'),
  'with a name in Windows-1252': (records) =>
    joined(change(records, '6', (of) => put(of, 55, 'Zo\xeb \x8a'))),
  'with text behind its addenda': (records) => {
    const at = records.findIndex((of) => of.startsWith('799'))
    const more = [...records.slice(0, at), `705${'SORRY'.padEnd(80)}00010000001`, ...records.slice(at)]
    return joined(
      change(
        change(more, '8', (of) => put(of, 5, '000003')),
        '9',
        (of) => put(of, 14, '00000003'),
      ),
    )
  },
}

test('a return in every form in which banks send one is the same return', async () => {
  const all = await sendDebits(stage, Object.keys(forms).length)
  for (const [at, [form, of]] of Object.entries(forms).entries()) {
    const { item, sent } = all[at]!
    assert.equal(await receive(stage, of(await recordsOf([returned(sent)]))), undefined, form)
    assert.deepEqual(await stage.words(item), ['sent', 'returned'], form)
    assert.equal((await stage.itemNow(item)).return_code, 'R02', form)
  }
  assert.deepEqual(await listParkedReturns(stage.context.db), [])
})

test('a file about nothing is read, with a blank modifier, again on the same day, and cut to what it says', async () => {
  // As FISERV sends one: moov-io/ach has such a file among its test data.
  const zero = (time: string) =>
    line(94, { 1: '101', 5: '123456789', 14: '1234567890', 24: '261125', 30: time, 35: '094101', 41: 'US' }) +
    `9000000000001${'0'.repeat(42)}\r\n${`${'9'.repeat(94)}\r\n`.repeat(8)}`
  assert.equal(await receive(stage, zero('0900')), undefined)
  assert.equal(await receive(stage, zero('0900').replace('US', 'CA')), undefined)
  assert.equal(await receive(stage, zero('    ')), undefined)
  assert.equal(await receive(stage, zero('0901').replace(/9{94}\r\n/g, '')), undefined)
})

test('what is broken is named by line and column, and changes nothing', async () => {
  const [one] = await sendDebits(stage, 1)
  const records = await recordsOf([returned(one!.sent)])
  const broken: [string, string][] = [
    [
      joined([`${records[0]}X`, ...records.slice(1)]),
      'line 1, column 95: must be blank: a record has 94 characters',
    ],
    [
      joined(change(records, '1', (of) => put(of, 24, '261332'))),
      'line 1, column 24, created on: must be a date as YYMMDD',
    ],
    [joined(change(records, '1', (of) => put(of, 34, '-'))), 'line 1, column 34, modifier: has not the form'],
    [
      joined(change(records, '5', (of) => put(of, 2, '280'))),
      'line 2, column 2, service class: has not the form',
    ],
    [
      joined(change(records, '6', (of) => put(of, 12, '9'))),
      'line 3, column 4, routing: has a check digit that does not fit',
    ],
    [
      joined(change(records, '6', (of) => put(of, 2, '21'))),
      'line 3, column 2, transaction code: must go the way',
    ],
    [
      joined(change(records, '6', (of) => put(of, 30, '00000X4100'))),
      'line 3, column 30, amount: has not the form',
    ],
    [
      joined(change(records, '6', (of) => put(of, 55, 'A\tB'))),
      'line 3, column 56: must be a printable character',
    ],
    [
      joined(change(records, '799', (of) => put(of, 7, '0210000200O0001'))),
      'line 4, column 7, original trace: has not the form',
    ],
    [
      joined(change(records, '8', (of) => put(of, 21, '000000004101'))),
      'line 5, column 21, debits: is not what the entries add up to',
    ],
    [
      `\r\n${joined(change(records, '9', (of) => put(of, 2, '000002')))}`,
      'line 7, column 2, batches: is not the number of batches',
    ],
    [joined([...records, records[0]!]), 'line 11, column 1, record type: nothing but nines'],
    [joined(records.slice(0, 5)), 'line 6: the file ends before its control record (9)'],
    [joined(records.slice(1)), 'line 1, column 1, record type: must be 1'],
    [joined([...records.slice(0, 3), ...records.slice(4)]), 'line 4, column 1, record type: must be 7'],
  ]
  for (const [text, says] of broken) {
    // A file that does not begin as one of NACHA is not taken for one.
    const reason = await receive(stage, text.startsWith('5') ? `1${text.slice(1)}` : text)
    if (!text.startsWith('5')) assert.ok(reason?.startsWith(says), `${reason} for: ${says}`)
  }
  assert.deepEqual(await stage.words(one!.item), ['sent'])
})
