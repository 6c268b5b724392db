import type { Database, Db } from '../db/sql.ts'
import { sql } from '../db/sql.ts'
import type { CardAgreement } from '../ground/card-log-entry.ts'
import type { FailReason } from '../ground/fail-reasons.ts'
import { hashSecret } from '../ground/ids.ts'
import type { Currency } from '../ground/money.ts'
import type { Appearance } from '../ground/page-appearance.ts'
import type { CardName, OpenCardPage } from '../ground/vault-protocol.ts'
import { appendAudit } from './audit/append-audit.ts'
import { cardIn } from './audit/audit-line.ts'
import { storeCard } from './card.ts'
import { appendToLog } from './card-log.ts'
import type { Verified } from './card-network.ts'
import type { VaultKeys } from './keys.ts'
import type { CardDetails } from './page/card-fields.ts'
import { newTicket } from './ticket.ts'

/**
 * One tokenization URL. `open` takes one submit to the network; all other states are final but `submitted`.
 */
export type CardPageRow = CardName & {
  state: 'open' | 'submitted' | 'succeeded' | 'failed' | 'expired' | 'closed'
  company_name: string
  allowed_origins: string[]
  return_url: string | null
  language: 'en' | 'fr' | null
  fallback_language: 'en' | 'fr'
  in_payment_page: boolean
  accent_color: string | null
  appearance: Appearance | null
  known_payer: boolean
  pays_amount: bigint | null
  pays_currency: Currency | null
  expires_at: Date
  expired: boolean
  /** How its one submit went; null before, and of pages that ended before this was kept. */
  outcome: PageOutcome | null
}

type PageOutcome = { brand?: string; last4?: string; fail_reason?: FailReason }

/** Opens a page and returns its ticket, which is in the URL and nowhere else: only its hash is kept. */
export async function openPage(
  db: Db,
  keys: VaultKeys,
  page: OpenCardPage,
  lifeMs: number,
): Promise<{ ticket: string; expiresAt: Date }> {
  const ticket = newTicket(keys)
  const { expires_at } = await db.one<{ expires_at: Date }>(sql`
    insert into card_pages (ticket_hash, company_id, card_id, company_name, allowed_origins, return_url, language,
      fallback_language, in_payment_page, accent_color, appearance, known_payer, pays_amount, pays_currency, expires_at)
    values (${hashSecret(ticket)}, ${page.company_id}, ${page.card_id}, ${page.company_name}, ${page.allowed_origins},
      ${page.return_url}, ${page.language}, ${page.fallback_language},
      ${page.in_payment_page}, ${page.accent_color ?? null},
      ${page.appearance ? JSON.stringify(page.appearance) : null}, ${page.known_payer ?? false}, ${page.payment?.amount ?? null}, ${page.payment?.currency ?? null}, jetpay_now() + make_interval(secs => ${lifeMs / 1000}))
    returning expires_at`)
  return { ticket, expiresAt: expires_at }
}

export const findPage = (db: Db, ticket: string) =>
  db.first<CardPageRow>(sql`
    select *, (state = 'expired' or (state = 'open' and expires_at <= jetpay_now())) as expired
    from card_pages where ticket_hash = ${hashSecret(ticket)}`)

/**
 * Takes the page's one submit, and logs it: of many at the same moment, one gets true. The card goes to the
 * network after it.
 */
export const takeSubmit = (db: Database, ticket: string, from: string): Promise<boolean> =>
  db.transaction(async (db) => {
    const taken = await db.first<CardName>(sql`
      update card_pages set state = 'submitted', submitted_at = jetpay_now()
      where ticket_hash = ${hashSecret(ticket)} and state = 'open' and expires_at > jetpay_now()
      returning company_id, card_id`)
    if (taken) await appendAudit(db, { do: 'card.verify', by: 'page', address: from, ...cardIn(taken) })
    return taken !== undefined
  })

/** Gives the submit back, where the card was never sent to the network. */
export const giveSubmitBack = (db: Db, { company_id, card_id }: CardName) =>
  db.run(sql`
    update card_pages set state = 'open', submitted_at = null
    where company_id = ${company_id} and card_id = ${card_id} and state = 'submitted'`)

const finish = async (
  db: Db,
  { company_id, card_id }: CardName,
  state: 'succeeded' | 'failed',
  outcome: PageOutcome,
): Promise<boolean> =>
  (await db.run(sql`
    update card_pages set state = ${state}, outcome = ${JSON.stringify(outcome)}
    where company_id = ${company_id} and card_id = ${card_id} and state = 'submitted'`)) === 1

/**
 * Stores the card and logs it, all or nothing. False when the page was closed meanwhile (its contact was
 * deleted).
 */
export const succeed = (
  db: Database,
  keys: VaultKeys,
  name: CardName,
  card: Omit<CardDetails, 'cvc'>,
  verified: Verified,
  agreement: CardAgreement | undefined,
): Promise<boolean> =>
  db.transaction(async (db) => {
    const { brand, last4, expiryMonth: expiry_month, expiryYear: expiry_year } = card
    if (!(await finish(db, name, 'succeeded', { brand, last4 }))) return false
    const { funding, country, transactionId } = verified
    const { fingerprint } = await storeCard(db, keys, {
      name,
      card,
      transactionId,
      agreement: agreement?.reference ?? null,
    })
    await appendToLog(db, name, {
      kind: 'tokenized',
      data: {
        brand,
        last4,
        expiry_month,
        expiry_year,
        fingerprint,
        funding,
        country,
        cvc_result: verified.cvcResult,
        postal_code_result: verified.postalCodeResult,
        network_transaction_id: transactionId,
        ...(agreement && { agreement }),
      },
    })
    await appendAudit(db, { do: 'card.save', by: 'page', ...cardIn(name), key: keys.cardKey().id })
    return true
  })

/** Logs the failure. The page is used up: the platform asks for another URL. */
export const fail = (db: Database, name: CardName, failReason: FailReason): Promise<boolean> =>
  db.transaction(async (db) => {
    if (!(await finish(db, name, 'failed', { fail_reason: failReason }))) return false
    await appendToLog(db, name, { kind: 'failed', data: { fail_reason: failReason } })
    return true
  })

const SWEEP_BATCH = 100

/**
 * Ends pages that nobody will: unused ones past their time, and submits whose process died (nothing was
 * charged: a verification is for zero). Returns how many.
 */
export const sweepPages = (db: Database, submitAbandonedMs: number): Promise<number> =>
  db.transaction(async (db) => {
    const ended = await db.many<
      CardName & { fail_reason: 'tokenization_url_expired' | 'processing_error' }
    >(sql`
      update card_pages p set state = case p.state when 'open' then 'expired' else 'failed' end,
        outcome = case p.state when 'submitted' then jsonb_build_object('fail_reason', 'processing_error') end
      from (
        select ticket_hash, state from card_pages
        where (state = 'open' and expires_at <= jetpay_now())
          or (state = 'submitted' and submitted_at < jetpay_now() - make_interval(secs => ${submitAbandonedMs / 1000}))
        order by expires_at limit ${SWEEP_BATCH} for update skip locked
      ) due
      where p.ticket_hash = due.ticket_hash
      returning p.company_id, p.card_id,
        case due.state when 'open' then 'tokenization_url_expired' else 'processing_error' end as fail_reason`)
    for (const { fail_reason, ...name } of ended)
      await appendToLog(db, name, { kind: 'failed', data: { fail_reason } })
    return ended.length
  })
