import { type Db, sql } from '../db/sql.ts'
import type { EventType } from './event-types.ts'

/** The types that tell what a contact is called and where it is reached. All others name it by its id. */
export const personalTypes = ['contacts.created', 'contacts.updated'] as const satisfies EventType[]

/** As the index `events_of_contacts` has it. */
export const isPersonal = sql`type in ('contacts.created', 'contacts.updated')`

/**
 * In the caller's transaction: no range of the company's log is planned to go to a file, and none of its
 * events is erased, but by whoever has this. What is read of a planned range is then the same for all who
 * write its file.
 */
export const lockLog = (db: Db, companyId: string) =>
  db.run(sql`select pg_advisory_xact_lock(hashtextextended(${`log ${companyId}`}, 0))`)
