import { Problem, type ProblemCode } from '../ground/errors.ts'
import type { FailReason } from '../ground/fail-reasons.ts'

/**
 * Where it was not the network that could not be asked, but the vault or its database: nothing is said of the
 * network then.
 */
export type UnsentFailReason = Extract<
  FailReason,
  'card_deleted' | 'card_unreadable' | 'vault_unavailable' | 'network_unavailable'
>

/**
 * Why money did not move where nothing left for the card network, by the vault's reason. `card_deleted` and
 * `card_unreadable` stay true however often one tries; all else is an outage that passes.
 */
export function unsentFailReason(reason: string): UnsentFailReason {
  if (reason === 'card_shredded') return 'card_deleted'
  if (reason === 'card_unreadable') return reason
  return /^(vault_|too_old$|other_vault$|other_acceptor$)/.test(reason)
    ? 'vault_unavailable'
    : 'network_unavailable'
}

/** An outage passes, so it may be tried again; what no repeat mends is not told as one. */
const problemOf: Record<UnsentFailReason, { code: ProblemCode; passes: boolean }> = {
  card_deleted: { code: 'wrong_state', passes: false },
  card_unreadable: { code: 'service_unavailable', passes: false },
  vault_unavailable: { code: 'service_unavailable', passes: true },
  network_unavailable: { code: 'network_unavailable', passes: true },
}

/** The Problem of what never left for the network, in the words that its kind of movement has for it. */
export function unsentProblem(
  reason: UnsentFailReason,
  words: Record<UnsentFailReason, string>,
  members: Record<string, unknown>,
): Problem {
  const { code, passes } = problemOf[reason]
  return new Problem(code, words[reason], { members, ...(passes && { headers: { 'retry-after': '2' } }) })
}
