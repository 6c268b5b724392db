import { closeAlarms } from '../alarms/alarm.ts'
import { type Database, type Db, sql } from '../db/sql.ts'
import { OperatorError } from '../ground/errors.ts'
import { shutDoors } from './begin.ts'
import { requireRecovery } from './recovery.ts'

/**
 * Opens the doors to network and bank: an operator has seen what the lost time left. Items that are open stay
 * so, and what they are alike is not charged. Throws an OperatorError where nothing was compared and `unseen`
 * does not say that it is to go on all the same.
 */
export const openDoors = (db: Database, by: string, note: string, unseen: boolean) =>
  db.transaction(async (db) => {
    const { recovery_id, checked_at } = await requireRecovery(db)
    if (checked_at === null && !unseen)
      throw new OperatorError(
        'The books of network and bank were not compared: run `jetpay recovery check` first. Where there are none to ask, --unseen goes on without.',
        'wrong_state',
      )
    const waits = await db.first(sql`
      select from own_cell, recoveries where recovery_id = ${recovery_id} and placed_at is null`)
    if (waits && !unseen)
      throw new OperatorError(
        'No router has said since which companies have left this cell: have one run that reaches its database (`jetpay directory`). Where there is none any more, --unseen goes on without.',
        'wrong_state',
      )
    await shutDoors(db, 'disable')
    await db.run(sql`
      update recoveries set opened_at = jetpay_now(), opened_by = ${by}, note = ${note} where recovery_id = ${recovery_id}`)
    await closeRecoveryAlarm(db, by)
    const { open } = await db.one<{ open: number }>(sql`
      select count(*)::integer as open from recovery_items where state in ('open', 'reversing')`)
    return { recovery_id, open_items: open }
  })

/** Once the doors are open and no item is. */
export async function closeRecoveryAlarm(db: Db, by: string): Promise<void> {
  const done = await db.many<{ recovery_id: string }>(sql`
    select recovery_id from recoveries r join alarms a on a.kind = 'recovery_open' and a.subject = r.recovery_id::text
    where opened_at is not null and a.closed_at is null
      and not exists (select from recovery_items i where i.state in ('open', 'reversing'))`)
  for (const { recovery_id } of done) await closeAlarms(db, 'recovery_open', recovery_id, by)
}

/**
 * The last number of a file that a bank has of an originator, where no books of it can be read: the next file
 * has the one after it.
 */
export async function setBankFileNumber(db: Db, originatorId: string, last: number): Promise<void> {
  await requireRecovery(db)
  await db.run(sql`
    insert into bank_file_numbers (originator_id, last_number) values (${originatorId}, ${last})
    on conflict (originator_id) do update set last_number = excluded.last_number`)
}
