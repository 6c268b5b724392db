import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { projectFolder } from '../../ground/config.ts'
import type { Agreed } from '../bank-item.ts'
import { failReasonOf } from '../fail-reason.ts'
import { referenceOf, traceSuffix } from './ach-trace.ts'
import {
  type ChangeCode,
  type Corrected,
  changeCodes,
  readCorrected,
  writeCorrected,
} from './corrected-data.ts'
import { achReturnReasons } from './return-reasons.ts'
import { stageOf, userOf } from './return-stage.ts'
import { entryClassOf } from './sec-code.ts'

const notice = (code: string, corrected: string) =>
  readCorrected({
    type: '98',
    code,
    corrected,
    originalTrace: '0'.repeat(15),
    originalDfi: '0'.repeat(8),
    trace: '0'.repeat(15),
  })
const page = readFileSync(`${projectFolder}/docs/ach.md`, 'utf8')

test('every return code has a word for our clients and its row in docs/ach.md', () => {
  assert.equal(failReasonOf('R01'), 'insufficient_funds')
  assert.equal(failReasonOf('R10'), 'no_agreement')
  assert.equal(failReasonOf('R99'), 'returned_by_bank')
  for (const [code, { meaning, failReason }] of Object.entries(achReturnReasons)) {
    assert.match(failReason, /^[a-z_]+$/)
    assert.ok(page.includes(`| ${code} | ${meaning} | \`${failReason}\` |`), `${code} in docs/ach.md`)
  }
  for (const [code, { meaning }] of Object.entries(changeCodes))
    assert.ok(page.includes(`| ${code} | ${meaning} |`), `${code} in docs/ach.md`)
})

test('every return code is used by who the rules say: RDFI, gateway, or to undo a return; an unknown one that may undo one is no return', () => {
  const range = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, at) => `R${String(from + at).padStart(2, '0')}`)
  const users = {
    rdfi: [...range(1, 47), ...range(50, 53), 'R85', 'R90'],
    dishonored: ['R61', 'R62', ...range(67, 70)],
    contested: range(71, 77),
    gateway: range(80, 84),
  }
  assert.deepEqual(
    Object.keys(achReturnReasons).toSorted(),
    Object.values(users).flat().toSorted(),
    'no code is without a user',
  )
  for (const [user, codes] of Object.entries(users))
    for (const code of codes) {
      assert.equal(userOf(code), user, code)
      assert.equal(stageOf(code), user === 'dishonored' || user === 'contested' ? user : 'return', code)
    }
  for (const code of ['R60', 'R63', 'R66', 'R78', 'R79']) assert.equal(stageOf(code), 'unknown', code)
  for (const code of ['R54', 'R86', 'R98']) assert.equal(stageOf(code), 'return', code)
})

test('corrected data is read from the positions that its code has, at full length too', () => {
  assert.deepEqual(notice('C01', '1918171614'), { account: '1918171614' })
  assert.deepEqual(notice('C02', '011000015'), { routing: '011000015' })
  assert.deepEqual(notice('C03', '011000015   1918171614'), { routing: '011000015', account: '1918171614' })
  assert.deepEqual(notice('C05', '37'), { transactionCode: '37' })
  assert.deepEqual(notice('C06', '1918171614          37'), { account: '1918171614', transactionCode: '37' })
  assert.deepEqual(notice('C07', '011000015191817161412345672' + '7'), {
    routing: '011000015',
    account: '19181716141234567',
    transactionCode: '27',
  })
  assert.deepEqual(notice('C13', 'SEE ADDENDA'), {})
})

test('corrected data whose parts are moved about is understood, and what cannot be is not guessed', () => {
  assert.deepEqual(notice('C06', '1918171614                 37'), {
    account: '1918171614',
    transactionCode: '37',
  })
  assert.deepEqual(notice('C03', '011000015 1918171614'), { routing: '011000015', account: '1918171614' })
  // Read by position the account would lose its last digit.
  assert.deepEqual(notice('C06', '19181716141234567837'), undefined)
  assert.equal(notice('C02', 'ABC'), undefined)
  assert.equal(notice('C05', '99'), undefined)
  assert.equal(notice('C14', 'IAT'), undefined)
})

test('corrected data that is written is read back', () => {
  const text = (length: number) =>
    fc.string({ unit: fc.constantFrom(...'0123456789AZ'), minLength: 1, maxLength: length })
  fc.assert(
    fc.property(
      fc.constantFrom(...(Object.keys(changeCodes) as ChangeCode[])),
      fc.record({
        routing: fc.integer({ min: 100_000_000, max: 999_999_999 }).map(String),
        account: text(17),
        transactionCode: fc.constantFrom('22', '27', '32', '37'),
        name: text(22),
        individualId: text(22),
      }),
      (code, corrected) => {
        const parts = Object.keys(changeCodes[code].corrected) as (keyof Corrected)[]
        assert.deepEqual(
          notice(code, writeCorrected(code, corrected as Corrected)),
          Object.fromEntries(parts.map((part) => [part, corrected[part]])),
        )
      },
    ),
  )
})

test('a trace number finds the newest reference that ends in it, also after ten million items', () => {
  const find = (trace: string, last: bigint, individualId = '') => referenceOf({ trace, individualId }, last)
  assert.equal(find('021000020000042', 100n), 'J000000000042')
  assert.equal(find('021000020000042', 10_000_042n), 'J000010000042')
  assert.equal(find('021000029999999', 10_000_042n), 'J000009999999')
  assert.equal(find('021000020000042', 41n), undefined)
  assert.equal(find('021000020000042', 30_000_000n, 'J000010000042'), 'J000010000042')
  assert.equal(find('021000020000042', 100n, 'J000000000041'), 'J000000000042', 'of another item')
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 99_999_999_999n }), fc.nat(9_999_999), (number, later) => {
      const reference = `J${String(number).padStart(12, '0')}`
      assert.equal(find(`02100002${traceSuffix(reference)}`, number + BigInt(later)), reference)
    }),
  )
})

test('the class is what the item is: CCD for a company, WEB for a person’s debit agreed on the page, CCD for a business’s, else PPD', () => {
  const of = (is_company: boolean, agreed: Agreed, direction: 'debit' | 'credit') =>
    entryClassOf({ is_company, agreed, direction }).secCode
  assert.equal(of(true, 'written', 'credit'), 'CCD')
  assert.equal(of(true, 'web', 'debit'), 'CCD')
  assert.equal(of(false, 'web', 'debit'), 'WEB')
  assert.equal(of(false, 'web', 'credit'), 'PPD')
  assert.equal(of(false, 'web_business', 'debit'), 'CCD')
  assert.equal(of(false, 'web_business', 'credit'), 'PPD')
  assert.equal(of(false, 'written', 'debit'), 'PPD')
})
