import { Problem } from '../ground/errors.ts'
import type { Caller } from '../http/authenticate.ts'
import type { Role } from '../http/scopes.ts'

/**
 * Only an owner makes an owner, or changes one: so an admin cannot make himself one, nor put the owner out. A
 * token makes none either: nobody who answers for it has shown who they are.
 */
export function requireMayGive({ actor }: Caller, ...roles: (Role | undefined)[]): void {
  if (!roles.includes('owner')) return
  if (actor.kind === 'user' && actor.role === 'owner') return
  throw new Problem('forbidden', 'Only an owner makes, changes or removes an owner.')
}
