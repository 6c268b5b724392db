/** What the API says in English and pages show by name: French has words of its own for all of it. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { problems } from '../ground/errors.ts'
import { testAccounts } from '../simulator/bank-accounts.ts'
import { testCards } from '../simulator/test-cards.ts'
import { everyCheck } from '../verify/verify.ts'
import { connectionError, statusError } from '../webhooks/delivery-error.ts'
import { frenchChecks } from './app/pages/operator/french-checks.ts'
import { accountInFrench } from './app/pages/sandbox/french-accounts.ts'
import { frenchCards } from './app/pages/sandbox/french-cards.ts'
import { errorInFrench } from './app/words/french-errors.ts'
import { problemInFrench } from './app/words/problem-words.ts'

test('each check of verify is said in French, and no other', () => {
  assert.deepEqual(
    Object.keys(frenchChecks),
    everyCheck.map(({ name }) => name),
  )
})

test('what each test card does is said in French, and of no other', () => {
  assert.deepEqual(Object.keys(frenchCards).sort(), testCards.map(({ number }) => number).sort())
})

test('what each test account does is said in French', () => {
  for (const { behaviour } of testAccounts) assert.ok(accountInFrench(behaviour), behaviour)
})

test('why a delivery failed is said in French, and so is what a bank sent back that fits nothing', () => {
  const codes = [
    'ECONNREFUSED',
    'EHOSTUNREACH',
    'ETIMEDOUT',
    'EPIPE',
    'ENOTFOUND',
    'ADDRESS_REFUSED',
    'CERT_X',
    'EX',
  ]
  const errors = [
    ...[301, 101, 404, 410, 500].map((status) => statusError(status)!),
    ...codes.map((code) => connectionError(Object.assign(new Error(), { code }))),
    connectionError(new Error('bad upgrade')),
    connectionError(new Error()),
  ].map(({ error }) => error)
  const source = ['apply-bank-answer', 'find-originals']
    .map((name) => readFileSync(new URL(`../rails/${name}.ts`, import.meta.url), 'utf8'))
    .join()
  const problems = [...source.matchAll(/'((?:its?|the item|no item|is for) [^']+)'/g)].map(
    ([, said]) => said!,
  )
  assert.ok(problems.length >= 11, String(problems))
  for (const said of [
    ...errors,
    ...problems.map((said) => (/^its? (?:co|di)/.test(said) ? `${said} (R61)` : said)),
  ])
    assert.notEqual(errorInFrench(said), said)
})

test('each problem of the API is said in French, a decline with its reason, and what a form is commonly told of a field', () => {
  for (const code of Object.keys(problems)) assert.ok(problemInFrench({ code }), code)
  assert.equal(problemInFrench({ code: 'of_a_later_version' }), undefined)
  const declined = problemInFrench({ code: 'card_declined', fail_reason: 'insufficient_funds' })
  assert.match(declined!, /refusée.*insuffisants/)
  const bank = readFileSync(new URL('../bank-accounts/bank-account.ts', import.meta.url), 'utf8')
  const ofDigits = [...bank.matchAll(/'(must (?:be the|have) [^']+)'/g)].map(([, said]) => said!)
  assert.ok(ofDigits.length >= 4, String(ofDigits))
  for (const said of ['is required', 'must not be empty', 'must have at most 30 characters', ...ofDigits])
    assert.notEqual(errorInFrench(said), said)
})
