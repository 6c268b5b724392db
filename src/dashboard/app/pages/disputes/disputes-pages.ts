import { choice } from '../../data/filters.ts'
import { page } from '../../page.ts'

export const disputeFilters = { state: choice(['needs_response', 'under_review', 'won', 'lost']) } as const

export const disputesPage = page({
  path: 'disputes',
  title: { en: 'Disputes', fr: 'Contestations' },
  scope: 'debits:read',
  nav: { group: 'money', icon: 'flag' },
  key: 'd',
  filters: disputeFilters,
})

export const disputePage = page({
  path: 'disputes/$dispute',
  title: { en: 'Dispute', fr: 'Contestation' },
  scope: 'debits:read',
})
