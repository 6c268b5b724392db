/** Entries of an account or a currency, by blocks of closed days that have any (docs/adr/0036). */
import { type Db, empty, type Statement, sql } from '../db/sql.ts'
import { LOWEST_ID } from '../ground/ids.ts'
import { HIGHEST } from '../search/row-ids.ts'
import { type EntryCursor, type EntryRow, entryPosition } from './entry.ts'

type Asked = {
  companyId: string
  cursor: EntryCursor | undefined
  account: string | undefined
  currency: string | undefined
  from: string | undefined
  to: string | undefined
  limit: number
}
type Block = { day: string; after_id: string; last_id: string }

/** Entries that are looked at first, next and then of days that have no blocks yet: some 20 ms in all. */
const STEPS = [2_000, 6_000, 12_000]
/** Blocks that are read first and next: of some 130,000 entries. */
const BLOCK_STEPS = [2, 14]
const BLOCKS_MAX = 16

/** Above and below every entry of a day. */
const endOf = (day: string): EntryCursor => ({ day, transaction_id: HIGHEST, sequence: 9_999, line: 9_999 })
const startOf = (day: string): EntryCursor => ({ day, transaction_id: LOWEST_ID, sequence: 0, line: 0 })

/**
 * Newest first, below `cursor`. `unread`: where one request may look at no more, the place from which to go
 * on.
 */
export async function searchEntries(
  db: Db,
  asked: Asked,
): Promise<{ rows: EntryRow[]; unread: EntryCursor | null }> {
  const { companyId, limit } = asked
  const rows: EntryRow[] = []
  const closed = await newestBlock(db, companyId)
  const oldest = asked.from ? startOf(asked.from) : startOf('0001-01-01')
  let place = lower(asked.cursor ?? endOf('9999-12-31'), asked.to ? endOf(asked.to) : endOf('9999-12-31'))
  const floor = closed ? higher(endOf(closed), oldest) : oldest
  if (isBelow(floor, place))
    for (const [at, size] of STEPS.entries()) {
      const next = await entryBelow(db, companyId, place, floor, size)
      rows.push(...(await readBetween(db, asked, limit - rows.length, next ?? floor, place)))
      if (rows.length >= limit || !next) break
      place = { ...next, line: next.line + 1 }
      if (at === STEPS.length - 1) return { rows, unread: place }
    }
  if (rows.length >= limit || !closed) return { rows, unread: null }
  place = lower(place, floor)
  const blocks = await blocksWith(db, asked, place)
  for (let at = 0, taken = 0; taken < blocks.length && at < BLOCK_STEPS.length; at++) {
    const next = blocks.slice(taken, taken + BLOCK_STEPS[at]!)
    taken += next.length
    rows.push(...(await readBlocks(db, asked, limit - rows.length, next, place)))
    if (rows.length >= limit) return { rows, unread: null }
  }
  const beyond = blocks[BLOCKS_MAX]
  return { rows, unread: beyond ? { ...endOf(beyond.day), transaction_id: beyond.last_id } : null }
}

const keyOf = ({ day, transaction_id, sequence, line }: EntryCursor) =>
  `${day} ${transaction_id} ${String(sequence).padStart(5, '0')} ${String(line).padStart(5, '0')}`
const isBelow = (a: EntryCursor, b: EntryCursor) => keyOf(a) < keyOf(b)
const lower = (a: EntryCursor, b: EntryCursor) => (isBelow(a, b) ? a : b)
const higher = (a: EntryCursor, b: EntryCursor) => (isBelow(a, b) ? b : a)

const placeOf = ({ day, transaction_id, sequence, line }: EntryCursor): Statement =>
  sql`(${day}::date, ${transaction_id}::uuid, ${sequence}::smallint, ${line}::smallint)`

/** The last day that is in blocks whole. */
const newestBlock = async (db: Db, companyId: string) =>
  (
    await db.first<{ day: string }>(sql`
      select day::text from ledger_blocks where company_id = ${companyId} and last_transaction_id = ${HIGHEST}
      order by day desc limit 1`)
  )?.day

/** The first entry that is not one of the next so many above the floor. */
const entryBelow = (db: Db, companyId: string, place: EntryCursor, floor: EntryCursor, entries: number) =>
  db.first<EntryCursor>(sql`
    select day::text, transaction_id, sequence, line from ledger_entries e
    where company_id = ${companyId} and ${entryPosition} < ${placeOf(place)} and ${entryPosition} > ${placeOf(floor)}
    order by e.day desc, e.transaction_id desc, e.sequence desc, e.line desc offset ${entries} limit 1`)

/** The newest blocks from this place down that have such an entry. */
const blocksWith = (db: Db, { companyId, account, currency, from }: Asked, place: EntryCursor) =>
  db.many<Block>(sql`
    select day::text, after_transaction_id as after_id, last_transaction_id as last_id from ledger_blocks
    where company_id = ${companyId} and day <= ${place.day}::date
      and (day, after_transaction_id) < (${place.day}::date, ${place.transaction_id}::uuid)
      ${from ? sql`and day >= ${from}::date` : empty}
      and kinds @> array[${[account, currency].filter((of) => of !== undefined).join(' ')}::text]
    order by ledger_blocks.day desc, last_transaction_id desc limit ${BLOCKS_MAX + 1}`)

const chosen = ({ account, currency }: Asked) => sql`
  ${account ? sql`and account = ${account}` : empty} ${currency ? sql`and currency = ${currency}` : empty}`

/** With the name of their move, which is looked up for what is answered only. */
const named = (companyId: string, entries: Statement) => sql`
  select e.day::text, e.transaction_id, e.sequence, e.line, m.move, e.account, e.currency, e.amount, e.posted_at
  from (${entries}) e join transaction_moves m
    on m.company_id = ${companyId} and m.transaction_id = e.transaction_id and m.sequence = e.sequence
  order by e.day desc, e.transaction_id desc, e.sequence desc, e.line desc`

const readBetween = (db: Db, asked: Asked, limit: number, after: EntryCursor, before: EntryCursor) =>
  db.many<EntryRow>(
    named(
      asked.companyId,
      sql`
    select e.* from (
      select e.* from ledger_entries e
      where company_id = ${asked.companyId} and ${entryPosition} < ${placeOf(before)} and ${entryPosition} > ${placeOf(after)}
      offset 0
    ) e where company_id = ${asked.companyId} ${chosen(asked)}
    order by e.day desc, e.transaction_id desc, e.sequence desc, e.line desc limit ${limit}`,
    ),
  )

const readBlocks = (db: Db, asked: Asked, limit: number, blocks: Block[], before: EntryCursor) =>
  db.many<EntryRow>(
    named(
      asked.companyId,
      sql`
    select e.* from unnest(
      ${blocks.map(({ day }) => day)}::date[], ${blocks.map(({ after_id }) => after_id)}::uuid[], ${blocks.map(({ last_id }) => last_id)}::uuid[]
    ) as blocks (of_day, after_id, last_id) cross join lateral (
      select looked_at.* from (
        select * from ledger_entries
        where company_id = ${asked.companyId} and day = of_day and transaction_id > after_id and transaction_id <= last_id offset 0
      ) looked_at where company_id = ${asked.companyId} ${chosen(asked)}
    ) e where ${entryPosition} < ${placeOf(before)}
    order by e.day desc, e.transaction_id desc, e.sequence desc, e.line desc limit ${limit}`,
    ),
  )
