import { coalesce } from '../db/coalesce.ts'
import { type Database, type Db, isOfDatabase, isUnavailable, sql } from '../db/sql.ts'
import type { CardName } from '../ground/vault-protocol.ts'
import { appendAudit } from './audit/append-audit.ts'
import { type CardReading, type CardUse, cardIn, cardUsesText } from './audit/audit-line.ts'
import type { Card, StoredCredential } from './card-network.ts'
import { keyOf, openNumber, type SealedNumber, sealNumber } from './cipher.ts'
import type { VaultKeys } from './keys.ts'
import type { CardDetails } from './page/card-fields.ts'

/** Reads at a time, and cards that share one: a charge alone never waits, charges under load share. */
const READS_AT_ONCE = 2
const CARDS_PER_READ = 64

type SealedCardRow = SealedNumber & {
  expiry_month: number
  expiry_year: number
  network_transaction_id: string | null
  agreement_reference: string | null
  renumbered_at: Date | null
}

/**
 * A card as it is sent to the network, with what the network has called its verification, the reference of
 * what its cardholder agreed to, and since when it has another number than the one that it was saved with.
 */
type StoredCard = Card & Pick<StoredCredential, 'transactionId' | 'agreement'> & { renumberedAt: Date | null }
type ReadCard = { card: StoredCard; reason?: never }

/** A card to store. The CVC is no part of it: it is never stored (PCI DSS 3.3.1.2). */
export type NewCard = {
  name: CardName
  card: Pick<CardDetails, 'number' | 'brand' | 'last4' | 'expiryMonth' | 'expiryYear'>
  transactionId: string | null
  /** The reference of what its cardholder agreed to. */
  agreement: string | null
}

/**
 * Stores a card, its number sealed. Its fingerprint is that of the company's card of the same number where
 * there is one, whatever key has found it.
 */
export async function storeCard(db: Db, keys: VaultKeys, card: NewCard): Promise<{ fingerprint: string }> {
  const [fingerprint] = await storeCards(db, keys, [card])
  return { fingerprint: fingerprint! }
}

/** Stores cards of one company, all or none. Returns their fingerprints. */
export async function storeCards(db: Db, keys: VaultKeys, cards: NewCard[]): Promise<string[]> {
  const fingerprints = await storeUnderActiveKeys(db, keys, cards)
  if (fingerprints !== null) return fingerprints
  // Another process of the vault has made a key since.
  await keys.reload()
  const again = await storeUnderActiveKeys(db, keys, cards)
  if (again === null) throw new Error('the keys in memory are not those that are active')
  return again
}

/** Null where a key is not the active one any more: what it seals might not be found by its rotation. */
async function storeUnderActiveKeys(db: Db, keys: VaultKeys, cards: NewCard[]): Promise<string[] | null> {
  const company_id = cards[0]?.name.company_id ?? ''
  const sealed = cards.map(({ name, card }) => sealNumber(keys, name.company_id, name.card_id, card.number))
  const numbers = cards.map(({ card }) => card.number)
  const known = await findFingerprints(db, keys, company_id, numbers)
  const fingerprints = known.map(({ fingerprint }) => fingerprint)
  const stored = await db.run(sql`
    insert into cards (company_id, card_id, version, number_ciphertext, data_key_id,
      fingerprint, number_mac, fingerprint_key_id, brand, last4, expiry_month, expiry_year, network_transaction_id,
      agreement_reference)
    select ${company_id}::uuid, card.card_id, ${sealed[0]?.version}::smallint, card.ciphertext,
      sealing.data_key_id, card.fingerprint, card.mac, finding.data_key_id, card.brand, card.last4, card.month, card.year, card.transaction,
      card.agreement
    from data_keys sealing, data_keys finding, unnest(
      ${cards.map(({ name }) => name.card_id)}::uuid[], ${sealed.map((one) => one.number_ciphertext)}::bytea[],
      ${fingerprints}::text[], ${known.map(({ mac }) => mac)}::text[], ${cards.map(({ card }) => card.brand)}::text[],
      ${cards.map(({ card }) => card.last4)}::text[], ${cards.map(({ card }) => card.expiryMonth)}::smallint[],
      ${cards.map(({ card }) => card.expiryYear)}::smallint[], ${cards.map((one) => one.transactionId)}::text[],
      ${cards.map((one) => one.agreement)}::text[]
    ) as card (card_id, ciphertext, fingerprint, mac, brand, last4, month, year, transaction, agreement)
    where sealing.data_key_id = ${sealed[0]?.data_key_id} and sealing.state = 'active'
      and finding.data_key_id = ${known[0]?.keyId} and finding.state = 'active'
    for share of sealing, finding`)
  if (stored === 0) return null
  return fingerprints
}

/**
 * What each of these numbers of the company is known by, until the transaction ends: the mac of the active
 * key, and the fingerprint, which is that of its card of the same number where there is one.
 */
export async function findFingerprints(
  db: Db,
  keys: VaultKeys,
  companyId: string,
  numbers: string[],
): Promise<{ keyId: string; mac: string; fingerprint: string }[]> {
  const macs = numbers.map((number) => keys.numberMacs(companyId, number))
  const texts = macs.flatMap((of) => of.map(({ mac }) => mac))
  // Two cards of one number at once, and a new key between them, get one fingerprint.
  await db.run(sql`
    select pg_advisory_xact_lock(hashtextextended(mac, 0)) from (
      select distinct mac from unnest(${texts}::text[]) as mac order by mac offset 0) as macs`)
  const same = await db.many<{ mac: string; fingerprint: string }>(sql`
    select mac, one.fingerprint from unnest(${texts}::text[]) as mac cross join lateral (
      select fingerprint from cards
      where company_id = ${companyId} and coalesce(number_mac, fingerprint) = mac limit 1) as one`)
  const known = new Map(same.map(({ mac, fingerprint }) => [mac, fingerprint]))
  return macs.map((of) => {
    const [{ keyId, mac }] = of
    const found = of.find((one) => known.has(one.mac))
    return { keyId, mac, fingerprint: (found && known.get(found.mac)) ?? mac }
  })
}

/**
 * Why there is no card to send: it is unknown or shredded, its number does not open (another key, a changed
 * byte), the vault's database is away, or its use cannot be logged. In each case nothing has left for the
 * network.
 */
export type NoCard = {
  card: null
  reason: 'card_shredded' | 'card_unreadable' | 'vault_database' | 'audit_log'
}

/** Hears of uses that came to nothing, after the line that tells of them. */
export type ReadingEnds = (why: 'card.unreadable' | 'card.missing', name: CardName, use: CardUse) => void

/**
 * Reads cards to send to the network. Each use is a line of the audit log that is durable when the number is
 * handed out: both are one statement, of one row for all that share it. Rejects only for mistakes of ours.
 */
export function openCardReader(
  db: Db,
  keys: VaultKeys,
  onNone: ReadingEnds,
): (name: CardName, use: CardUse) => Promise<ReadCard | NoCard> {
  const read = coalesce(
    async (readings: CardReading[]) => {
      const names = readings.map(({ name }) => name)
      const line = cardUsesText(readings)
      const rows = await db.many<SealedCardRow | Record<keyof SealedCardRow, null>>(sql`
        select card.version, card.number_ciphertext, card.data_key_id, card.data_key_wrapped, card.expiry_month,
          card.expiry_year, card.network_transaction_id, card.agreement_reference, card.renumbered_at
        from audit_append(${line}) as logged
        cross join unnest(
          ${names.map((name) => name.company_id)}::uuid[], ${names.map((name) => name.card_id)}::uuid[]
        ) with ordinality as name (company_id, card_id, ordinal)
        left join cards card on card.company_id = name.company_id and card.card_id = name.card_id
          and card.shredded_at is null
        order by ordinal`)
      return rows.map((row) => (row.number_ciphertext ? row : null))
    },
    { atOnce: READS_AT_ONCE, batchMax: CARDS_PER_READ, together: true },
  )
  return (name, use) =>
    read({ name, use }).then((row) => {
      if (!row) return missing(name, use)
      try {
        return { card: open(name, row) }
      } catch {
        // It is under a new key since it was read, or under one that another process of the vault has made.
        return readAgain(name, use)
      }
    }, notRead)
  function missing(name: CardName, use: CardUse): NoCard {
    onNone('card.missing', name, use)
    return { card: null, reason: 'card_shredded' }
  }
  function open({ company_id, card_id }: CardName, row: SealedCardRow): StoredCard {
    // Sealed under the names that are stored, which are in small letters.
    const number = openNumber(keys, company_id.toLowerCase(), card_id.toLowerCase(), row)
    const { expiry_month: expiryMonth, expiry_year: expiryYear, renumbered_at: renumberedAt } = row
    const { network_transaction_id: transactionId, agreement_reference: agreement } = row
    return { number, expiryMonth, expiryYear, transactionId, agreement, renumberedAt }
  }
  async function readAgain(name: CardName, use: CardUse): Promise<ReadCard | NoCard> {
    try {
      const row = await read({ name, use })
      if (!row) return missing(name, use)
      if (!keys.cardKeyOf(keyOf(row))) await keys.reload()
      return { card: open(name, row) }
    } catch (error) {
      if (isOfDatabase(error)) return notRead(error)
      onNone('card.unreadable', name, use)
      return { card: null, reason: 'card_unreadable' }
    }
  }
}

/**
 * Where the statement failed, neither was a number read nor the use logged: without one there is no other.
 */
function notRead(error: unknown): NoCard {
  if (isUnavailable(error)) return { card: null, reason: 'vault_database' }
  if (isOfDatabase(error)) return { card: null, reason: 'audit_log' }
  throw error
}

/**
 * Destroys numbers and their keys, and closes the pages of cards that are still to come. Done twice is done
 * once.
 */
export const shredCards = (db: Database, names: CardName[], by: string): Promise<void> =>
  db.transaction((db) => shredInTransaction(db, names, by))

/** The same as a part of the caller's, and its last: it writes their line. */
export async function shredInTransaction(db: Db, names: CardName[], by: string): Promise<void> {
  await destroyNumbers(db, names)
  await appendAudit(db, { do: 'card.shred', by, cards: names.map(cardIn) })
}

async function destroyNumbers(db: Db, names: CardName[]): Promise<void> {
  const companies = names.map((name) => name.company_id)
  const cards = names.map((name) => name.card_id)
  await db.run(sql`
    update card_pages set state = 'closed'
    where (company_id, card_id) in (select * from unnest(${companies}::uuid[], ${cards}::uuid[]))
      and state in ('open', 'submitted')`)
  await db.run(sql`
    update cards set number_ciphertext = null, data_key_wrapped = null, shredded_at = jetpay_now()
    where (company_id, card_id) in (select * from unnest(${companies}::uuid[], ${cards}::uuid[]))
      and shredded_at is null`)
}
