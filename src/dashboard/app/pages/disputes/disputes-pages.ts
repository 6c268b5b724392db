import { choice, choices, day, text } from '../../data/filters.ts'
import { listUnlessDays } from '../../data/first.ts'
import { page } from '../../page.ts'

export const disputeFilters = {
  state: choices(['needs_response', 'under_review', 'won', 'lost']),
  currency: choice(['CAD', 'USD']),
  opened_after: day,
  opened_before: day,
  reason: text,
} as const

export const disputesPage = page({
  path: 'disputes',
  title: { en: 'Disputes', fr: 'Contestations' },
  scope: 'debits:read',
  nav: { group: 'money', icon: 'flag' },
  key: 'd',
  filters: disputeFilters,
  first: (_, values) => listUnlessDays('/dispute', values),
})

export const disputePage = page({
  path: 'disputes/$dispute',
  title: { en: 'Dispute', fr: 'Contestation' },
  scope: 'debits:read',
  first: ({ dispute }) => [{ path: `/dispute/${dispute}` }],
})
