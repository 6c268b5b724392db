import { type Database, type Db, sql } from '../db/sql.ts'
import { textLeafInSql } from './checkpoint.ts'
import { destroyContactKey } from './contact-keys.ts'
import { isPersonal, lockLog } from './personal-events.ts'

/** Events of one transaction: some milliseconds. A contact rarely has as many. */
const BATCH = 500

/**
 * Replaces what the log tells of a contact by a marker, keeping the leaf of each event, and destroys the key
 * that opens what files tell of it. False where it must wait: for an event without its id, or for a range
 * that is planned and in no file yet. The contact is deleted, so no further event of it comes.
 */
export async function eraseEvents(db: Database, companyId: string, contactId: string): Promise<boolean> {
  const waits = await db.first(sql`
    select from outbox where company_id = ${companyId} and ${isPersonal} and data ->> 'contactId' = ${contactId} limit 1`)
  if (waits) return false
  for (;;) {
    const erased = await db.transaction((db) => eraseBatch(db, companyId, contactId))
    if (erased === null) return false
    if (erased < BATCH) return true
  }
}

/** How many it erased; null where it must wait. */
async function eraseBatch(db: Db, companyId: string, contactId: string): Promise<number | null> {
  await lockLog(db, companyId)
  const planned = await db.first(sql`
    select from event_archives where company_id = ${companyId} and (written_at is null or sealed_at is null) limit 1`)
  if (planned) return null
  const erased = await db.run(sql`
    update events set erased_leaf = ${textLeafInSql}, data = erased_event_data(${contactId})
    where company_id = ${companyId} and event_id = any (array(
      select event_id from events
      where company_id = ${companyId} and ${isPersonal} and data ->> 'contactId' = ${contactId} and erased_leaf is null
      order by event_id limit ${BATCH}))`)
  if (erased < BATCH) await destroyContactKey(db, companyId, contactId)
  return erased
}
