import { type Db, sql } from '../../db/sql.ts'
import { nextKeyId, storeDataKey } from '../data-keys.ts'
import type { Keks } from '../kek/open-keks.ts'
import { beginRotation, endRotation, type RotationRow } from './rotation.ts'

/** A page that is open when its key is followed, or was submitted and waits for the network's answer. */
const openBefore = sql`state in ('open', 'submitted') and expires_at > jetpay_now()`

/** Tickets are marked by the new key from now on; those of pages that are open are known by the old one. */
export async function beginTicket(db: Db, keks: Keks, rotation: RotationRow): Promise<void> {
  const id = await nextKeyId(db, 'ticket')
  await storeDataKey(db, keks, { id, use: 'ticket', state: 'active' })
  const { open } = await db.one<{ open: bigint }>(
    sql`select count(*) as open from card_pages where ${openBefore}`,
  )
  await beginRotation(db, rotation, id, open)
}

/** Destroys the old key once no page from before is open. Returns whether it has. */
export async function endTicket(db: Db, rotation: RotationRow): Promise<boolean> {
  const open = await db.first(sql`
    select from card_pages where ${openBefore}
      and created_at <= (select started_at from key_rotations where rotation_id = ${rotation.rotation_id}) limit 1`)
  if (open) return false
  await db.run(sql`
    update data_keys set state = 'retired', wrapped = null, retired_at = jetpay_now()
    where use = 'ticket' and state = 'retiring'`)
  await db.run(sql`update key_rotations set done = total where rotation_id = ${rotation.rotation_id}`)
  await endRotation(db, rotation)
  return true
}
