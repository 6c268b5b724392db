/** What the exercises of a card network stand on (`exercise-card-network.ts`). */
import assert from 'node:assert/strict'
import type { CardFailReason, Retry } from '../src/ground/fail-reasons.ts'
import type { NetworkReference } from '../src/ground/vault-protocol.ts'
import type { Card, CardNetwork, SentRequest } from '../src/vault/card-network.ts'

/** What the far end has of all requests so far, in minor units of CAD, and how many it knows. */
export type Money = { captured: number; reversed: number; refunded: number; held: number; requests: number }

export type CardNetworkStage = {
  network: CardNetwork
  /** Of no other request. */
  newReference(): NetworkReference
  /** Cards by what the far end does with them. */
  cards: {
    good: Card
    /** Declined when charged, each with its reason. */
    declined: { card: Card; fail_reason: CardFailReason; retry: Retry }[]
    wrongCvc: Card
    wrongPostalCode: Card
    prepaid: Card
    /** Takes the money and says nothing. */
    silentTaken: Card
    /** Takes nothing and says nothing. */
    silentNotTaken: Card
    /** Takes the money and breaks the connection. */
    breaksOff: Card
    /** Takes the money, says nothing, and acknowledges neither of its first two reversals. */
    reversalsUnheard: Card
    /** Holds, and acknowledges neither of its first two captures. */
    capturesUnheard: Card
    /** Takes no refunds. */
    refundDeclined: Card
    /** No network has such a number. */
    notExpressible: Card
  }
  money(): Promise<Money>
  goAway(): Promise<void>
  /** With its books; resolves when it can be reached, not when the network has noticed. */
  comeBack(): Promise<void>
}

/** What the exercises sell. */
export const sale = {
  amount: 1050n,
  currency: 'CAD',
  statement: 'Café order 17',
  credential: { initiator: 'customer', reason: 'unscheduled', transactionId: null, agreement: null },
} as const

/** The request for `sale` of this kind, as its reversal names it. */
export const request = (kind: SentRequest['kind'], reference: NetworkReference): SentRequest => ({
  kind,
  reference,
  amount: sale.amount,
  currency: sale.currency,
})

/** An amount that is held, as its capture names it. */
export async function hold({ network, newReference }: CardNetworkStage, card: Card) {
  const reference = newReference()
  const held = await network.authorize(reference, card, sale)
  assert.ok(held.outcome === 'approved')
  const { amount, currency } = sale
  return { reference, amount, currency, authorizationCode: held.authorization_code }
}

/** A capture has its authorization's id, and a sequence and time of its own. */
export const captureReference = (
  { newReference }: CardNetworkStage,
  held: { reference: NetworkReference },
) => ({
  ...newReference(),
  id: held.reference.id,
})
