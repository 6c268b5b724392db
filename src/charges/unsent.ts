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
  return /^(vault_|too_old$|other_vault$)/.test(reason) ? 'vault_unavailable' : 'network_unavailable'
}
