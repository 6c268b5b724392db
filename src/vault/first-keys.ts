import { type KeyRing, PROOFS_EACH, type Proof, tryAll } from '../db/key-checks.ts'
import { type Db, sql } from '../db/sql.ts'
import type { CardName } from '../ground/vault-protocol.ts'
import { FIRST_CARD_KEY, openNumber, type SealedNumber } from './cipher.ts'
import { keyObjectOf, openKeyring } from './keys.ts'

/** The keys of a vault's key file of before there were data keys. */
export const FIRST_KEYS = ['kek_1', 'fingerprint'] as const

/** What tells whether such a file is a database's: `ensureKeys`. */
export const firstKeyRing = (file: string): KeyRing => ({
  file,
  setting: 'JETPAY_VAULT_KEY_FILE',
  database: 'vault',
  names: FIRST_KEYS,
  // A card that was shredded needs none.
  needed: async (db) =>
    (await db.first(sql`select from cards where shredded_at is null limit 1`)) ? [...FIRST_KEYS] : [],
  prove,
})

type FingerprintedRow = CardName & SealedNumber & { fingerprint: string }

/**
 * A card opens with `kek_1`; its number has the fingerprint that is stored. A fingerprint key without a card
 * that opens proves nothing.
 */
async function prove(db: Db, keys: ReadonlyMap<string, Buffer>, name: string): Promise<Proof> {
  const some = (order: 'asc' | 'desc') =>
    db.many<FingerprintedRow>(sql`
      select company_id, card_id, version, number_ciphertext, data_key_id, data_key_wrapped, fingerprint from cards
      where shredded_at is null order by ${order === 'asc' ? sql`company_id, card_id` : sql`company_id desc, card_id desc`}
      limit ${PROOFS_EACH}`)
  const opened = await keyringOf(keys)
  return tryAll([...(await some('asc')), ...(await some('desc'))], (row) => {
    const number = openNumber(opened, row.company_id, row.card_id, row)
    return name !== 'fingerprint' || opened.numberMacs(row.company_id, number)[0].mac === row.fingerprint
  })
}

const keyringOf = (keys: ReadonlyMap<string, Buffer>) =>
  openKeyring(async () => {
    const keyOf = (name: (typeof FIRST_KEYS)[number]) => keyObjectOf(Buffer.from(keys.get(name) ?? []))
    return [
      { id: FIRST_CARD_KEY, use: 'cards', active: true, key: keyOf('kek_1') },
      { id: 'fingerprint_1', use: 'fingerprint', active: true, key: keyOf('fingerprint') },
    ]
  })
