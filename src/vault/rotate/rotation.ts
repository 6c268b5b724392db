import { type Db, sql } from '../../db/sql.ts'
import type { KekProviderName } from '../kek/kek-provider.ts'

/** What the vault rotates by itself, when it is asked to. */
export const VAULT_ROTATIONS = ['kek', 'data', 'fingerprint', 'ticket'] as const
export type VaultRotation = (typeof VAULT_ROTATIONS)[number]

export type RotationRow = {
  rotation_id: bigint
  what: VaultRotation
  state: 'asked' | 'running' | 'done'
  to_key: string | null
  provider: KekProviderName | null
  last_company: string | null
  last_card: string | null
  done: bigint
  total: bigint | null
  unreadable: bigint
  from_parts: boolean
  stuck: string | null
}

const columns = sql`rotation_id, what, state, to_key, provider, last_company, last_card, done, total, unreadable,
  from_parts, stuck`

export type NewKek = { kekId: string; provider: KekProviderName; fromParts: boolean }

/** The one of a kind that is under way. */
export const rotationUnderWay = (db: Db, what: VaultRotation) =>
  db.first<RotationRow>(sql`select ${columns} from key_rotations where what = ${what} and state <> 'done'`)

/**
 * Asks the vault for a rotation, which it takes up within seconds. One of a kind is under way at most: asked
 * for again it is the same. Returns which.
 */
export async function askForRotation(
  db: Db,
  what: VaultRotation,
  askedBy: string,
  kek?: NewKek,
): Promise<bigint> {
  await db.run(sql`
    insert into key_rotations (what, asked_by, to_key, provider, from_parts)
    values (${what}, ${askedBy}, ${kek?.kekId ?? null}, ${kek?.provider ?? null}, ${kek?.fromParts ?? false})
    on conflict (what) where state <> 'done' do nothing`)
  const { rotation_id } = await db.one<{ rotation_id: bigint }>(
    sql`select rotation_id from key_rotations where what = ${what} order by rotation_id desc limit 1`,
  )
  return rotation_id
}

export const findRotation = (db: Db, rotationId: bigint) =>
  db.first<RotationRow>(sql`select ${columns} from key_rotations where rotation_id = ${rotationId}`)

/**
 * The one that is due. It is locked until its transaction ends: another vault process passes it over. One of
 * tickets only waits for pages to end, and holds up no other.
 */
export const takeRotation = (db: Db) =>
  db.first<RotationRow>(sql`
    select ${columns} from key_rotations where state <> 'done'
    order by what = 'ticket' and state = 'running', rotation_id limit 1 for update skip locked`)

export const beginRotation = (db: Db, { rotation_id }: RotationRow, toKey: string, total: bigint) =>
  db.run(sql`
    update key_rotations set state = 'running', to_key = ${toKey}, total = ${total}, started_at = jetpay_now(),
      stuck = null
    where rotation_id = ${rotation_id}`)

export const endRotation = (db: Db, { rotation_id }: RotationRow) =>
  db.run(sql`
    update key_rotations set state = 'done', ended_at = jetpay_now(), stuck = null where rotation_id = ${rotation_id}`)

/** Tells whoever asked why it does not go on; it is tried again. */
export const sayStuck = (db: Db, why: string) =>
  db.run(sql`
    update key_rotations set stuck = ${why}
    where rotation_id = (select min(rotation_id) from key_rotations where state <> 'done')`)
