/** The keys that the events of contacts are sealed with in files; one for each contact that is in any. */
import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { type Db, sql } from '../db/sql.ts'
import type { Seal } from '../ground/seal.ts'

export type ContactKeys = ReadonlyMap<string, KeyObject>

const KEY_BYTES = 32
const about = (companyId: string, contactId: string) => `contact_key ${companyId} ${contactId}`

/** The keys of those of these contacts that have one: of an erased contact it is gone. */
export async function readContactKeys(
  db: Db,
  seal: () => Seal,
  companyId: string,
  contactIds: string[],
): Promise<ContactKeys> {
  if (contactIds.length === 0) return new Map()
  const rows = await db.many<{ contact_id: string; key_sealed: Buffer }>(sql`
    select contact_id, key_sealed from contact_keys
    where company_id = ${companyId} and contact_id = any (${contactIds}::uuid[])`)
  return new Map(
    rows.map(({ contact_id, key_sealed }) => {
      const key = seal().open(key_sealed, about(companyId, contact_id))
      return [contact_id, createSecretKey(Buffer.from(key, 'base64url'))]
    }),
  )
}

/** The same, with a new key for each that has none. In the caller's transaction. */
export async function makeContactKeys(
  db: Db,
  seal: () => Seal,
  companyId: string,
  contactIds: string[],
): Promise<ContactKeys> {
  const there = await readContactKeys(db, seal, companyId, contactIds)
  // In one order, so that two workers wait for each other and never both.
  const lacking = contactIds.filter((id) => !there.has(id)).sort()
  if (lacking.length === 0) return there
  const sealed = lacking.map((id) =>
    seal().seal(randomBytes(KEY_BYTES).toString('base64url'), about(companyId, id)),
  )
  await db.run(sql`
    insert into contact_keys (company_id, contact_id, key_sealed)
    select ${companyId}, * from unnest(${lacking}::uuid[], ${sealed}::bytea[])
    on conflict (company_id, contact_id) do nothing`)
  return readContactKeys(db, seal, companyId, contactIds)
}

/** From now on nobody opens what was sealed with it, wherever that lies. */
export const destroyContactKey = (db: Db, companyId: string, contactId: string) =>
  db.run(sql`delete from contact_keys where company_id = ${companyId} and contact_id = ${contactId}`)
