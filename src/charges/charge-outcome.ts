import type { ChargedDebit } from '../debits/debit.ts'
import type { CardFailReason, FailReason, Retry } from '../ground/fail-reasons.ts'
import type { ChargeRequest, ChargeRequested } from './request-charges.ts'
import type { UnsentFailReason } from './unsent.ts'

/** The network's no: its own code, why in our words, and whether the same card is worth another try. */
export type NetworkRefusal = {
  fail_reason: CardFailReason
  response_code: string
  retry: Retry
  /** The network's advice, where it gave one: `ground/retry-advice.ts`. */
  advice_code?: string | undefined
}

/** Why a card is not charged now: its last decline. `until` null: for good. */
export type Rest = { until: Date | null; fail_reason: FailReason; network_code: string }

/**
 * What came of a charge or an authorization. `paid` and `preauthorized` as asked for; `unknown`: it is being
 * reversed; `reversed`: it was, because nobody knew, so nothing was taken. `unsent`: nothing left for the
 * network. `text`: its answer, where one is kept under a key. `refused`: not begun, nothing was stored.
 * `repeated`: its idempotency key was used before.
 */
export type ChargeOutcome = ChargeEnd | ChargeRefused | { outcome: 'repeated' }

/** Of one that was begun. */
export type ChargeEnd =
  | { outcome: 'paid' | 'preauthorized' | 'unknown'; debit: ChargedDebit; text?: string }
  | ({ outcome: 'declined'; debitId: string } & NetworkRefusal)
  | { outcome: 'unsent'; debitId: string; fail_reason: UnsentFailReason }
  | { outcome: 'reversed'; debitId: string }

export type ChargeRefused = Extract<ChargeRequested, { verdict: 'refused' }> & {
  outcome: 'refused'
  request: Pick<ChargeRequest, 'contactId' | 'creditCardId'>
  /** Of `charged_before_restore`: the network’s reference of what it is like, and when that was. */
  before?: { reference: string; happened_at: Date }
  /** Why the card rests, where that is the refusal. */
  rest?: Rest | undefined
}
