import { choice, found, text } from '../../data/filters.ts'
import { listUnlessDays } from '../../data/first.ts'
import { page } from '../../page.ts'

export const requestFilters = {
  outcome: choice(['succeeded', 'refused', 'failed']),
  method: choice(['GET', 'PUT', 'POST', 'PATCH', 'DELETE']),
  operation: text,
  token_id: found('token'),
} as const

export const requestsPage = page({
  path: 'requests',
  title: { en: 'Request log', fr: 'Journal des requêtes' },
  scope: 'audit:read',
  nav: { group: 'developers', icon: 'log' },
  key: 'r',
  filters: requestFilters,
  first: (_, values) => listUnlessDays('/request_log', values),
})

export const requestPage = page({
  path: 'requests/$request',
  title: { en: 'Request', fr: 'Requête' },
  scope: 'audit:read',
  first: ({ request }) => [{ path: `/request_log/${request}` }],
})
