import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { bankText } from '../../ground/bank-text.ts'
import { projectFolder } from '../../ground/config.ts'
import { failReasonOf } from '../fail-reason.ts'
import { returnReasons } from './return-reasons.ts'

test('names become what banks print: capitals without accents, other scripts in Latin letters', () => {
  assert.equal(bankText('Québec Hélène Lœuvre-Noël', 30), 'QUEBEC HELENE LOEUVRE NOEL')
  assert.equal(bankText('  L’Été & Fils (2026) Ltée ', 30), 'L ETE FILS 2026 LTEE')
  assert.equal(bankText('A very long name of somebody somewhere', 10), 'A VERY LON')
  assert.equal(bankText('Petr\u0301 Œuvre ß', 30), 'PETR OEUVRE SS')
  assert.equal(bankText('😀 ™ \u200d', 30), '')
  const scripts = [
    'Пётр Чайковский',
    'Ελένη',
    '李小龍',
    '김민수',
    'محمد علی',
    'שרה לוי',
    'ආරියරත්න',
    'नरेन्द्र',
    'ᓴᓂᑭᓗᐊᖅ',
    'ああ',
  ]
  for (const name of scripts) assert.match(bankText(name, 30), /^[A-Z][A-Z0-9 ]+$/, name)
  assert.equal(bankText('Пётр Чайковский', 30), 'PETR CHAYKOVSKIY')
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => /^[A-Z0-9 ]{0,30}$/.test(bankText(name, 30))),
  )
})

test('every reason for a return has a word for our clients, and an unknown one too', () => {
  for (const code of Object.keys(returnReasons)) assert.match(failReasonOf(code), /^[a-z_]+$/)
  assert.equal(failReasonOf('901'), 'insufficient_funds')
  assert.equal(failReasonOf('911'), 'account_frozen')
  assert.equal(failReasonOf('977'), 'returned_by_bank')
  const page = readFileSync(`${projectFolder}/docs/eft.md`, 'utf8')
  for (const [code, { meaning, failReason }] of Object.entries(returnReasons))
    assert.ok(page.includes(`| ${code} | ${meaning} | \`${failReason}\` |`), `${code} in docs/eft.md`)
})
