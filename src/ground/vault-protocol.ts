/**
 * What the main side may ask of the vault, over its unix socket, and what it answers: a schema each, from
 * which both sides have their types. How they travel is the matter of `vault-frames.ts`. A question is
 * strict: the vault refuses a member that it does not know, because it says something that would not be done.
 * An answer is read for what is known of it. A card is named by company and id; no message on this path ever
 * holds a card number or CVC.
 */
import { z } from 'zod'
import { cardLogEntry } from './card-log-entry.ts'
import { transferDone, transferWork } from './card-transfer.ts'
import { type CardFailReason, cardDeclines, retries } from './fail-reasons.ts'
import { currencies } from './money.ts'
import { appearance } from './page-appearance.ts'
import { code, count, id, text } from './vault-values.ts'

const ORIGINS_MAX = 10
const URL_MAX = 2_000
/** Cards that one question has shredded: they fit the vault's 32 KiB for a question. */
export const SHREDDED_MAX = 100
/** Entries of the vault's log that one answer holds. */
export const LOG_ENTRIES_MAX = 100

const currency = z.enum(currencies)
/** Minor units, as many as ISO 8583 has digits for, which is more than a client may ask for. */
export const AMOUNT = /^[1-9]\d{0,11}$/
const amount = z.string().regex(AMOUNT, 'must be minor units in 1 to 12 digits')
const language = z.enum(['en', 'fr'])
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/
export const isTime = (at: string): boolean => TIME.test(at) && !Number.isNaN(Date.parse(at))
const time = z.string().refine(isTime, 'must be a time such as 2026-01-31T12:00:00Z')

/** The trace that a question is part of (W3C Trace Context), where it is traced. */
const traceparent = z.string().max(55).optional()

const cardName = z.strictObject({ company_id: id, card_id: id })
export type CardName = z.infer<typeof cardName>

/** Opens a single-use page where a person enters the card of this id. */
const openCardPage = cardName.extend({
  company_name: text,
  /** Null: the browser's, and where that is none of ours the fallback. */
  language: language.nullable(),
  fallback_language: language,
  allowed_origins: z.array(text).max(ORIGINS_MAX),
  return_url: z.string().max(URL_MAX).nullable(),
  /** Of its buttons; null or left out: ours. */
  accent_color: z
    .string()
    .regex(/^#[0-9a-f]{6}$/)
    .nullish(),
  /** What the card pays as soon as it is entered, which the page says. Null: it is saved. */
  payment: z.strictObject({ amount, currency }).nullable(),
  /** Our own payment page frames it, and has said already what both would say. */
  in_payment_page: z.boolean(),
  /** What it looks like; left out: like ours. */
  appearance: appearance.nullish(),
  /** Its contact has a card already that the network has verified: no tester of cards. */
  known_payer: z.boolean().optional(),
})
export type OpenCardPage = z.infer<typeof openCardPage>
const cardPage = z.object({ url: z.string().max(URL_MAX), expires_at: time })
export type CardPage = z.infer<typeof cardPage>

export const REFERENCE_ID = /^[A-Z0-9]{12}$/
export const SEQUENCE = /^\d{6}$/
/**
 * What a request to the network is known by, at both ends: chosen by us and durable before the network is
 * asked, so that a reversal can name it after a crash. No two requests have the same one, and one that is
 * asked twice moves money once.
 */
const networkReference = z.strictObject({
  /** No other request's in ten years. A capture has its authorization's. */
  id: z.string().regex(REFERENCE_ID, 'must be twelve capital letters or digits'),
  /**
   * Tells apart what has the same `id` or is sent in the same second. From `VAULT_SEQUENCES_FROM` on they are
   * the vault's own.
   */
  sequence: z.string().regex(SEQUENCE, 'must be six digits'),
  /** When it is first sent; networks know it to the second. */
  sent_at: time,
})
export type NetworkReference = z.infer<typeof networkReference>

export const ACQUIRER_ID = /^\d{1,11}$/
/** Who a message is from, to the network (ISO 8583 fields 32, 41 and 42). */
const acceptorId = z.strictObject({
  acquirer_id: z.string().regex(ACQUIRER_ID, 'must be 1 to 11 digits'),
  terminal_id: z.string().min(1).max(8),
  merchant_id: z.string().min(1).max(15),
})
export type AcceptorId = z.infer<typeof acceptorId>
/**
 * As whom: the one that the request was sent as which it is about. The vault sends nothing for one that it
 * does not speak for: `OTHER_ACCEPTOR`. Left out: as whom the vault's settings say.
 */
const acceptor = acceptorId.optional()
/** Why nothing was sent: the vault does not speak for the acceptor that the question names. */
export const OTHER_ACCEPTOR = 'other_acceptor'

/** Sequences below are the main side's, so that a verification never meets one of its requests. */
export const VAULT_SEQUENCES_FROM = 900_000

/**
 * A moment by the stopwatch of one vault process, in milliseconds since that process started. A clock that is
 * set wrongly does not move it, and no other process, nor the same one started again, has this `vault`.
 */
const vaultMoment = z.strictObject({ vault: id, ms: z.number() })
export type VaultMoment = z.infer<typeof vaultMoment>

/** Who starts a charge of a card on file. */
export const initiators = ['customer', 'merchant'] as const
export type Initiator = (typeof initiators)[number]
/** What of their agreement a charge of a card on file is. The last two are a merchant's alone. */
export const chargeReasons = ['unscheduled', 'recurring', 'instalment', 'delayed_charge', 'no_show'] as const
export type ChargeReason = (typeof chargeReasons)[number]
const credentialUse = z.strictObject({ initiator: z.enum(initiators), reason: z.enum(chargeReasons) })
/** How the stored credential is used: networks want it said with each charge of a card on file. */
export type CredentialUse = z.infer<typeof credentialUse>

/** A sale, a hold, or money back to the card. */
export const chargeKinds = ['charge', 'authorization', 'refund'] as const
const chargeKind = z.enum(chargeKinds)
export type ChargeKind = z.infer<typeof chargeKind>

/**
 * Asks for what `kind` says, or refuses (`unsent`) once `send_before` has passed: `too_old`. It is null where
 * the vault's stopwatch is not known yet; then, or where it is another vault's, that is the reason:
 * `other_vault`.
 */
const chargeCard = cardName.extend({
  reference: networkReference,
  kind: chargeKind,
  amount,
  currency,
  statement: text,
  company_name: text,
  /**
   * Null of money back to the card. Left out by a main side of before, which a new vault serves
   * (docs/deploy.md).
   */
  use: credentialUse.nullish(),
  send_before: vaultMoment.nullable(),
  acceptor,
  traceparent,
})

const no = {
  response_code: code,
  fail_reason: z.enum(Object.keys(cardDeclines) as [CardFailReason]),
  retry: z.enum(retries),
  /** Mastercard's merchant advice code, where the network gave one. */
  advice_code: code.optional(),
}

/**
 * `unsent`: no byte left, so nothing happened; `card_unreadable` and `card_shredded` are reasons that no
 * repeat mends. `unknown`: it may have, so it must be reversed, never guessed. An answer that is none of
 * these is unknown too.
 */
const cardOutcome = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('approved'), response_code: code, authorization_code: code }),
  z.object({ outcome: z.literal('declined'), ...no }),
  z.object({ outcome: z.literal('unsent'), reason: code }),
  z.object({ outcome: z.literal('unknown'), reason: code }),
])
export type CardOutcome = z.infer<typeof cardOutcome>

/**
 * Takes back what a request with this reference may have done: of the amount that it asked for, also where
 * less was captured. `unacknowledged`: to be repeated. `unsent`: no byte left, so the network was not asked.
 */
const reverseCard = cardName.extend({
  reference: networkReference,
  kind: chargeKind,
  amount,
  currency,
  repeat: z.boolean(),
  acceptor,
  traceparent,
})
const adviceOutcomes = [
  z.object({ outcome: z.literal('acknowledged'), response_code: code }),
  z.object({ outcome: z.enum(['unacknowledged', 'unsent']), reason: code }),
] as const
const reversalOutcome = z.discriminatedUnion('outcome', adviceOutcomes)
export type ReversalOutcome = z.infer<typeof reversalOutcome>

/**
 * Takes `amount`, or less than was authorized. `reference` is the capture's own, the same in every repeat.
 * Needs no card, so it works once that is shredded. `refused`: the network has answered that it does not take
 * it.
 */
const captureCard = z.strictObject({
  reference: networkReference,
  authorization: z.strictObject({ reference: networkReference, amount, authorization_code: code }),
  amount,
  currency,
  repeat: z.boolean(),
  acceptor,
  traceparent,
})
const captureOutcome = z.discriminatedUnion('outcome', [
  ...adviceOutcomes,
  z.object({ outcome: z.literal('refused'), ...no }),
])
export type CaptureOutcome = z.infer<typeof captureOutcome>

/** Destroys the key of these cards' numbers and closes their pages. Done twice is done once. */
const shredCards = z.strictObject({ cards: z.array(cardName).max(SHREDDED_MAX) })

/** The demo's clock is to be this far ahead of the time. It is never moved back. */
const moveClock = z.strictObject({ ahead_ms: z.int().min(0) })

const done = z.object({ ok: z.literal(true) })

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits')
const chained = z.strictObject({ seq: count, hash: sha256 })
/**
 * Each keeps where the other's audit log ends: `main_seal` is the newest seal of the main side's, `known` the
 * row of the vault's that it was told last.
 */
const anchorAudit = z.strictObject({ main_seal: chained.nullable(), known: chained.nullable() })
/** `row`: the one that tells of this; null where it could not be written. `known`: whether it is still so. */
const auditAnchored = z.object({
  row: chained.nullable(),
  known: z.enum(['same', 'changed', 'missing', 'dropped']).nullable(),
})
export type AuditAnchored = z.infer<typeof auditAnchored>

/** Every question: its number on the stream (`vault-frames.ts`), what it must be, and what is answered. */
export const questions = {
  openCardPage: { kind: 1, question: openCardPage, answer: cardPage },
  charge: { kind: 2, question: chargeCard, answer: cardOutcome },
  reverse: { kind: 3, question: reverseCard, answer: reversalOutcome },
  capture: { kind: 4, question: captureCard, answer: captureOutcome },
  shred: { kind: 5, question: shredCards, answer: done },
  moveClock: { kind: 6, question: moveClock, answer: done },
  /** What happened to cards after this entry, in order, gapless. */
  readLog: {
    kind: 7,
    question: z.strictObject({ after: z.string().regex(/^\d{1,15}$/, 'must be 1 to 15 digits') }),
    answer: z.array(cardLogEntry).max(LOG_ENTRIES_MAX),
  },
  /**
   * Whether a charge would be sent now; `stopping`: others are to be asked, where there are others.
   * `speaks_for`: as whom; a vault of before does not say.
   */
  ready: {
    kind: 8,
    question: z.strictObject({}),
    answer: z.object({
      ready: z.boolean(),
      stopping: z.boolean().optional(),
      speaks_for: z.array(acceptorId).optional(),
    }),
  },
  /** Has the vault write a line of its audit log, and say where that ends. */
  anchorAudit: { kind: 9, question: anchorAudit, answer: auditAnchored },
  /** What transfers of cards want of the main side; null where nothing. */
  readTransfers: {
    kind: 10,
    question: z.strictObject({}),
    answer: z.object({ work: transferWork.nullable() }),
  },
  doneTransfer: { kind: 11, question: z.strictObject({ done: transferDone }), answer: done },
} as const satisfies Record<string, { kind: number; question: z.ZodObject; answer: z.ZodType }>

export type QuestionName = keyof typeof questions
export type Asked<Name extends QuestionName> = z.infer<(typeof questions)[Name]['question']>
export type Answered<Name extends QuestionName> = z.infer<(typeof questions)[Name]['answer']>
