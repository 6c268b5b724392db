import { z } from 'zod'
import { type Db, sql } from '../db/sql.ts'
import { announce } from '../events/announce.ts'
import { type CardAgreement, type UpdateReason, updateReasons } from '../ground/card-log-entry.ts'
import { Problem } from '../ground/errors.ts'
import type { FailReason } from '../ground/fail-reasons.ts'
import { failReason, uuid } from '../http/schema.ts'

export const cardStates = [
  'pending',
  'active',
  'single_use',
  'failed',
  'expired',
  'closed',
  'deleted',
] as const
export type CardState = (typeof cardStates)[number]

export type CreditCardRow = {
  credit_card_id: string
  contact_id: string
  state: CardState
  brand: string | null
  last4: string | null
  expiry_month: number | null
  expiry_year: number | null
  funding: string | null
  country: string | null
  cvc_result: string | null
  postal_code_result: string | null
  network_transaction_id: string | null
  agreement: (CardAgreement & { at: string }) | null
  rests: { until: string | null; fail_reason: FailReason; network_code: string } | null
  account_update: { reason: UpdateReason; at: string } | null
  fingerprint: string | null
  fail_reason: FailReason | null
  created_at: Date
}

export const creditCardColumns = sql`
  credit_card_id, contact_id, state, brand, last4, expiry_month, expiry_year, funding, country, cvc_result,
  postal_code_result, network_transaction_id, agreement, case when charge_after > jetpay_now() then jsonb_build_object(
    'until', case when isfinite(charge_after) then to_char(charge_after at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') end,
    'fail_reason', declined_reason, 'network_code', declined_code) end as rests,
  case when account_updates > 0 then jsonb_build_object('reason', account_updated_as,
    'at', to_char(account_updated_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) end as account_update, fingerprint, fail_reason, created_at`

/** What the network said of a card as it verified it. */
export const checksAnswers = {
  funding: z
    .enum(['credit', 'debit', 'prepaid'])
    .nullable()
    .meta({ description: 'As the network says it; null where it says nothing' }),
  country: z
    .string()
    .nullable()
    .meta({ description: 'Of the bank that issued it, ISO 3166-1 alpha-2', examples: ['CA'] }),
  cvc_result: z
    .string()
    .nullable()
    .meta({
      description:
        'The network’s code for the CVC as the card was saved: `M` it matched, `P` or `U` nobody checked it',
      examples: ['M'],
    }),
  postal_code_result: z
    .string()
    .nullable()
    .meta({
      description:
        'Its code for the postal code: `Y` or `Z` it matched, `U`, `R` or `S` nobody checked it; null where none was entered',
      examples: ['Z'],
    }),
}

/** All that is ever shown of a card (PCI DSS 3.4.1: at most BIN and last four; we show the last four). */
export const creditCardSchema = z
  .object({
    identifier: uuid,
    contact_id: uuid,
    state: z.enum(cardStates).meta({
      description:
        'Only an `active` card can be charged. `single_use`: it was entered for one debit and pays that alone. `expired`: its month has ended everywhere. `closed`: its network says that there is no account any more',
    }),
    brand: z.string().nullable(),
    last4: z.string().nullable(),
    expiry_month: z.int().nullable(),
    expiry_year: z.int().nullable(),
    ...checksAnswers,
    network_transaction_id: z
      .string()
      .nullable()
      .meta({
        description: 'What the network calls that verification; each charge of the card names it',
        examples: ['000000042731884'],
      }),
    agreement: z
      .object({
        reference: z.string(),
        edition: z.string(),
        language: z.enum(['en', 'fr']),
        at: z.iso.datetime(),
      })
      .nullable()
      .meta({
        description:
          'What the cardholder agreed to on the card page, by the edition and language of its words; each charge that you start names its `reference` to the network',
      }),
    rests: z
      .object({ until: z.iso.datetime().nullable(), fail_reason: failReason, network_code: z.string() })
      .nullable()
      .meta({
        description:
          'A charge of it is refused with `retry_not_allowed`: until when (null: for good), and the decline that says so',
      }),
    account_update: z
      .object({ reason: z.enum(updateReasons), at: z.iso.datetime() })
      .nullable()
      .meta({
        description:
          'What the network said last of the account behind it, since it was saved: another number, another date, closed',
      }),
    fingerprint: z
      .string()
      .nullable()
      .meta({ description: 'The same for the same number within your company; another number has another' }),
    fail_reason: failReason.nullable(),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'CreditCard' })

export const showCreditCard = ({ credit_card_id, ...row }: CreditCardRow) => ({
  identifier: credit_card_id,
  ...row,
})

export const creditCardPath = z.object({ contact_id: uuid, credit_card_id: uuid })

/** What card events carry (the contract's list). */
export const cardEventData = (card: CreditCardRow) => ({
  contactId: card.contact_id,
  creditCardId: card.credit_card_id,
  state: card.state,
  brand: card.brand,
  last4: card.last4,
  expiryMonth: card.expiry_month,
  expiryYear: card.expiry_year,
  failReason: card.fail_reason,
})

/**
 * Takes cards out of use, one or all of the contact's; the worker then has the vault shred them. Returns how
 * many.
 */
export async function deleteCreditCards(
  db: Db,
  companyId: string,
  contactId: string,
  only?: string,
): Promise<number> {
  const deleted = await db.many<CreditCardRow>(sql`
    update credit_cards set state = 'deleted', updated_at = jetpay_now()
    where company_id = ${companyId} and contact_id = ${contactId} and state <> 'deleted'
      and (${only ?? null}::uuid is null or credit_card_id = ${only ?? null})
    returning ${creditCardColumns}`)
  for (const card of deleted)
    await announce(db, companyId, 'contacts.credit_cards.deleted', cardEventData(card))
  return deleted.length
}

export const noCreditCard = (contactId: string, cardId: string) =>
  new Problem(
    'not_found',
    `Contact ${contactId} has no credit card ${cardId}; GET its creditcards lists those there are.`,
  )

/** Card on file is switched on by the operator, not by the client. */
export const cardOnFileDisabled = () =>
  new Problem(
    'card_on_file_disabled',
    'Ask the operator of this installation to run `jetpay company enable <company id> card_on_file`.',
  )
