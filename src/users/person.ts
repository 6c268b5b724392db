import { Problem } from '../ground/errors.ts'
import type { Actor, Caller } from '../http/authenticate.ts'

export type Person = Extract<Actor, { kind: 'user' }>

/** Who is signed in. 403 for a token: it is nobody's own session. */
export function personOf({ actor }: Caller): Person {
  if (actor.kind === 'user') return actor
  throw new Problem('forbidden', 'This is for people who are signed in, by the cookie of their session.')
}
