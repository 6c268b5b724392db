import { choice } from '../../data/filters.ts'
import { listUnlessDays } from '../../data/first.ts'
import { page } from '../../page.ts'

export const linkFilters = { kind: choice(['debit', 'credit']) } as const

export const linksPage = page({
  path: 'links',
  title: { en: 'Payment links', fr: 'Liens de paiement' },
  scope: ['debits:read', 'credits:read'],
  nav: { group: 'customers', icon: 'link' },
  key: 'l',
  deeds: [
    {
      id: 'create',
      title: { en: 'New link', fr: 'Nouveau lien' },
      scope: ['debits:write', 'credits:write'],
      takesMoney: true,
    },
  ],
  filters: linkFilters,
  first: (_, values) => listUnlessDays('/payment_link', values),
})
