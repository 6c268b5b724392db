import { type Statement, sql } from '../db/sql.ts'
import { type Check, check } from './check.ts'

/** Whether a movement that others have is one that a restore has lost, and a person has left as it is. */
export const isKeptSinceRestore = (reference: Statement, acquirerId = sql`''`): Statement => sql`
  exists (select from recovery_items lost where lost.reference = ${reference} and lost.state = 'kept'
    and lost.acquirer_id in ('', ${acquirerId}))`

export const recoveryChecks: Check[] = [
  check(
    'restore_is_worked_off',
    'After a restore of the database everything that network and bank did in the lost time was seen to, and its doors are open',
    () => sql`
      select recovery_id, restored_to, 'the doors are shut' as recovery from recoveries where opened_at is null
      union all
      select recovery_id, happened_at, kind || ' ' || reference || ' is ' || state from recovery_items
      where state in ('open', 'reversing')`,
    'all',
  ),
]
