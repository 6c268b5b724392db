import { type Database, sql } from '../src/db/sql.ts'
import { newId } from '../src/ground/ids.ts'
import { sealNumber } from '../src/vault/cipher.ts'
import type { VaultKeys } from '../src/vault/keys.ts'

const PER_STATEMENT = 1_000

/** Puts cards into a vault, sealed by its own keys, as if they had been entered. Their numbers differ. */
export async function fillCards(
  db: Database,
  keys: VaultKeys,
  companyId: string,
  count: number,
): Promise<void> {
  for (let at = 0; at < count; at += PER_STATEMENT) {
    const cards = Array.from({ length: Math.min(PER_STATEMENT, count - at) }, (_, one) => {
      const card_id = newId()
      const number = `4${String(at + one).padStart(15, '0')}`
      const sealed = sealNumber(keys, companyId, card_id, number)
      return { card_id, number, sealed, mac: keys.numberMacs(companyId, number)[0] }
    })
    await db.run(sql`
      insert into cards (company_id, card_id, version, number_ciphertext, data_key_id, fingerprint, number_mac,
        fingerprint_key_id, brand, last4, expiry_month, expiry_year)
      select ${companyId}, card_id, 2, ciphertext, ${cards[0]?.sealed.data_key_id}, mac, mac, ${cards[0]?.mac.keyId},
        'visa', last4, 12, 2039
      from unnest(
        ${cards.map(({ card_id }) => card_id)}::uuid[], ${cards.map(({ sealed }) => sealed.number_ciphertext)}::bytea[],
        ${cards.map(({ mac }) => mac.mac)}::text[], ${cards.map(({ number }) => number.slice(-4))}::text[]
      ) as filled (card_id, ciphertext, mac, last4)`)
  }
}
