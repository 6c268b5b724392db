import { type Db, sql } from '../db/sql.ts'
import { insertContact } from './contact.ts'

/**
 * The contact with this e-mail address, in any case, the newest of several; or a new one with this name. The
 * name of one that exists is left alone. In the caller's transaction; of two at once one creates it. Held
 * against deletion until then.
 */
export async function findOrCreateContact(
  db: Db,
  companyId: string,
  email: string,
  name: string,
): Promise<string> {
  await db.run(
    sql`select pg_advisory_xact_lock(hashtextextended(${`contact ${companyId} ${email.toLowerCase()}`}, 0))`,
  )
  const found = await db.first<{ contact_id: string }>(sql`
    select contact_id from contacts
    where company_id = ${companyId} and lower(email) = lower(${email}) and deleted_at is null
    order by contact_id desc limit 1 for share`)
  if (found) return found.contact_id
  return (await insertContact(db, companyId, { email, name })).contact_id
}
