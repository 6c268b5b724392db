/**
 * Why money did not move where nothing left for the card network, by the vault's reason. `card_deleted` and `card_unreadable` stay true
 * however often one tries; all else is an outage that passes.
 */
export function unsentFailReason(reason: string): 'card_deleted' | 'card_unreadable' | 'network_unavailable' {
  if (reason === 'card_shredded') return 'card_deleted'
  return reason === 'card_unreadable' ? reason : 'network_unavailable'
}
