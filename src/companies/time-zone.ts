import { z } from 'zod'
import { type Db, sql } from '../db/sql.ts'
import { invalidFields } from '../ground/field-errors.ts'

/** Longer than any IANA name. */
const LENGTH_MAX = 64

const NOT_ONE = 'must be an IANA time zone such as America/Toronto, or UTC'

/** Whether it is a name, and no offset such as `+05:00`, and times can be told in it. */
function isKnown(name: string): boolean {
  if (!/^[a-z][\w+/-]*$/i.test(name)) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== null
  } catch {
    return false
  }
}

/**
 * An IANA name such as `America/Toronto`, also one that is new or old (`Asia/Kolkata` and `Asia/Calcutta`):
 * Node's list has one of the two, and tells times in both.
 */
export const timeZone = z
  .string()
  .max(LENGTH_MAX)
  .refine(isKnown, NOT_ONE)
  .meta({ examples: ['America/Toronto'] })

/** The name as the database spells it, which tells days too; a 422 where it does not know it. */
export async function spelledTimeZone(db: Db, name: string): Promise<string> {
  const known = await db.first<{ name: string }>(sql`
    select name from pg_timezone_names where lower(name) = lower(${name}) limit 1`)
  if (!known) throw invalidFields([{ path: 'time_zone', message: NOT_ONE }])
  return known.name
}
