import type { Query } from '../../data/ask.ts'
import { choice, choices, day } from '../../data/filters.ts'
import { listUnlessDays } from '../../data/first.ts'
import { page } from '../../page.ts'
import { chosenLanguage } from '../../words/chosen-language.ts'

export const rangeFilters = { from: day, to: day } as const
export const payoutFilters = {
  state: choices(['requested', 'initiated', 'completed', 'returned']),
  currency: choice(['CAD', 'USD']),
  created_after: day,
  created_before: day,
} as const

export const homePage = page({
  path: '',
  title: { en: 'Home', fr: 'Accueil' },
  scope: 'company:read',
  nav: { group: 'overview', icon: 'home' },
  key: 'h',
  filters: rangeFilters,
  first: (_, range) => [
    { path: '/company/summary', query: range as Query },
    { path: '/company/attention' },
    { path: '/payout/next' },
  ],
})

export const payoutsPage = page({
  path: 'payouts',
  title: { en: 'Payouts', fr: 'Versements' },
  scope: 'company:read',
  nav: { group: 'money', icon: 'bank' },
  key: 'p',
  filters: payoutFilters,
  first: (_, values) => [
    { path: '/payout/next' },
    { path: '/bank_account', query: { limit: 100 } },
    ...listUnlessDays('/payout', values),
  ],
})

export const payoutPage = page({
  path: 'payouts/$payout',
  title: { en: 'Payout', fr: 'Versement' },
  scope: 'company:read',
  first: ({ payout }) => [
    { path: `/payout/${payout}/explain`, rows: null },
    { path: `/payout/${payout}/actions`, query: { language: chosenLanguage() } },
  ],
})

export const balancePage = page({
  path: 'balance',
  title: { en: 'Balance', fr: 'Solde' },
  scope: 'company:read',
  nav: { group: 'money', icon: 'scales' },
  key: 'b',
  first: () => [{ path: '/balance' }, { path: '/payout/next' }],
})

export const feesPage = page({
  path: 'fees',
  title: { en: 'Fees', fr: 'Frais' },
  scope: 'company:read',
  nav: { group: 'money', icon: 'log' },
  filters: rangeFilters,
  first: (_, range) => [{ path: '/company/summary', query: range as Query }],
})
