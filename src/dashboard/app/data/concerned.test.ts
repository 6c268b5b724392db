import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventTypes } from '../../../events/event-types.ts'
import { concernedBy } from './concerned.ts'

const asksAnew = (type: string, path: string) =>
  concernedBy(type).some((beginning) => path.startsWith(beginning))

test('whatever an event of this kind may change on a page is asked anew', () => {
  const pages: Record<string, string[]> = {
    'transactions.': [
      '/transaction',
      '/transaction/id/timeline',
      '/payment_link',
      '/dispute/id',
      '/payout/next',
      '/balance',
      '/company/summary',
      '/company/attention',
      '/events/newest',
    ],
    'payouts.': [
      '/payout',
      '/payout/id/explain',
      '/balance',
      '/transaction/id/timeline',
      '/company/attention',
    ],
    'schedules.': ['/schedule', '/schedule/id/occurrences', '/events/newest'],
    'contacts.': ['/contact', '/contact/id/creditcards'],
    'webhooks.': ['/webhooks', '/webhooks/id/deliveries', '/company/attention'],
    'company.': ['/company'],
    'users.': ['/team', '/session/sessions'],
    'events.': ['/transaction', '/contact', '/balance', '/payout'],
  }
  for (const type of eventTypes) {
    const kind = `${type.split('.')[0]}.`
    assert.ok(pages[kind], `${type} concerns no page: give it a row in concerned.ts and here`)
    for (const path of pages[kind]) assert.ok(asksAnew(type, path), `${type} leaves ${path} as it was`)
  }
  assert.equal(asksAnew('payouts.completed', '/contact'), false)
})
