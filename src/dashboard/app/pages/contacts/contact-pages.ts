import { choice, day, email, text } from '../../data/filters.ts'
import { listUnlessDays, PAGE_ROWS } from '../../data/first.ts'
import { page } from '../../page.ts'

export const contactFilters = {
  name: text,
  email,
  tag: text,
  attention: choice(['cards_expiring']),
  external_reference: text,
  created_after: day,
  created_before: day,
} as const

export const contactsPage = page({
  path: 'contacts',
  title: { en: 'Contacts', fr: 'Clients' },
  scope: 'contacts:read',
  nav: { group: 'customers', icon: 'people' },
  key: 'c',
  deeds: [
    { id: 'create', title: { en: 'New contact', fr: 'Nouveau client' }, scope: 'contacts:write' },
    {
      id: 'charge',
      title: { en: 'New charge', fr: 'Nouveau débit' },
      scope: 'debits:write',
      takesMoney: true,
    },
  ],
  filters: contactFilters,
  first: (_, values) => listUnlessDays('/contact', values),
})

export const contactViews = {
  view: choice(['overview', 'cards', 'accounts', 'agreements', 'transactions', 'schedules']),
} as const

export const contactPage = page({
  path: 'contacts/$contact',
  title: { en: 'Contact', fr: 'Client' },
  scope: 'contacts:read',
  filters: contactViews,
  first: ({ contact }, { view }) => [
    { path: `/contact/${contact}` },
    ...(view === 'transactions'
      ? [{ path: '/transaction', query: { contact_id: contact }, rows: PAGE_ROWS }]
      : []),
  ],
})
