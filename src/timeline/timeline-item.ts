/** What a timeline is made of: one thing that happened, when, in words, and what it refers to. */
import { z } from 'zod'
import type { PageLanguage } from '../ground/accept-language.ts'
import { type FailReason, meaningOnEitherRail } from '../ground/fail-reasons.ts'
import { failReasonsFr } from '../ground/fail-reasons-fr.ts'
import type { Currency } from '../ground/money.ts'
import { showMoney } from '../ground/show.ts'
import { amountAnswer, currency, printAmount, uuid } from '../http/schema.ts'
import { account } from '../ledger/entry.ts'
import { timelineEn } from './words-en.ts'
import { timelineFr } from './words-fr.ts'
import type { TimelineWords } from './words-shape.ts'

/**
 * Rows of one kind that a timeline reads, the newest: a debit that is refunded cent by cent has thousands,
 * and nobody reads more than these on a page.
 */
export const ROWS_MAX = 200

export const itemKinds = [
  'state',
  'refund',
  'dispute',
  'reconciliation_item',
  'fee',
  'attempt',
  'capture',
  'clearing_record',
  'bank_item',
  'payout',
  'event',
  'mail',
  'agreement',
  'schedule',
  'audit',
  'decision',
] as const
export type ItemKind = (typeof itemKinds)[number]

/** What an item can lead to: each has a `GET` of its own. */
export const referredKinds = [
  'refund',
  'dispute',
  'reconciliation_item',
  'payout',
  'event',
  'schedule',
] as const

export const deliverySchema = z.object({
  webhook_id: uuid,
  callback_url: z.string(),
  status: z.enum(['delivered', 'failing', 'waiting', 'stopped', 'not_recorded']).meta({
    description:
      '`stopped`: it was not delivered, and is not tried any more: the webhook has failed for too long, and goes on once it is resumed (`POST /webhooks/{identifier}/resume`). `not_recorded`: the webhook is past it, and no delivery of it is known: it is older than the webhook or than 30 days, or of a type that the webhook does not want',
  }),
  attempt: z.int().nullable(),
  http_status: z.int().nullable(),
  error: z.string().nullable(),
  latency_ms: z.int().nullable(),
  attempted_at: z.iso.datetime().nullable(),
})

export const itemSchema = z
  .object({
    at: z.iso.datetime(),
    kind: z.enum(itemKinds),
    name: z.string().meta({
      description: 'Of that kind: a move, the state of an attempt or bank item, the type of an event',
    }),
    words: z.string().meta({ description: 'In the language that was asked for' }),
    amount: amountAnswer.nullable(),
    currency: currency.nullable(),
    refers_to: z.object({ kind: z.enum(referredKinds), identifier: z.string() }).nullable(),
    details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).meta({
      description: 'By kind: /docs/guide/transactions',
    }),
    postings: z.array(z.object({ account, amount: amountAnswer })).meta({
      description: 'What a move posted to the ledger; a debit is positive, a credit negative',
    }),
    deliveries: z.array(deliverySchema),
  })
  .meta({ id: 'TimelineItem' })

type Details = Record<string, string | number | boolean | null>
/** An item before it is shown: its amount in minor units. */
export type Item = {
  at: Date
  kind: ItemKind
  name: string
  words: string
  money?: { amount: bigint; currency: Currency } | null
  refersTo?: { kind: (typeof referredKinds)[number]; identifier: string } | null
  details?: Details
  postings?: { account: string; amount: bigint }[]
  deliveries?: z.infer<typeof deliverySchema>[]
}

export const showItem = (item: Item) => ({
  at: item.at,
  kind: item.kind,
  name: item.name,
  words: item.words,
  amount: item.money ? printAmount(item.money.amount) : null,
  currency: item.money?.currency ?? null,
  refers_to: item.refersTo ?? null,
  details: item.details ?? {},
  postings: (item.postings ?? []).map(({ account, amount }) => ({ account, amount: printAmount(amount) })),
  deliveries: item.deliveries ?? [],
})

export type Speech = {
  language: PageLanguage
  words: TimelineWords
  money(amount: bigint, currency: Currency): string
  reason(reason: string | null): string
}

const meanings: Record<PageLanguage, (reason: FailReason) => string> = {
  en: meaningOnEitherRail,
  fr: (reason) => failReasonsFr[reason],
}

/** How the rows of one timeline are told. */
export const speechOf = (language: PageLanguage): Speech => ({
  language,
  words: { en: timelineEn, fr: timelineFr }[language],
  money: (amount, of) => showMoney(amount, of, language),
  reason: (reason) => (reason === null ? '—' : meanings[language](reason as FailReason)),
})

/** Fills in `{name}`; what is not given stays away. */
export const fillIn = (words: string, values: Record<string, string>) =>
  words.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
export type DeliveryStatus = z.infer<typeof deliverySchema>['status']
