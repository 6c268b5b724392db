import { choice, choices, day, text } from '../../data/filters.ts'
import { page } from '../../page.ts'

export const partsFilters = {
  search: text,
  state: choices(['paid', 'failed', 'processing']),
  kind: choice(['debit', 'credit']),
  since: day,
  view: choice(['table', 'pictures', 'forms']),
} as const

/** Every general part on one page, for whoever builds pages, and for the tests. It is linked from nowhere. */
export const partsPage = page({
  path: 'parts',
  title: { en: 'Parts', fr: 'Éléments' },
  filters: partsFilters,
})
