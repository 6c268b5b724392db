import { type Db, sql } from '../db/sql.ts'
import type { EventData, EventType } from './event-types.ts'

export type { EventType } from './event-types.ts'

/**
 * Writes an event to the outbox, in the transaction of what it tells of. Types and their `data` are in
 * `event-types.ts`; there is none that is not declared.
 */
export const announce = <Type extends EventType>(
  db: Db,
  companyId: string,
  type: Type,
  data: EventData<Type>,
) =>
  db.run(sql`
    insert into outbox (company_id, type, data, created_at)
    values (${companyId}, ${type}, ${JSON.stringify(data)}, jetpay_now())`)
