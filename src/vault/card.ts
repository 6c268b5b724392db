import { coalesce } from '../db/coalesce.ts'
import { type Db, isUnavailable, sql } from '../db/sql.ts'
import type { CardName } from '../ground/vault-protocol.ts'
import type { Card, Verified } from './card-network.ts'
import { openNumber, type SealedNumber, sealNumber } from './cipher.ts'
import type { VaultKeys } from './keys.ts'
import type { CardDetails } from './page/card-fields.ts'

/** The only version so far of how a number is sealed; part of what the ciphertext is bound to. */
const VERSION = 1

/** Reads at a time, and cards that share one: a charge alone never waits, charges under load share. */
const READS_AT_ONCE = 2
const CARDS_PER_READ = 64

type SealedCardRow = CardName &
  SealedNumber & {
    version: number
    expiry_month: number
    expiry_year: number
    network_transaction_id: string | null
  }

/** A card as it is sent to the network, with what the network has called its verification. */
type StoredCard = Card & Pick<Verified, 'transactionId'>

/** Stores a card, its number sealed. The CVC is not a parameter: it is never stored (PCI DSS 3.3.1.2). */
export async function storeCard(
  db: Db,
  keys: VaultKeys,
  { company_id, card_id }: CardName,
  card: Omit<CardDetails, 'cvc'>,
  transactionId: string | null,
) {
  const sealed = sealNumber(keys, company_id, card_id, VERSION, card.number)
  const fingerprint = keys.fingerprint(company_id, card.number)
  await db.run(sql`
    insert into cards (company_id, card_id, version, number_ciphertext, data_key_wrapped, key_encryption_key_id,
      fingerprint, brand, last4, expiry_month, expiry_year, network_transaction_id)
    values (${company_id}, ${card_id}, ${VERSION}, ${sealed.number_ciphertext}, ${sealed.data_key_wrapped},
      ${sealed.key_encryption_key_id}, ${fingerprint}, ${card.brand}, ${card.last4}, ${card.expiryMonth},
      ${card.expiryYear}, ${transactionId})`)
  return { fingerprint }
}

/**
 * Why there is no card to send: it is unknown or shredded, its number does not open (another key, a changed
 * byte), or the vault's database is away. In each case nothing has left for the network.
 */
export type NoCard = { card: null; reason: 'card_shredded' | 'card_unreadable' | 'vault_database' }

/**
 * Reads cards to send to the network. Rejects only for mistakes of ours. `onUnreadable` hears of each that
 * does not open.
 */
export function openCardReader(
  db: Db,
  keys: VaultKeys,
  onUnreadable: (name: CardName) => void,
): (name: CardName) => Promise<{ card: StoredCard } | NoCard> {
  const read = coalesce(
    async (names: CardName[]) => {
      const rows = await db.many<SealedCardRow | Record<keyof SealedCardRow, null>>(sql`
        select card.company_id, card.card_id, card.version, card.number_ciphertext, card.data_key_wrapped,
          card.key_encryption_key_id, card.expiry_month, card.expiry_year, card.network_transaction_id
        from unnest(
          ${names.map((name) => name.company_id)}::uuid[], ${names.map((name) => name.card_id)}::uuid[]
        ) with ordinality as name (company_id, card_id, ordinal)
        left join cards card on card.company_id = name.company_id and card.card_id = name.card_id
          and card.shredded_at is null
        order by ordinal`)
      return rows.map((row) => (row.number_ciphertext ? row : null))
    },
    { atOnce: READS_AT_ONCE, batchMax: CARDS_PER_READ },
  )
  return async (name) => {
    let row: SealedCardRow | null
    try {
      row = await read(name)
    } catch (error) {
      if (isUnavailable(error)) return { card: null, reason: 'vault_database' }
      throw error
    }
    if (!row) return { card: null, reason: 'card_shredded' }
    try {
      const number = openNumber(keys, row.company_id, row.card_id, row.version, row)
      const { expiry_month: expiryMonth, expiry_year: expiryYear } = row
      return { card: { number, expiryMonth, expiryYear, transactionId: row.network_transaction_id } }
    } catch {
      onUnreadable(name)
      return { card: null, reason: 'card_unreadable' }
    }
  }
}

/**
 * Destroys numbers and their keys, and closes the pages of cards that are still to come. Done twice is done
 * once.
 */
export async function shredCards(db: Db, names: CardName[]): Promise<void> {
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
