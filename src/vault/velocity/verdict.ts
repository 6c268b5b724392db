/** Whether an attempt may go to the network now, by what is counted and what is under way. */
import type { Config } from '../../ground/config.ts'
import { type Count, isKnown, owed, uncovered } from './counts.ts'
import { type Scope, type Subjects, scopes } from './subjects.ts'

type Limits = Config['cardTesting']

/** Attempts under way that no approvals cover: should they all be declined, they count. */
export type Flights = Record<'company' | 'address' | 'card', number>

export type Verdict =
  | { go: 'send'; covered: boolean }
  /** So many are under way that the answers to some have to come first. */
  | { go: 'wait' }
  | { go: 'locked'; scope: Scope }

/** How far a scope is from its lock-out: 1 is locked. */
const share = (scope: Scope, count: Count, limits: Limits, flying = 0): number => {
  const limit = limits.declines[scope]
  return limit === 0 ? 0 : (owed(scope, count) + flying) / limit
}

export type Attempt = {
  counts: Record<keyof Subjects, Count>
  flights: Flights
  knownPayer: boolean
  now: Date
}

export function verdictOf({ counts, flights, knownPayer, now }: Attempt, limits: Limits): Verdict {
  const { visitor, address } = counts
  const known = isKnown(visitor, knownPayer, now)
  const covered = uncovered('visitor', visitor) <= -1
  const blamed = uncovered('visitor', visitor) >= 0.5
  for (const scope of scopes) {
    if (share(scope, counts[scope], limits) < 1) continue
    // Testers would otherwise lock everybody out of a company, or of a bank's cards.
    if (scope === 'company' && known) continue
    if (scope === 'bin' && !blamed) continue
    return { go: 'locked', scope }
  }
  if (limits.triesOfAddress > 0 && address.tried >= 4 * limits.triesOfAddress)
    return { go: 'locked', scope: 'address' }
  const waits = (['company', 'address', 'card'] as const).some(
    (scope) => share(scope, counts[scope], limits, flights[scope] + 1) > 1 && flights[scope] > 0,
  )
  return waits && !covered && !known ? { go: 'wait' } : { go: 'send', covered }
}

/** From this part of the way to a lock-out on, an attempt is suspicious. */
const SUSPICIOUS = 0.3
const MORE_SUSPICIOUS = 0.6

/**
 * How much work has to be proven first, in bits, of which each doubles it; 0 is none. `counts` may be of a
 * page that has no card yet.
 */
export function proofAsked(counts: Partial<Record<Scope, Count>>, limits: Limits): number {
  if (limits.proofBits === 0) return 0
  const shares = scopes.map((scope) => (counts[scope] ? share(scope, counts[scope], limits) : 0))
  const highest = Math.max(...shares)
  if (highest >= 1) return limits.proofBits + 2
  if (highest >= MORE_SUSPICIOUS) return limits.proofBits + 1
  const busy = limits.triesOfAddress > 0 && (counts.address?.tried ?? 0) >= limits.triesOfAddress
  return highest >= SUSPICIOUS || busy ? limits.proofBits : 0
}
