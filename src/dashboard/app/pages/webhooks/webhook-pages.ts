import { choice } from '../../data/filters.ts'
import { listUnlessDays, PAGE_ROWS } from '../../data/first.ts'
import { page } from '../../page.ts'

export const webhookFilters = { attention: choice(['webhook_failing']) } as const

export const webhooksPage = page({
  path: 'webhooks',
  title: { en: 'Webhooks', fr: 'Webhooks' },
  scope: 'webhooks:read',
  nav: { group: 'developers', icon: 'hook' },
  key: 'w',
  deeds: [
    { id: 'create', title: { en: 'Add a webhook', fr: 'Ajouter un webhook' }, scope: 'webhooks:write' },
  ],
  filters: webhookFilters,
  first: (_, values) => listUnlessDays('/webhooks', values),
})

export const webhookPage = page({
  path: 'webhooks/$webhook',
  title: { en: 'Webhook', fr: 'Webhook' },
  scope: 'webhooks:read',
  first: ({ webhook }) => [
    { path: `/webhooks/${webhook}` },
    { path: `/webhooks/${webhook}/deliveries`, rows: PAGE_ROWS },
  ],
})
