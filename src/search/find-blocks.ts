import { cutToMicros } from '../db/instant.ts'
import { type Db, empty, join, type Statement, sql } from '../db/sql.ts'
import { LOWEST_ID } from '../ground/ids.ts'
import type { Reach } from './reach.ts'
import type { Wanted } from './searched-list.ts'
import { askedAmounts, askedFacets, askedText, askedTimes, hashFor, longTextTerms } from './terms.ts'

/** Blocks that one request reads first, and in all: of some 65,000 rows, in about 20 ms. */
export const BLOCKS_FIRST = 4
export const BLOCKS_MAX = 64
/**
 * Where more rows than this have changed since their blocks were made, every block is read until the worker
 * has caught up: a look at each row's block costs some 3 microseconds.
 */
const RESTATED_MAX = 3_000

/**
 * Blocks whose terms lie together in the index, so that a new one touches few of its pages (migration 0168).
 */
export const SEGMENT_BLOCKS = 128

export type Block = { after_id: string; last_id: string }

/** The id up to which there are blocks. */
export async function newestBlock(db: Db, list: string, companyId: string): Promise<string> {
  const newest = await db.first<{ last_id: string }>(sql`
    select last_id from search_blocks where company_id = ${companyId} and list = ${list}
    order by last_id desc limit 1`)
  return newest?.last_id ?? LOWEST_ID
}

/**
 * The newest blocks between `from` and `newest` that may hold what is wanted, or rows that have changed since
 * they were made; one more than a request reads.
 */
export function blocksFor(
  db: Db,
  list: string,
  companyId: string,
  { from, newest, wanted, reach = {} }: { from: string; newest: string; wanted: Wanted; reach?: Reach },
): Promise<Block[]> {
  const { facets, all, any } = asked(companyId, wanted, reach)
  const { created_after, created_before } = wanted
  const after = created_after && cutToMicros(created_after).time
  const before = created_before && cutToMicros(created_before).time
  const times = sql`
    ${after ? sql`and created_to >= ${after}::timestamptz` : empty}
    ${before ? sql`and created_from <= ${before}::timestamptz` : empty}`
  // `offset 0`: by the index of facets or terms and no other, whatever the planner takes the tables to hold.
  // What it compares itself it fetches first, of terms 60 kB a block. Hashes are those of one company.
  const byTerms = (condition: Statement) => sql`
    select after_id, last_id from segments cross join lateral (
      select * from search_terms where terms ${condition} offset 0
    ) terms where company_id = ${companyId} and list = ${list} and after_id < ${from}`
  const sources = [
    ...(facets === undefined
      ? []
      : [
          sql`
            select after_id, last_id from (
              select * from search_blocks where facets && ${facets}::integer[] offset 0
            ) blocks where company_id = ${companyId} and list = ${list} and after_id < ${from} ${times}`,
        ]),
    ...(all.length > 0 ? [byTerms(sql`@> terms_in_segment(segments.segment, ${all}::integer[])`)] : []),
    ...any.map((some) => byTerms(sql`&& terms_in_segment(segments.segment, ${some}::integer[])`)),
  ]
  const hasTimes = after !== undefined || before !== undefined
  // The blocks themselves are read from end to end only for their times: those of ten million rows are 10 MB.
  if (sources.length === 0 || (hasTimes && facets === undefined))
    sources.unshift(sql`
      select after_id, last_id from search_blocks
      where company_id = ${companyId} and list = ${list} and after_id < ${from} ${times}`)
  // Those that have blocks of these times, or that begin below `from`.
  const segments = hasTimes
    ? sql`select distinct number / ${SEGMENT_BLOCKS}::integer as segment from search_blocks
        where company_id = ${companyId} and list = ${list} and after_id < ${from} ${times}`
    : sql`select generate_series(0, coalesce((
        select number from search_blocks
        where company_id = ${companyId} and list = ${list} and last_id >= ${from} order by last_id limit 1
      ), (
        select number from search_blocks
        where company_id = ${companyId} and list = ${list} order by last_id desc limit 1
      )) / ${SEGMENT_BLOCKS}::integer) as segment`
  return db.many<Block>(sql`
    with restated as materialized (
      select row_id from restated_rows
      where company_id = ${companyId} and list = ${list} and row_id <= ${from} limit ${RESTATED_MAX + 1}
    ), segments as (
      ${segments}
    ), possible as (
      ${join(sources, ' intersect ')}
    ), changed as (
      select after_id, last_id from restated cross join lateral (
        select after_id, last_id from search_blocks
        where company_id = ${companyId} and list = ${list} and last_id >= row_id order by last_id limit 1
      ) block
    ), every as (
      select after_id, last_id from search_blocks
      where company_id = ${companyId} and list = ${list} and after_id < ${from}
        and (select count(*) from restated) > ${RESTATED_MAX}
    ), found as (
      select after_id, last_id from possible
      union select after_id, last_id from changed union select after_id, last_id from every
    )
    select after_id, last_id from found where last_id <= ${newest}
    order by last_id desc limit ${BLOCKS_MAX + 1}`)
}

/**
 * How many blocks to read after a read of so many that had so many rows of the page: a quarter more than fill
 * it if they have as much, three times as many where it had none.
 */
export const blocksNext = (size: number, found: number, missing: number): number =>
  Math.max(found === 0 ? 3 * size : Math.ceil((1.25 * missing * size) / found), BLOCKS_FIRST)

/**
 * Of the facets one is to be there, of the terms all of the ones and of each of the others one: where none is
 * left to ask for, no block has it.
 */
function asked(
  companyId: string,
  { facets, orElse, amount, time, text, longText, terms = [], oneOf }: Wanted,
  reach: Reach,
) {
  const hash = hashFor(companyId)
  const asFacets = askedFacets(hash, facets ?? {})
  return {
    facets:
      asFacets.length > 0 || orElse
        ? [...asFacets, ...(orElse ?? []).map((term) => hash(...term))]
        : undefined,
    all: [
      ...(text === undefined ? [] : askedText(hash, text)),
      ...(longText === undefined ? [] : longTextTerms(hash, longText)),
      ...terms.map((term) => hash(...term)),
    ],
    any: [
      ...(amount ? [askedAmounts(hash, ...amount, reach.amountMost)] : []),
      ...(time ? [askedTimes(hash, ...time, reach)] : []),
      ...(oneOf ? [oneOf.map((term) => hash(...term))] : []),
    ],
  }
}
