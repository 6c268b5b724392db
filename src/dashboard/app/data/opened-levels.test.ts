/** The levels of an explanation that an address opens. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { disputeExplained } from '../pages/disputes/dispute.ts'
import { parseSearch, writeSearch } from './filters.ts'
import { LEVELS, readLevels } from './opened-levels.ts'

const first = '/balance/explain?currency=CAD&account=company_payable'
const second = '/balance/explain?currency=CAD&move=refund.approve&day=2026-11-24'

test('an address holds the levels that are open, and says them again', () => {
  const search = writeSearch({ from: '2026-11-01', [LEVELS]: `${first} ${second}` })
  assert.deepEqual(readLevels(parseSearch(search)[LEVELS], first), [first, second])
})

test('of many amounts on a page the address opens the one that it names, if it is one of them', () => {
  const [one, other] = ['/dispute/019b-1/explain?part=amount', '/dispute/019b-2/explain']
  for (const first of [one, other]) assert.deepEqual(readLevels(first, disputeExplained), [first])
  for (const first of [undefined, '/payout/019b-1/explain', `/x${one}`, '/dispute/explain'])
    assert.deepEqual(readLevels(first && `${first} ${other}`, disputeExplained), [])
})

test('levels of another amount, of nothing, without end or of anything but an explanation open nothing', () => {
  assert.deepEqual(readLevels(`${first} ${second}`, second), [])
  assert.deepEqual(readLevels(undefined, first), [])
  assert.deepEqual(readLevels(Array(9).fill(first).join(' '), first), [])
  for (const path of [
    '/session',
    '/../operator/keys/explain',
    'https://evil.example/explain',
    '//evil/explain',
    '/a/explain#x',
  ])
    assert.deepEqual(readLevels(`${first} ${path}`, first), [], path)
})
