import { choice, day } from '../../data/filters.ts'
import { listUnlessDays } from '../../data/first.ts'
import { page } from '../../page.ts'
import { chosenLanguage } from '../../words/chosen-language.ts'

export const refundPage = page({
  path: 'refunds/$refund',
  title: { en: 'Refund', fr: 'Remboursement' },
  scope: 'debits:read',
  first: ({ refund }) => [
    { path: `/refund/${refund}` },
    { path: `/refund/${refund}/actions`, query: { language: chosenLanguage() } },
  ],
})

export const refundFilters = {
  state: choice(['requested', 'paid', 'completed', 'failed']),
  created_after: day,
  created_before: day,
} as const

export const refundsPage = page({
  path: 'refunds',
  title: { en: 'Refunds', fr: 'Remboursements' },
  scope: 'debits:read',
  nav: { group: 'money', icon: 'undo' },
  filters: refundFilters,
  first: (_, values) => listUnlessDays('/refund', values),
})
