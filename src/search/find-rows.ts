import { type Db, type Statement, sql } from '../db/sql.ts'
import { LOWEST_ID } from '../ground/ids.ts'
import { BLOCKS_FIRST, BLOCKS_MAX, type Block, blocksFor, blocksNext, newestBlock } from './find-blocks.ts'
import { reachOf } from './reach.ts'
import { justBelow } from './row-ids.ts'
import { canTell, type SearchedList, type Wanted } from './searched-list.ts'

/** Rows that are looked at before any block is: a filter that many rows pass fills its page with these. */
const NEWEST_ROWS = 1_000
/**
 * Rows that are looked at first, next and then at most, where no block tells of them: 65,536 in all, some
 * 20 ms. More than that is only between the last block and now while the worker is far behind.
 */
const STEPS = [4_096, 12_288, 48_152]

type Search = {
  companyId: string
  /** Of each row. */
  columns: Statement
  /** Rows below this id. */
  before: string
  /** At most so many. */
  limit: number
  /** What they are to be, beginning with `and`. */
  where: Statement
  wanted: Wanted
  /** Of it what has an index in the list's order, beginning with `and`: the rows of one contact, say. */
  key?: Statement | undefined
}

/**
 * `unread`: where more rows would have to be looked at than one request may, the id up to which none was.
 */
export type Found<Row> = { rows: Row[]; unread: string | null }

/**
 * Rows of a list, newest first, that look at a bounded number of them: where that is reached before the page
 * is full, `unread` says from where to go on.
 */
export async function search<Row>(db: Db, list: SearchedList, asked: Search): Promise<Found<Row>> {
  if (asked.key) return readKeyed<Row>(db, list, asked, asked.key)
  if (canTell(asked.wanted)) return searchBlocks<Row>(db, list, asked)
  return { rows: await readInOrder<Row>(db, list, asked), unread: null }
}

/**
 * Rows of which `where` says what they are and `wanted` what of that a block can
 * tell. It looks at the newest rows, then at those that are in no block yet, then at those of blocks that may
 * have what is wanted: a bounded number in all, so where little matches a page may be short of rows that are
 * there, and `unread` says from where to go on.
 */
async function searchBlocks<Row>(db: Db, list: SearchedList, asked: Search): Promise<Found<Row>> {
  const { companyId, limit, wanted } = asked
  const rows: Row[] = []
  const read = async (ranges: Block[]) => {
    rows.push(...(await readRanges<Row>(db, list, asked, limit - rows.length, ranges)))
    return rows.length >= limit
  }
  let last_id = justBelow(asked.before)
  /**
   * Reads the next so many rows; false where the page is full or the list, or what is above `floor`, at its
   * end.
   */
  const step = async (size: number, floor: string) => {
    const below = await idBelow(db, list, companyId, last_id, size)
    const after_id = below === undefined || below < floor ? floor : below
    const full = await read([{ after_id, last_id }])
    last_id = after_id
    return !full && after_id !== floor
  }
  if (!(await step(NEWEST_ROWS, LOWEST_ID))) return { rows, unread: null }

  const newest = await newestBlock(db, list.name, companyId)
  if (newest < last_id)
    for (const [at, size] of STEPS.entries()) {
      if (!(await step(size, newest))) break
      if (at === STEPS.length - 1) return { rows, unread: last_id }
    }
  if (rows.length >= limit) return { rows, unread: null }
  const reach = (wanted.amount ?? wanted.time) ? await reachOf(db, list.name, companyId) : {}
  const blocks = await blocksFor(db, list.name, companyId, { from: last_id, newest, wanted, reach })
  for (let taken = 0, size = BLOCKS_FIRST; taken < Math.min(blocks.length, BLOCKS_MAX); ) {
    const next = blocks.slice(taken, Math.min(taken + size, BLOCKS_MAX))
    const clipped = next.map((block) => (block.last_id > last_id ? { ...block, last_id } : block))
    const before = rows.length
    if (await read(clipped)) return { rows, unread: null }
    taken += next.length
    size = blocksNext(next.length, rows.length - before, limit - rows.length)
  }
  return { rows, unread: blocks[BLOCKS_MAX]?.last_id ?? null }
}

/** The id of the row that stands `rows` below the first one of these, if there are so many. */
const idBelow = async (
  db: Db,
  { table, id }: SearchedList,
  companyId: string,
  last_id: string,
  rows: number,
) =>
  (
    await db.first<{ row_id: string }>(sql`
      select ${id} as row_id from ${table} where company_id = ${companyId} and ${id} <= ${last_id}
      order by ${id} desc offset ${rows} limit 1`)
  )?.row_id

/** `offset 0`: by the key to these ranges, whatever index a filter has. */
const readRanges = <Row>(
  db: Db,
  { table, id }: SearchedList,
  { companyId, columns, where }: Search,
  limit: number,
  ranges: Block[],
): Promise<Row[]> =>
  db.many<Row>(sql`
    select ${columns} from unnest(
      ${ranges.map(({ after_id }) => after_id)}::uuid[], ${ranges.map(({ last_id }) => last_id)}::uuid[]
    ) as ranges (after_id, last_id) cross join lateral (
      select * from (
        select * from ${table} where company_id = ${companyId} and ${id} > after_id and ${id} <= last_id offset 0
      ) looked_at where company_id = ${companyId} ${where}
      order by ${id} desc limit ${limit}
    ) ${table}
    order by ${id} desc limit ${limit}`)

/** A list without a filter, or with one that has an index in the list's order. */
const readInOrder = <Row>(
  db: Db,
  { table, id }: SearchedList,
  { companyId, columns, before, limit, where }: Search,
): Promise<Row[]> =>
  db.many<Row>(sql`
    select ${columns} from ${table} where company_id = ${companyId} and ${id} < ${before} ${where}
    order by ${id} desc limit ${limit}`)

/** Of a contact, say, as many rows are looked at: they lie apart from each other, so each costs more. */
const KEYED_ROWS = 10_000

/** Rows of a `key` (`and contact_id = …`) that has an index in the list's order: its newest so many rows. */
async function readKeyed<Row>(
  db: Db,
  list: SearchedList,
  { companyId, columns, before, limit, where }: Search,
  key: Statement,
): Promise<Found<Row>> {
  const { table, id } = list
  const end = await db.first<{ row_id: string }>(sql`
    select ${id} as row_id from ${table} where company_id = ${companyId} ${key} and ${id} < ${before}
    order by ${id} desc offset ${KEYED_ROWS} limit 1`)
  const unread = end?.row_id ?? null
  const rows = await db.many<Row>(sql`
    select ${columns} from ${table}
    where company_id = ${companyId} ${key} and ${id} < ${before} and ${id} > ${unread ?? LOWEST_ID} ${where}
    order by ${id} desc limit ${limit}`)
  return { rows, unread: rows.length < limit ? unread : null }
}
