/**
 * What an event may have changed of what is shown: the beginnings of the paths that pages ask. A payout is on
 * its debits' timelines, and a debit in the next payout; of a link the debit's events tell.
 */
const concerned: readonly (readonly [string, readonly string[]])[] = [
  ['contacts.', ['/contact', '/company/attention']],
  [
    'transactions.',
    [
      '/transaction',
      '/refund',
      '/dispute',
      '/schedule',
      '/payment_link',
      '/payout',
      '/balance',
      '/ledger',
      '/company/summary',
      '/company/attention',
    ],
  ],
  ['payouts.', ['/payout', '/transaction', '/balance', '/ledger', '/company/summary', '/company/attention']],
  ['schedules.', ['/schedule', '/company/attention']],
  ['webhooks.', ['/webhooks', '/company/attention']],
  ['users.', ['/team', '/session', '/audit']],
  ['company.', ['/company', '/audit']],
  // Whatever a restore has lost is not as it was shown.
  ['events.', ['/']],
]

/** Beside what its kind concerns, every event is in the log. */
export const concernedBy = (type: string): readonly string[] => [
  '/events',
  ...concerned.filter(([beginning]) => type.startsWith(beginning)).flatMap(([, paths]) => paths),
]
