import { text } from '../../data/filters.ts'
import { listUnlessDays } from '../../data/first.ts'
import { page } from '../../page.ts'

/** `type`: one, or several with commas, as the API takes them. */
export const eventFilters = { type: text } as const

export const eventsPage = page({
  path: 'events',
  title: { en: 'Events', fr: 'Événements' },
  scope: 'events:read',
  nav: { group: 'developers', icon: 'list' },
  key: 'e',
  filters: eventFilters,
  first: (_, values) => [{ path: '/events/types' }, ...listUnlessDays('/events/newest', values)],
})

export const eventPage = page({
  path: 'events/$event',
  title: { en: 'Event', fr: 'Événement' },
  scope: 'events:read',
  first: ({ event }) => [{ path: `/events/${event}`, asText: true }],
})
