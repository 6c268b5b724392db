import { type Db, sql } from '../db/sql.ts'
import { LOWEST_ID } from '../ground/ids.ts'
import type { Job } from '../process/poll.ts'
import { HIGHEST } from '../search/row-ids.ts'

/** Entries of a block: read in a millisecond or two by who finds that it has their account. */
const BLOCK_ENTRIES = 8_192
/** Blocks of one company that a run makes: some 100 ms of the database's time. */
const BLOCKS = 16
const COMPANIES = 20

type Place = { company_id: string; day: string; after_id: string }

/** Says of blocks of the ledger's closed days which accounts and currencies they have (docs/adr/0036). */
export const summarizeLedger: Job = {
  name: 'summarize-ledger',
  mayWait: true,
  idleMs: 60_000,
  async run({ db }) {
    const companies = await db.many<{ company_id: string }>(sql`
      select company_id from ledger_closings c where exists (
        select from ledger_entries e
        where e.company_id = c.company_id and e.day <= c.closed_through and e.day > coalesce((
          select b.day from ledger_blocks b where b.company_id = c.company_id and b.last_transaction_id = ${HIGHEST}
          order by b.day desc limit 1), '-infinity'))
      order by company_id limit ${COMPANIES}`)
    let more = false
    for (const { company_id } of companies)
      for (let left = BLOCKS; await makeBlock(db, company_id); left--)
        if (left === 1) {
          more = true
          break
        }
    return more
  },
}

/**
 * The next block, where the last one ends or of the next day that has entries; false where none is closed.
 */
async function makeBlock(db: Db, companyId: string): Promise<boolean> {
  const place = await nextPlace(db, companyId)
  if (!place) return false
  const { day, after_id } = place
  // A day's last block goes to the end of all ids.
  const made = await db.run(sql`
    with bounds as materialized (
      select coalesce((
        select transaction_id from ledger_entries
        where company_id = ${companyId} and day = ${day}::date and transaction_id > ${after_id}
        order by day, transaction_id, sequence, line offset ${BLOCK_ENTRIES} limit 1
      ), ${HIGHEST}) as last_id
    )
    insert into ledger_blocks (company_id, day, after_transaction_id, last_transaction_id, kinds)
    select ${companyId}, ${day}::date, ${after_id}, last_id, array(
      select distinct kind from (
        select distinct account, currency from ledger_entries
        where company_id = ${companyId} and day = ${day}::date and transaction_id > ${after_id} and transaction_id <= last_id
      ) held cross join lateral (values (account), (currency), (account || ' ' || currency)) kinds (kind))
    from bounds
    on conflict (company_id, day, last_transaction_id) do nothing`)
  return made > 0
}

/** Where the next block begins: behind the last one in its day, or in the next day that has entries. */
const nextPlace = (db: Db, companyId: string) =>
  db.first<Place>(sql`
    with last as (
      select day, last_transaction_id from ledger_blocks where company_id = ${companyId}
      order by day desc, last_transaction_id desc limit 1
    ), next as (
      select day, last_transaction_id as after_id from last where last_transaction_id < ${HIGHEST}
      union all
      select (
        select min(day) from ledger_entries
        where company_id = ${companyId} and day > coalesce((select day from last), '-infinity')
      ), ${LOWEST_ID}::uuid
      where not exists (select from last where last_transaction_id < ${HIGHEST})
    )
    select ${companyId}::uuid as company_id, day::text, after_id from next
    where day <= (select closed_through from ledger_closings where company_id = ${companyId})`)
