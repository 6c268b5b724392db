import { choice, text } from '../../data/filters.ts'
import { listUnlessDays } from '../../data/first.ts'
import { page } from '../../page.ts'

export const scheduleFilters = {
  state: choice(['active', 'paused', 'completed', 'cancelled']),
  external_reference: text,
} as const

export const schedulesPage = page({
  path: 'schedules',
  title: { en: 'Schedules', fr: 'Échéanciers' },
  scope: 'scheduled:read',
  nav: { group: 'customers', icon: 'calendar' },
  key: 's',
  deeds: [
    {
      id: 'create',
      title: { en: 'New schedule', fr: 'Nouvel échéancier' },
      scope: 'scheduled:write',
      takesMoney: true,
    },
  ],
  filters: scheduleFilters,
  first: (_, values) => listUnlessDays('/schedule', values),
})

export const schedulePage = page({
  path: 'schedules/$schedule',
  title: { en: 'Schedule', fr: 'Échéancier' },
  scope: 'scheduled:read',
  first: ({ schedule }) => [{ path: `/schedule/${schedule}` }],
})
