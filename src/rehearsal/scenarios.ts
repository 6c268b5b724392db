/** Every scenario, with what it is about (docs/rehearsal.md). */
import { forged } from './forged.ts'
import { keyRotation } from './key-rotation.ts'
import { lateDelivery } from './late-delivery.ts'
import {
  cardPage,
  declinedCharge,
  paid,
  pressedTwice,
  refusedByBank,
  slowCharge,
  unknownOutcome,
} from './payments.ts'
import { duplicates, lateRetries } from './repeats.ts'
import type { Stage } from './stage.ts'
import { dispute, lateReturn, returnAfterDeposit } from './taken-back.ts'

export type Scenario = { name: string; about: string; play(stage: Stage): Promise<void> }

/** Where these fail nothing else can be judged. */
export const first: Scenario = { name: 'paid', about: 'an order is charged and paid', play: paid }

/** In an order that the seed chooses. */
export const anyOrder: Scenario[] = [
  { name: 'duplicates', about: 'the same delivery comes again, and twice at once', play: duplicates },
  { name: 'late-delivery', about: 'a payment’s events come late, and all at once', play: lateDelivery },
  { name: 'late-retries', about: 'old events come after newer ones', play: lateRetries },
  { name: 'card-page', about: 'a page says that a card was entered; none was', play: cardPage },
  { name: 'declined', about: 'a charge is declined', play: declinedCharge },
  { name: 'refused-by-bank', about: 'a debit by bank comes back unpaid', play: refusedByBank },
  { name: 'unknown-outcome', about: 'the network never answers a charge', play: unknownOutcome },
  { name: 'slow-charge', about: 'a charge takes long and is paid', play: slowCharge },
  { name: 'pressed-twice', about: 'a customer presses the button twice', play: pressedTwice },
  { name: 'dispute', about: 'a cardholder disputes a payment', play: dispute },
  { name: 'late-return', about: 'a bank takes a paid debit back', play: lateReturn },
  { name: 'deposit-return', about: 'a bank takes a deposited debit back', play: returnAfterDeposit },
]

/**
 * After all others: a shop that does not take the next key hears of nothing more, and one that believes
 * forged events has lost count of the real ones.
 */
export const last: Scenario[] = [
  { name: 'key-rotation', about: 'the key that signs deliveries changes', play: keyRotation },
  { name: 'forged', about: 'deliveries that are not the platform’s', play: forged },
]

export const scenarioNames = [first, ...anyOrder, ...last].map(({ name }) => name)
