/** What a token may be given. */
export const scopes = [
  'contacts:read',
  'contacts:write',
  'debits:read',
  'debits:write',
  'credits:read',
  'credits:write',
  'scheduled:read',
  'scheduled:write',
  'webhooks:read',
  'webhooks:write',
  'events:read',
  'company:read',
  'company:write',
  'tokens:read',
  'tokens:write',
  'team:read',
  'team:write',
  'audit:read',
] as const

/** The platform's operators have these, and tokens of theirs: no company's token or member does. */
export const operatorScopes = ['operator:read', 'operator:write'] as const

/** Whoever is signed in has these, over their own sessions and ways to sign in; no token does. */
export const sessionScopes = ['session:read', 'session:write'] as const

export type CompanyScope = (typeof scopes)[number]
export type Scope = CompanyScope | (typeof operatorScopes)[number] | (typeof sessionScopes)[number]

/** What an operator sees of a company that is not theirs: everything, and may change nothing. */
export const readingScopes = scopes.filter((scope) => scope.endsWith(':read'))

export const roles = ['owner', 'admin', 'developer', 'support', 'viewer'] as const
export type Role = (typeof roles)[number]

/**
 * What each role may do, by the scopes of operations: `docs/roles.md` is written from it. An admin differs
 * from an owner in whom they may make or remove (`users/team-rule.ts`).
 */
export const roleScopes: Record<Role, readonly CompanyScope[]> = {
  owner: scopes,
  admin: scopes,
  // Everything to build with, and no money.
  developer: [
    'contacts:read',
    'debits:read',
    'credits:read',
    'scheduled:read',
    'webhooks:read',
    'webhooks:write',
    'events:read',
    'company:read',
    'tokens:read',
    'tokens:write',
    'team:read',
    'audit:read',
  ],
  // Whom customers call: charges and refunds, and nothing that pays out or changes where money goes.
  support: [
    'contacts:read',
    'contacts:write',
    'debits:read',
    'debits:write',
    'credits:read',
    'scheduled:read',
    'scheduled:write',
    'events:read',
    'company:read',
    'team:read',
  ],
  viewer: ['contacts:read', 'debits:read', 'credits:read', 'scheduled:read', 'events:read', 'company:read'],
}
