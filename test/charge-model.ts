/**
 * What a charge, its attempt and its idempotency key go through, in the simplest words:
 * src/lifecycle/lifecycle-model.long.test.ts.
 */
import type { FailReason } from '../src/ground/fail-reasons.ts'
import type { CardOutcome } from '../src/ground/vault-protocol.ts'

export type Card = 'good' | 'poor' | 'silent'

/** One charge as it should be. `network` is what the network's books should have of it. */
export type ModelCharge = {
  debitId: string
  attemptId: string
  card: Card
  key: string | null
  amount: bigint
  debit: string
  failReason: FailReason | null
  attempt: string
  history: string[]
  events: string[]
  /** What has been posted to the company's account. */
  payable: bigint
  network: 'nothing' | 'captured' | 'declined' | 'reversed'
  reversedAtNetwork: boolean
  /** What the process that charges has heard and may record, as often as it likes. */
  inHand: CardOutcome | null
}

/** The answer that a key gives: its status, or null while there is none. */
export type ModelKey = { debitId: string; status: number | null }

export type Model = { charges: ModelCharge[]; keys: Map<string, ModelKey> }

/** A charge whose request is durable. */
export function request(
  model: Model,
  asked: Pick<ModelCharge, 'debitId' | 'attemptId' | 'card' | 'key' | 'amount'>,
) {
  if (asked.key) model.keys.set(asked.key, { debitId: asked.debitId, status: null })
  model.charges.push({
    ...asked,
    debit: 'requested',
    failReason: null,
    attempt: 'sent',
    history: ['request'],
    events: ['created requested'],
    payable: 0n,
    network: 'nothing',
    reversedAtNetwork: false,
    inHand: null,
  })
}

function end(
  model: Model,
  charge: ModelCharge,
  state: 'paid' | 'failed',
  reason: FailReason | null,
  status: number,
) {
  charge.debit = state
  charge.failReason = reason
  charge.history.push(state === 'paid' ? 'charge' : 'fail')
  charge.events.push(`${state} ${state}`)
  if (state === 'paid') charge.payable = -charge.amount
  if (charge.key) model.keys.get(charge.key)!.status = status
}

/** What the network does with the charge, and what the vault hears. */
export function hear(charge: ModelCharge): CardOutcome['outcome'] {
  if (charge.card === 'poor' || charge.reversedAtNetwork) {
    charge.network = 'declined'
    return 'declined'
  }
  charge.network = 'captured'
  return charge.card === 'good' ? 'approved' : 'unknown'
}

/** Records what is in hand: only where the attempt is still `sent`. Answers whether it was. */
export function record(model: Model, charge: ModelCharge): boolean {
  const { inHand } = charge
  if (!inHand || charge.attempt !== 'sent') return false
  switch (inHand.outcome) {
    case 'approved':
      charge.attempt = 'approved'
      end(model, charge, 'paid', null, 200)
      break
    case 'declined':
      charge.attempt = 'declined'
      end(model, charge, 'failed', inHand.fail_reason, 402)
      break
    case 'unsent':
      charge.attempt = 'unsent'
      end(model, charge, 'failed', 'network_unavailable', 503)
      // Nothing happened, so the key is free again.
      if (charge.key) model.keys.delete(charge.key)
      break
    case 'unknown':
      charge.attempt = 'reversing'
  }
  return true
}

/** A reversal is sent; with `acknowledged` the network's answer came back and is recorded. */
export function reverse(model: Model, charge: ModelCharge, acknowledged: boolean): void {
  charge.reversedAtNetwork = true
  if (charge.network === 'captured') charge.network = 'reversed'
  if (!acknowledged || charge.attempt !== 'reversing') return
  charge.attempt = 'reversed'
  if (charge.debit === 'requested') end(model, charge, 'failed', 'network_timeout', 504)
}

/** The worker takes every attempt without an outcome over and reverses what is to be reversed. */
export function resolve(model: Model, acknowledged: (charge: ModelCharge) => boolean): void {
  for (const charge of model.charges) {
    if (charge.attempt === 'sent') charge.attempt = 'reversing'
    if (charge.attempt === 'reversing') reverse(model, charge, acknowledged(charge))
  }
}
