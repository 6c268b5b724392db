import { among, choice, day, found, text } from '../../data/filters.ts'
import { listUnlessDays, PAGE_ROWS } from '../../data/first.ts'
import { page } from '../../page.ts'

export const signInPage = page({
  path: 'sign-in',
  area: 'outside',
  title: { en: 'Sign in', fr: 'Connexion' },
  // Where to afterwards (`data/after-sign-in.ts`), and that a session has ended (`data/signed-out.ts`); what
  // is not named here is cut from the address.
  filters: { next: text, ended: choice(['true']) },
})

export const resetPage = page({
  path: 'reset',
  area: 'outside',
  title: { en: 'New password', fr: 'Nouveau mot de passe' },
})

export const invitationPage = page({
  path: 'invitation',
  area: 'outside',
  title: { en: 'Invitation', fr: 'Invitation' },
})

export const teamPage = page({
  path: 'team',
  title: { en: 'Team', fr: 'Équipe' },
  scope: 'team:read',
  nav: { group: 'settings', icon: 'people' },
  first: () => [
    { path: '/team', rows: PAGE_ROWS },
    { path: '/team/invitations', query: { limit: 100 } },
  ],
  deeds: [{ id: 'invite', title: { en: 'Invite somebody', fr: 'Inviter quelqu’un' }, scope: 'team:write' }],
})

export const securityPage = page({
  path: 'security',
  title: { en: 'My security', fr: 'Ma sécurité' },
  nav: { group: 'settings', icon: 'shield' },
})

/** The same for an operator who is in no company. */
export const operatorSecurityPage = page({
  path: 'security',
  area: 'operator',
  title: { en: 'My security', fr: 'Ma sécurité' },
  nav: { group: 'operator', icon: 'shield' },
  outsideCompany: true,
})

export const auditFilters = {
  actor_id: among('ids'),
  operation: among('words'),
  object_id: found('thing'),
  created_after: day,
  created_before: day,
} as const

export const auditPage = page({
  path: 'audit',
  title: { en: 'Audit log', fr: 'Journal d’audit' },
  scope: 'audit:read',
  nav: { group: 'settings', icon: 'log' },
  filters: auditFilters,
  first: (_, values) => [{ path: '/audit/filters' }, ...listUnlessDays('/audit', values)],
})

/** Of all companies there is no search: a thing is found by its name once its company is chosen. */
export const operatorAuditFilters = { company_id: found('company'), ...auditFilters } as const

/** That of all companies, with commands and what operators did. */
export const operatorAuditPage = page({
  path: 'audit',
  area: 'operator',
  title: { en: 'Audit of all companies', fr: 'Audit de toutes les entreprises' },
  scope: 'operator:read',
  nav: { group: 'operator', icon: 'log' },
  filters: operatorAuditFilters,
})
