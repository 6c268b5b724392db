import { page } from '../../page.ts'

export const webhooksPage = page({
  path: 'webhooks',
  title: { en: 'Webhooks', fr: 'Webhooks' },
  scope: 'webhooks:read',
  nav: { group: 'developers', icon: 'hook' },
  key: 'w',
})

export const webhookPage = page({
  path: 'webhooks/$webhook',
  title: { en: 'Webhook', fr: 'Webhook' },
  scope: 'webhooks:read',
})
