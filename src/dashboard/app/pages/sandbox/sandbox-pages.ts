import { choice } from '../../data/filters.ts'
import { page } from '../../page.ts'

export const sandboxFilters = {
  view: choice(['clock', 'cards', 'accounts', 'faults', 'mail', 'trigger']),
} as const

export const sandboxPage = page({
  path: 'sandbox',
  title: { en: 'Sandbox', fr: 'Bac à sable' },
  scope: 'company:read',
  nav: { group: 'developers', icon: 'brush' },
  key: 'x',
  filters: sandboxFilters,
  demoOnly: true,
})
