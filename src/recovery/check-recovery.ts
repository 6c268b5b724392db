import { type Database, type Db, sql } from '../db/sql.ts'
import type { Config } from '../ground/config.ts'
import { findBankMovements } from './find-bank-movements.ts'
import { closeCardMovements, findCardMovements } from './find-card-movements.ts'
import { closeRecoveryAlarm } from './open-doors.ts'
import { putBackFiles } from './put-back-files.ts'
import { type LostItem, lostItemColumns, passTheDoors, requireUnsettled } from './recovery.ts'

export type Checked = { items: LostItem[]; put_back: string[] }

/**
 * Compares the restored database with the books of network and bank, as often as one likes: each thing is
 * told once. Then files that were taken in during the lost time are put back, to be taken in again. Once the
 * doors are open it finds nothing more, and closes what the companies and the worker have done again.
 */
export async function checkRecovery(db: Database, config: Config, simulatorUrl: string): Promise<Checked> {
  const { recovery_id, opened_at } = await requireUnsettled(db)
  const acquirerIds = [config.acceptor, ...config.furtherAcceptors].map(({ acquirerId }) => acquirerId)
  const network = { simulatorUrl, acquirerIds }
  if (opened_at !== null) {
    await db.transaction(async (db) => {
      await closeCardMovements(db, network)
      await closeRecoveryAlarm(db, 'what is done again agrees')
    })
    return { items: await lostItems(db), put_back: [] }
  }
  await db.transaction(async (db) => {
    await passTheDoors(db)
    await findCardMovements(db, recovery_id, network)
    await findBankMovements(db, recovery_id, simulatorUrl, config.bank)
    await db.run(sql`update recoveries set checked_at = jetpay_now() where recovery_id = ${recovery_id}`)
  })
  const put_back = await putBackFiles(db, config)
  return { items: await lostItems(db), put_back }
}

/** What is to be seen to, oldest first; with `all` what was, too. */
export const lostItems = (db: Db, all = false) =>
  db.many<LostItem>(sql`
    select ${lostItemColumns} from recovery_items
    where ${all} or state in ('open', 'reversing') order by happened_at, reference limit 10000`)
