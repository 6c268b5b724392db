import { type Database, type Db, sql } from '../db/sql.ts'
import { LOWEST_ID } from '../ground/ids.ts'
import type { Job } from '../process/poll.ts'
import { openHorizon } from './horizon.ts'
import { type BlockKey, lockList, makeBlock } from './make-block.ts'
import { idOfTime } from './row-ids.ts'
import type { SearchedList } from './searched-list.ts'

/** Rows of a block: one that has what is wanted is read to its end, which takes a third of a millisecond. */
const BLOCK_ROWS = 1_024
/** Blocks of a company that are made, and of all that are made again, in one run: each takes some 20 ms. */
const BLOCKS = 8
/** Companies with a new block that one run sees to. */
const COMPANIES = 20
/** Changed rows that one run looks at. */
const RESTATED = 2_000

/** Says of blocks of rows what they hold, and says it again where that has changed: docs/adr/0036. */
export function summarizeLists(lists: SearchedList[]): Job {
  const horizon = openHorizon()
  return {
    name: 'summarize-lists',
    mayWait: true,
    idleMs: 10_000,
    async run({ db }) {
      const before = await horizon(db)
      let more = false
      if (before) for (const list of lists) more = (await makeBlocks(db, list, before)) || more
      const again = [...(await restatedBlocks(db)), ...(await blocksDue(db))]
      for (const block of again) {
        const list = lists.find(({ name }) => name === block.list)
        if (list) await makeBlock(db, list, block)
      }
      return more || again.length >= BLOCKS
    },
  }
}

/** The next blocks of each company that has as many rows after its last one; true where there may be more. */
async function makeBlocks(db: Database, list: SearchedList, before: Date): Promise<boolean> {
  let more = false
  for (const first of await companiesDue(db, list, before)) {
    let next: BlockKey | undefined = first
    for (let left = BLOCKS; next && left > 0; left--) {
      if (!(await makeBlock(db, list, next, before))) break
      next = await blockAfter(db, list, next.company_id, next.last_id, before)
      if (left === 1 && next) more = true
    }
  }
  return more
}

const companiesDue = (db: Db, { name, table, id, createdAt }: SearchedList, before: Date) =>
  db.many<BlockKey>(sql`
    select companies.company_id, ${name} as list, after_id, row_id as last_id
    from companies cross join lateral (
      select coalesce((select b.last_id from search_blocks b where b.company_id = companies.company_id and b.list = ${name}
        order by b.last_id desc limit 1), ${LOWEST_ID}) as after_id
    ) blocks cross join lateral (
      select ${id} as row_id, ${createdAt} as listed_at from ${table}
      where ${table}.company_id = companies.company_id and ${id} > after_id order by ${id} offset ${BLOCK_ROWS - 1} limit 1
    ) last
    where listed_at < ${before} and row_id < ${idOfTime(before.getTime())} limit ${COMPANIES}`)

const blockAfter = (
  db: Db,
  { name, table, id, createdAt }: SearchedList,
  companyId: string,
  after: string,
  before: Date,
) =>
  db.first<BlockKey>(sql`
    select ${companyId}::uuid as company_id, ${name} as list, ${after}::uuid as after_id, row_id as last_id from (
      select ${id} as row_id, ${createdAt} as listed_at from ${table}
      where company_id = ${companyId} and ${id} > ${after} order by ${id} offset ${BLOCK_ROWS - 1} limit 1
    ) last
    where listed_at < ${before} and row_id < ${idOfTime(before.getTime())}`)

/**
 * Blocks of rows that have changed. What is said of rows that are in no block yet is forgotten: theirs will
 * be made of what they are then.
 */
async function restatedBlocks(db: Database): Promise<BlockKey[]> {
  const restated = await db.many<{ company_id: string; list: string }>(sql`
    select distinct company_id, list from (select company_id, list from restated_rows limit ${RESTATED}) restated`)
  for (const { company_id, list } of restated) await forgetUnlisted(db, company_id, list)
  return db.many<BlockKey>(sql`
    select distinct b.company_id, b.list, b.after_id, b.last_id
    from (select company_id, list, row_id from restated_rows limit ${RESTATED}) r
    cross join lateral (
      select company_id, list, after_id, last_id from search_blocks
      where company_id = r.company_id and list = r.list and last_id >= r.row_id order by last_id limit 1
    ) b limit ${BLOCKS}`)
}

const forgetUnlisted = (db: Database, companyId: string, list: string) =>
  db.transaction(async (tx) => {
    if (!(await lockList(tx, companyId, list))) return
    await tx.run(sql`
      delete from restated_rows where company_id = ${companyId} and list = ${list} and row_id > coalesce((
        select last_id from search_blocks where company_id = ${companyId} and list = ${list}
        order by last_id desc limit 1), ${LOWEST_ID})`)
  })

const blocksDue = (db: Db) =>
  db.many<BlockKey>(sql`
    select company_id, list, after_id, last_id from search_blocks
    where remake_at <= jetpay_now() order by remake_at limit ${BLOCKS}`)
