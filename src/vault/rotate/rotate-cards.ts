/** Rotations that every card takes part in: the data key of numbers, and that of fingerprints. */
import { type Db, sql } from '../../db/sql.ts'
import { LOWEST_ID } from '../../ground/ids.ts'
import type { CardName } from '../../ground/vault-protocol.ts'
import { keyOf, openNumber, type SealedNumber, sealNumber } from '../cipher.ts'
import { nextKeyId, storeDataKey } from '../data-keys.ts'
import type { Keks } from '../kek/open-keks.ts'
import type { VaultKeys } from '../keys.ts'
import { beginRotation, endRotation, type RotationRow } from './rotation.ts'

/** Cards of one transaction: some 5 ms of the vault's process, in which no charge is answered. */
const CARDS_PER_BATCH = 250

type Rotation = RotationRow & { what: 'data' | 'fingerprint' }
type CardRow = CardName & SealedNumber & { fingerprint_key_id: string }

const useOf = { data: 'cards', fingerprint: 'fingerprint' } as const

/** The cards that are not under the new key yet, by a key that they name. */
const under = {
  data: sql`coalesce(data_key_id, 'cards_1')`,
  fingerprint: sql`fingerprint_key_id`,
} as const

/** Makes the new key, which is used for what is new from the moment that this is committed. */
export async function beginCards(db: Db, keks: Keks, rotation: Rotation): Promise<void> {
  const use = useOf[rotation.what]
  const id = await nextKeyId(db, use)
  await storeDataKey(db, keks, { id, use, state: 'active' })
  const { total } = await db.one<{ total: bigint }>(
    sql`select count(*) as total from cards where shredded_at is null`,
  )
  await beginRotation(db, rotation, id, total)
}

/**
 * Takes the next cards, in the order of their names, and remembers how far it came in the same transaction: a
 * kill loses a batch at most, which is done again. Returns false once nothing is left, and the old keys are
 * retired then. A card that changes meanwhile is left as it is.
 */
export async function rotateCards(db: Db, keys: VaultKeys, rotation: Rotation): Promise<boolean> {
  const { rotation_id, what, to_key: toKey, last_company, last_card } = rotation
  if (toKey === null) throw new Error('a rotation that runs names no key')
  const rows = await db.many<CardRow>(sql`
    select company_id, card_id, version, number_ciphertext, data_key_id, data_key_wrapped, fingerprint_key_id
    from cards
    where shredded_at is null
      and (company_id, card_id) > (${last_company ?? LOWEST_ID}::uuid, ${last_card ?? LOWEST_ID}::uuid)
    order by company_id, card_id limit ${CARDS_PER_BATCH}`)
  const last = rows.at(-1)
  if (!last) return endOrBeginAnew(db, rotation, toKey)
  const due = rows.filter((row) => (what === 'data' ? keyOf(row) : row.fingerprint_key_id) !== toKey)
  const opened = due.flatMap((row) => {
    try {
      return [{ row, number: openNumber(keys, row.company_id, row.card_id, row) }]
    } catch {
      // Another key, or a changed byte: told when it is charged, and counted here.
      return []
    }
  })
  if (opened.length > 0) await change[what](db, keys, opened)
  await db.run(sql`
    update key_rotations set last_company = ${last.company_id}, last_card = ${last.card_id}, done = done + ${rows.length},
      unreadable = unreadable + ${due.length - opened.length}, stuck = null
    where rotation_id = ${rotation_id}`)
  return true
}

type Opened = { row: CardRow; number: string }[]

const change = {
  async data(db: Db, keys: VaultKeys, opened: Opened): Promise<void> {
    const sealed = opened.map(({ row, number }) => sealNumber(keys, row.company_id, row.card_id, number))
    await db.run(sql`
      update cards card set version = ${sealed[0]?.version}, number_ciphertext = now.ciphertext,
        data_key_id = ${sealed[0]?.data_key_id}, data_key_wrapped = null, key_encryption_key_id = null
      from unnest(
        ${opened.map(({ row }) => row.company_id)}::uuid[], ${opened.map(({ row }) => row.card_id)}::uuid[],
        ${opened.map(({ row }) => row.number_ciphertext)}::bytea[], ${sealed.map((one) => one.number_ciphertext)}::bytea[]
      ) as now (company_id, card_id, before, ciphertext)
      where card.company_id = now.company_id and card.card_id = now.card_id and card.number_ciphertext = now.before`)
  },
  async fingerprint(db: Db, keys: VaultKeys, opened: Opened): Promise<void> {
    const macs = opened.map(({ row, number }) => keys.numberMacs(row.company_id, number)[0])
    await db.run(sql`
      update cards card set number_mac = now.mac, fingerprint_key_id = ${macs[0]?.keyId}
      from unnest(
        ${opened.map(({ row }) => row.company_id)}::uuid[], ${opened.map(({ row }) => row.card_id)}::uuid[],
        ${opened.map(({ row }) => row.number_ciphertext)}::bytea[], ${macs.map(({ mac }) => mac)}::text[]
      ) as now (company_id, card_id, before, mac)
      where card.company_id = now.company_id and card.card_id = now.card_id and card.number_ciphertext = now.before`)
  },
} as const

/**
 * At the end of the cards. A process that had not heard of the new key may have stored one under the old:
 * then it goes through them once more. What does not open keeps its key.
 */
async function endOrBeginAnew(db: Db, rotation: Rotation, toKey: string): Promise<boolean> {
  const { rotation_id, what, unreadable } = rotation
  const { left } = await db.one<{ left: bigint }>(sql`
    select count(*) as left from cards where shredded_at is null and ${under[what]} <> ${toKey}`)
  if (left > unreadable) {
    await db.run(sql`
      update key_rotations set last_company = null, last_card = null, done = 0, unreadable = 0
      where rotation_id = ${rotation_id}`)
    return true
  }
  await db.run(sql`
    update data_keys set state = 'retired', wrapped = null, retired_at = jetpay_now()
    where use = ${useOf[what]} and state = 'retiring'
      and not exists (select from cards where shredded_at is null and ${under[what]} = data_keys.data_key_id)`)
  await endRotation(db, rotation)
  return false
}
