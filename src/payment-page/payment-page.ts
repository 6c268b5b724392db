import { type AccountCountry, homeOf } from '../bank-accounts/account-country.ts'
import { type Payee, readPayee } from '../companies/payee.ts'
import { isLinkSecret } from '../credits/credit-link.ts'
import { type Db, sql } from '../db/sql.ts'
import { findTransaction, type TransactionRow } from '../debits/transaction.ts'
import type { Config } from '../ground/config.ts'
import { isUuid } from '../ground/ids.ts'
import type { Currency } from '../ground/money.ts'
import type { Context } from '../process/context.ts'
import { railsOf, railTo } from '../rails/rail.ts'
import type { PageState } from './texts-shape.ts'

type Contact = { name: string; email: string; language: 'en' | 'fr' | null; deleted: boolean }

/** A payment link and all that its page shows. */
export type PaymentPage = {
  companyId: string
  /** What follows `/payment/pay/`. */
  path: string
  payee: Payee
  transaction: TransactionRow
  contact: Contact
  state: Exclude<PageState, 'unknown' | 'unavailable'>
  takesCards: boolean
  /** Where the bank accounts are that it takes: those of its currency. Null: it takes none. */
  bankCountry: AccountCountry | null
}
/** A page that takes bank accounts. */
export type BankPage = PaymentPage & { bankCountry: AccountCountry }
export const takesBankAccounts = (page: PaymentPage): page is BankPage => page.bankCountry !== null

/**
 * The page of a link, or undefined where there is no such link. `path` is a debit's identifier; of a credit
 * the identifier alone opens nothing, and its secret follows after a dot.
 */
export async function findPaymentPage(
  { db, config }: Context,
  path: string,
): Promise<PaymentPage | undefined> {
  const [identifier = '', secret, ...more] = path.split('.')
  if (!isUuid(identifier) || more.length > 0) return undefined
  // Opened without a token, so whose it is must be looked up first.
  const link = await db.first<{
    company_id: string
    kind: 'debit' | 'credit'
    secret_hash: Buffer | null
  }>(sql`
    select company_id, kind, secret_hash from payment_links where identifier = ${identifier}`)
  if (!link) return undefined
  if (link.kind === 'credit' ? !isLinkSecret(secret, link.secret_hash) : secret !== undefined)
    return undefined
  const companyId = link.company_id
  const transaction = await findTransaction(db, companyId, identifier)
  const [payee, contact, facts] = await Promise.all([
    readPayee(db, companyId),
    db.one<Contact>(sql`
      select name, email, language, deleted_at is not null as deleted from contacts
      where company_id = ${companyId} and contact_id = ${transaction.contact_id}`),
    readFacts(db, companyId, identifier, link.kind),
  ])
  return {
    companyId,
    path,
    payee,
    transaction,
    contact,
    state: stateOf(transaction, facts, contact.deleted),
    takesCards: link.kind === 'debit',
    // An agreement to be debited says how to reach the payee: Rule H1 wants it, and by Nacha's rules how to
    // revoke, and with whom.
    bankCountry:
      link.kind === 'credit' || payee.contactEmail !== null
        ? reachedHome(config, transaction.currency)
        : null,
  }
}

/** Where the accounts of a currency are, if any of our files to a bank goes there. */
function reachedHome({ bank }: Config, currency: Currency): AccountCountry | null {
  const country = homeOf(currency)
  return country && railTo(railsOf(bank), { country, currency }) ? country : null
}

/** `suspended`: of the company. */
type Facts = { over: boolean; expired: boolean; card_entered: boolean; suspended: boolean }

const readFacts = (db: Db, companyId: string, id: string, kind: 'debit' | 'credit') =>
  db.one<Facts>(sql`
    select
      coalesce(case ${kind}
        when 'debit' then (select payable_until from debits where company_id = ${companyId} and debit_id = ${id})
        else (select payable_until from credits where company_id = ${companyId} and credit_id = ${id})
      end <= jetpay_now(), false) as over,
      exists (select from transaction_moves
        where company_id = ${companyId} and transaction_id = ${id} and move = 'expire') as expired,
      exists (select from debit_cards
        where company_id = ${companyId} and debit_id = ${id} and due_at is not null) as card_entered,
      exists (select from companies where company_id = ${companyId} and suspended_at is not null) as suspended`)

function stateOf(
  { kind, state, rail }: TransactionRow,
  { over, expired, card_entered, suspended }: Facts,
  contactGone: boolean,
): PaymentPage['state'] {
  switch (state) {
    case 'requested':
      if (kind === 'debit' && (rail !== null || card_entered)) return 'processing'
      if (contactGone) return 'cancelled'
      // The worker may have ended it since its row was read, and then no time is over any more.
      if (over || expired) return 'expired'
      // A company that is suspended takes nothing, and moves nothing to anybody (docs/operator.md).
      return suspended ? 'paused' : 'open'
    case 'initiated':
      return kind === 'debit' ? 'agreed' : 'accepted'
    case 'paid':
      return kind === 'debit' ? 'paid' : 'accepted'
    case 'completed':
      return 'paid'
    case 'cancelled':
      return expired ? 'expired' : 'cancelled'
    case 'preauthorized':
      return 'processing'
    case 'failed':
      return 'failed'
  }
}

/**
 * What has become of a card that was entered on the page: `waiting` until the vault has told of it and while
 * it is charged, then `ended`, however it ended.
 */
export async function cardProgress(
  db: Db,
  companyId: string,
  debitId: string,
  cardId: string,
): Promise<'waiting' | 'ended'> {
  if (!isUuid(cardId)) return 'ended'
  const row = await db.first<{ ended: boolean }>(sql`
    select b.rail is null and ((entered_at is not null and due_at is null) or c.state in ('failed', 'expired', 'deleted')) as ended
    from debit_cards d join debits b on b.company_id = d.company_id and b.debit_id = d.debit_id
    join credit_cards c on c.company_id = d.company_id and c.credit_card_id = d.credit_card_id
    where d.company_id = ${companyId} and d.debit_id = ${debitId} and d.credit_card_id = ${cardId}`)
  return row && !row.ended ? 'waiting' : 'ended'
}
