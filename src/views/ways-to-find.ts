/** The ways in which `GET /search` looks for what somebody typed; each by an index, or by blocks (ADR 36). */
import { isNumbered, isReferenceNumber } from '../charges/network-reference.ts'
import { contactList, isNamed } from '../contacts/contact-list.ts'
import { type Db, sql } from '../db/sql.ts'
import type { Caller } from '../http/authenticate.ts'
import { before } from '../http/list.ts'
import { search } from '../search/find-rows.ts'
import { LONG_TEXT_PART } from '../search/terms.ts'
import { findTransactions, kindsFor, type TransactionQuery } from '../transactions/find-transactions.ts'

/** What a list of suggestions shows. */
export const FOUND_MAX = 10
/** Longer than this it is no part of a statement, or of a note as it is looked for. */
const STATEMENT_MAX = 30
const NOTE_MAX = 100
/** Of a UUIDv7 the first eight characters are its minute: fewer would be hours of everything. */
const PREFIX = /^[0-9a-f]{8}(?:-?[0-9a-f]){0,24}-?$/i
/** As networks give it: letters and digits (ISO 8583, field 38). */
const AUTHORIZATION = /^[0-9a-z]{6}$/i
const PAIR = /^([^=]{1,40})=(.{1,200})$/

export const foundKinds = ['transaction', 'contact', 'credit_card', 'bank_account', 'payout'] as const
/** `scope`: who may see it. */
export type Found = {
  kind: (typeof foundKinds)[number]
  identifier: string
  title: string
  detail: string | null
  contact_id: string | null
  scope: string
}
type Asked = { db: Db; companyId: string; caller: Caller }
export type Way = (asked: Asked, q: string) => Promise<Found[]>

const WHOLE_ID = /^[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/i

/**
 * What names one thing and cannot well be anything else, besides a reference of the company's own: where it
 * is found nothing further is looked for, which at ten million rows is most of the work.
 */
export function exactWaysFor(q: string): Way[] {
  const exact = [...(WHOLE_ID.test(q) ? [byId] : []), ...(isReferenceNumber(q) ? [byReferenceNumber] : [])]
  return exact.length > 0 ? [...exact, byReference] : []
}

/** What somebody may mean by it otherwise, the likeliest first. */
export function waysFor(q: string): Way[] {
  if (q.includes('@')) return [byEmail, byValue]
  const isText = q.length >= LONG_TEXT_PART
  const isExact = exactWaysFor(q).length > 0
  // Eight digits may be a reference as well, and a name too.
  return [
    ...(PREFIX.test(q) && !WHOLE_ID.test(q) ? [byId] : []),
    ...(/^\d{4}$/.test(q) ? [byCardLast4, byAccountLast4] : []),
    ...(isExact ? [] : [byReference]),
    ...(AUTHORIZATION.test(q) ? [byAuthorization] : []),
    ...(isText ? [byName] : []),
    ...(PAIR.test(q) ? [byPair] : []),
    byValue,
    ...(isText && q.length <= STATEMENT_MAX ? [byStatement] : []),
    ...(isText && q.length <= NOTE_MAX ? [byNote] : []),
  ]
}

/** A whole identifier or its beginning: what lies between the least and the greatest that begin so. */
const byId: Way = ({ db, companyId }, q) => {
  const digits = q.replaceAll('-', '')
  const least = digits.padEnd(32, '0')
  const most = digits.padEnd(32, 'f')
  return db.many<Found>(sql`
    (select 'transaction' as kind, debit_id as identifier, statement as title, state as detail, contact_id, 'debits:read' as scope
    from debits where company_id = ${companyId} and debit_id between ${least}::uuid and ${most}::uuid
    order by debit_id desc limit ${FOUND_MAX})
    union all
    (select 'transaction', credit_id, statement, state, contact_id, 'credits:read' from credits
    where company_id = ${companyId} and credit_id between ${least}::uuid and ${most}::uuid
    order by credit_id desc limit ${FOUND_MAX})
    union all
    (select 'transaction', debit_id, d.statement, d.state, d.contact_id, 'debits:read'
    from refunds r join debits d using (company_id, debit_id)
    where company_id = ${companyId} and refund_id between ${least}::uuid and ${most}::uuid
    order by refund_id desc limit ${FOUND_MAX})
    union all
    (select 'contact', contact_id, name, email, contact_id, 'contacts:read' from contacts
    where company_id = ${companyId} and contact_id between ${least}::uuid and ${most}::uuid
    order by contact_id desc limit ${FOUND_MAX})
    union all
    (select 'credit_card', credit_card_id, coalesce(brand, '') || ' ' || coalesce(last4, ''), state, contact_id, 'contacts:read'
    from credit_cards where company_id = ${companyId} and credit_card_id between ${least}::uuid and ${most}::uuid
    order by credit_card_id desc limit ${FOUND_MAX})
    union all
    (select 'bank_account', bank_account_id, holder_name || ' ' || account_number_last4, currency, contact_id,
      case when contact_id is null then 'company:read' else 'contacts:read' end
    from bank_accounts where company_id = ${companyId} and bank_account_id between ${least}::uuid and ${most}::uuid
    order by bank_account_id desc limit ${FOUND_MAX})
    union all
    (select 'payout', payout_id, state, null, null, 'company:read' from payouts
    where company_id = ${companyId} and payout_id between ${least}::uuid and ${most}::uuid
    order by payout_id desc limit ${FOUND_MAX})`)
}

/** By the index of references, whichever company's; a debit is one thing, however often it was tried. */
const byReferenceNumber: Way = ({ db, companyId }, number) =>
  db.many<Found>(sql`
    select 'transaction' as kind, debit_id as identifier, d.statement as title, d.state as detail, d.contact_id, 'debits:read' as scope
    from attempts a join debits d using (company_id, debit_id)
    where company_id = ${companyId} and ${isNumbered(sql`a`, number)}
    order by a.attempt_id desc limit ${FOUND_MAX}`)

/** A part of a contact's name, in any case and without its accents; of those that were deleted none. */
const byName: Way = async ({ db, companyId }, name) => {
  const { rows } = await search<Found>(db, contactList, {
    companyId,
    columns: sql`'contact' as kind, contact_id as identifier, name as title, email as detail, contact_id, 'contacts:read' as scope`,
    before: before(undefined),
    limit: FOUND_MAX,
    where: sql`and deleted_at is null and ${isNamed(name)}`,
    wanted: { facets: { deleted: ['no'] }, text: name },
  })
  return rows
}

type Filter = Omit<TransactionQuery, 'limit'>

/** Debits and credits that a filter of their list finds, by blocks. */
const byFilter =
  (filterOf: (q: string) => Filter): Way =>
  async ({ db, companyId, caller }, q) => {
    const query = { ...filterOf(q), limit: FOUND_MAX }
    const { data } = await findTransactions(db, companyId, query, kindsFor(caller.scopes))
    return data.map(({ kind, identifier, statement, state, contact_id }) => ({
      kind: 'transaction',
      identifier,
      title: statement,
      detail: state,
      contact_id,
      scope: `${kind}s:read`,
    }))
  }

/** A pair of metadata, as `order=1001`. */
const byPair = byFilter((q) => {
  const [, key = '', value = ''] = PAIR.exec(q) ?? []
  return { metadata: { [key.trim()]: value.trim() } }
})
const byValue = byFilter((q) => ({ metadata_value: q }))
const byAuthorization = byFilter((q) => ({ authorization_code: q.toUpperCase() }))
const byStatement = byFilter((q) => ({ statement: q }))
const byNote = byFilter((q) => ({ note: q }))

const byEmail: Way = ({ db, companyId }, address) =>
  db.many<Found>(sql`
    select 'contact' as kind, contact_id as identifier, name as title, email as detail, contact_id, 'contacts:read' as scope
    from contacts where company_id = ${companyId} and lower(email) = lower(${address})
    order by contact_id desc limit ${FOUND_MAX}`)

const byCardLast4: Way = ({ db, companyId }, last4) =>
  db.many<Found>(sql`
    select 'credit_card' as kind, k.credit_card_id as identifier, coalesce(k.brand, '') || ' ' || coalesce(k.last4, '') as title,
      c.name as detail, k.contact_id, 'contacts:read' as scope
    from credit_cards k join contacts c on c.company_id = k.company_id and c.contact_id = k.contact_id
    where k.company_id = ${companyId} and k.last4 = ${last4}
    order by k.credit_card_id desc limit ${FOUND_MAX}`)

const byAccountLast4: Way = ({ db, companyId }, last4) =>
  db.many<Found>(sql`
    select 'bank_account' as kind, b.bank_account_id as identifier, b.holder_name || ' ' || b.account_number_last4 as title,
      c.name as detail, b.contact_id,
      case when b.contact_id is null then 'company:read' else 'contacts:read' end as scope
    from bank_accounts b left join contacts c on c.company_id = b.company_id and c.contact_id = b.contact_id
    where b.company_id = ${companyId} and b.account_number_last4 = ${last4}
    order by b.bank_account_id desc limit ${FOUND_MAX}`)

const byReference: Way = ({ db, companyId }, reference) =>
  db.many<Found>(sql`
    (select 'transaction' as kind, debit_id as identifier, statement as title, state as detail, contact_id, 'debits:read' as scope
    from debits where company_id = ${companyId} and external_reference = ${reference} limit ${FOUND_MAX})
    union all
    (select 'transaction', credit_id, statement, state, contact_id, 'credits:read' from credits
    where company_id = ${companyId} and external_reference = ${reference} limit ${FOUND_MAX})
    union all
    (select 'contact', contact_id, name, email, contact_id, 'contacts:read' from contacts
    where company_id = ${companyId} and external_reference = ${reference} limit ${FOUND_MAX})`)
