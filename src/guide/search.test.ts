import assert from 'node:assert/strict'
import { test } from 'node:test'
import MiniSearch from 'minisearch'
import { openSearch, stem } from './page/search-index.ts'
import { readPages } from './pages.ts'
import { questions } from './search-questions.ts'
import { searchSections } from './search-sections.ts'
import { otherWords } from './search-words.ts'

const sections = searchSections(readPages())
const search = openSearch(MiniSearch, sections)
const nameOf = (id: string) => id.replace(/^\/docs\/guide\/?/, '') || 'index'
const found = (words: string) => search(words).map(({ id }) => nameOf(id))

/** What a payments engineer types, and the page that has to be among the first three. */
const wanted: Record<string, string> = {
  '3DS': 'cards#3-d-secure',
  '3-D Secure': 'cards#3-d-secure',
  '3d secure': 'cards#3-d-secure',
  CVC: 'cards#cvc-and-postal-code',
  CVV: 'cards#cvc-and-postal-code',
  AVS: 'cards#cvc-and-postal-code',
  PAD: 'debit-a-bank-account',
  mandate: 'payment-page',
  ACH: 'debit-a-bank-account',
  EFT: 'eft',
  NSF: 'fail-reasons/insufficient_funds',
  chargeback: 'disputes',
  void: 'preauthorize-and-capture',
  preauth: 'preauthorize-and-capture',
  'partial refund': 'make-a-refund',
  recurring: 'schedule-payments',
  subscription: 'schedule-payments',
  payout: 'clearing',
  settlement: 'clearing',
  reconciliation: 'clearing',
  idempotency: 'api#idempotency',
  webhook: 'receive-webhooks',
  'webhook signature': 'receive-webhooks',
  HMAC: 'receive-webhooks',
  'test card': 'test-data',
  declined: 'fail-reasons',
  timeout: 'errors#network_timeout',
  PCI: 'security',
  iframe: 'embed',
  'rate limit': 'api',
  'API key': 'api',
  pagination: 'api',
  '2FA': 'users',
  customer: 'concepts',
  invoice: 'take-a-payment-by-link',
  'Apple Pay': 'from-stripe#what-has-no-counterpart',
  'statement descriptor': 'transactions',
  upgrade: 'operations',
  insufficient_funds: 'fail-reasons/insufficient_funds',
  'transactions.debits.paid': 'event-types/transactions.debits.paid',
}

test('what a payments engineer types finds its page among the first three', () => {
  const lost = Object.entries(wanted).filter(([words, page]) => !found(words).slice(0, 3).includes(page))
  assert.deepEqual(
    lost.map(([words, page]) => `${words}: ${page} is not of ${found(words).slice(0, 5).join(', ')}`),
    [],
  )
  assert.ok(Object.keys(wanted).length >= 25)
})

test('what people ask in words of their own finds one of its pages among the first three', () => {
  const asked = questions
    .trim()
    .replaceAll('\n  ', ' ')
    .split('\n')
    .flatMap((line) => {
      const [to = '', words = ''] = line.split(': ')
      return words.split(', ').map((question) => ({ question, to: to.split(' | ') }))
    })
  assert.ok(asked.length >= 250)
  const names = new Set(readPages().keys())
  const lost = asked.flatMap(({ question, to }) => {
    const first = found(question).slice(0, 3)
    const hit = first.some((name) => to.includes(name) || to.includes(name.split('#')[0]!))
    return hit ? [] : [`${question}: none of ${to.join(', ')} is of ${first.join(', ')}`]
  })
  assert.deepEqual(lost, [])
  const unknown = asked.flatMap(({ to }) => to.filter((name) => !names.has(name.split('#')[0]!)))
  assert.deepEqual(unknown, [])
})

test('a word counts in each of its forms', () => {
  for (const forms of [
    ['refund', 'refunds', 'refunded', 'refunding'],
    ['retry', 'retries', 'retried', 'retrying'],
    ['charge', 'charges', 'charged', 'charging'],
    ['cancel', 'cancels', 'cancelled', 'canceled', 'cancelling'],
    ['tokenize', 'tokenise', 'tokenization', 'tokenized'],
  ])
    assert.equal(new Set(forms.map(stem)).size, 1, forms.map(stem).join(', '))
})

test('a slip of the hand still finds, and what nobody has written finds nothing', () => {
  assert.equal(found('refumd')[0], 'make-a-refund')
  assert.deepEqual(found('xylophone'), [])
})

test('each word that readers have of their own is of a section that is there', () => {
  const there = new Set(sections.map(([id]) => nameOf(id)))
  assert.deepEqual(
    Object.keys(otherWords).filter((name) => !there.has(name)),
    [],
  )
})
