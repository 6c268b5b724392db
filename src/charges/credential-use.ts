/** How a charge of a saved card says that the stored credential is used: its fields, and their defaults. */
import { z } from 'zod'
import { type CredentialUse, chargeReasons, initiators } from '../ground/vault-protocol.ts'

/** Fields of a request that charges a saved card. */
export const useFields = {
  initiator: z.enum(initiators).optional().meta({
    description:
      'Who starts it: the `customer`, who is there and asked for it, or the `merchant` (default) under an agreement with the cardholder',
  }),
  reason: z.enum(chargeReasons).optional().meta({
    description:
      'What of that agreement it is; the card network is told. `unscheduled` (default): on no fixed day. `delayed_charge` and `no_show` are a merchant’s',
  }),
}

type SentUse = {
  initiator?: CredentialUse['initiator'] | undefined
  reason?: CredentialUse['reason'] | undefined
}

const ofMerchants = new Set<CredentialUse['reason']>(['delayed_charge', 'no_show'])

/** For the body's schema: what only a merchant may say is refused of a customer. */
export function refuseMixedUse(context: z.core.ParsePayload<SentUse>): void {
  const { initiator, reason } = context.value
  if (initiator === 'customer' && reason && ofMerchants.has(reason))
    context.issues.push({
      code: 'custom',
      input: reason,
      path: ['reason'],
      message: `${reason} is a merchant's; leave initiator out, or send merchant`,
    })
}

/**
 * Without a word the merchant charges, on no fixed day: what a request of a program is, where nobody says
 * that the cardholder is there.
 */
export const byMerchant: CredentialUse = { initiator: 'merchant', reason: 'unscheduled' }

export const useOf = ({
  initiator = byMerchant.initiator,
  reason = byMerchant.reason,
}: SentUse): CredentialUse => ({ initiator, reason })

/** A card that its payer has just entered for this. */
export const byPayer: CredentialUse = { initiator: 'customer', reason: 'unscheduled' }
