import { createHash } from 'node:crypto'
import { type Database, type Db, sql } from '../db/sql.ts'
import { newestBlock, SEGMENT_BLOCKS } from './find-blocks.ts'
import type { SearchedList, Told } from './searched-list.ts'
import { amountTerms, facetTerms, hashFor, longTextTerms, textTerms, timeTerms } from './terms.ts'

export type BlockKey = { company_id: string; list: string; after_id: string; last_id: string }

/** Before this a block is not looked at again; from then on at four times the age of its newest row. */
const AGAIN_MINUTES = 10

/**
 * One at a time with a company's list: what one of them reads was committed before it has the lock, and what
 * another has begun to read is not taken away from it. False where somebody else has it.
 */
export async function lockList(db: Db, companyId: string, list: string): Promise<boolean> {
  const { mine } = await db.one<{ mine: boolean }>(sql`
    select pg_try_advisory_xact_lock(hashtextextended(${`${companyId} ${list}`}, 0)) as mine`)
  return mine
}

/**
 * Says of a block what its rows are now: of a new one (`before`) where all its rows are from before then. A
 * change that commits meanwhile has a row of its own in `restated_rows`, which stays. False where nothing was
 * said.
 */
export const makeBlock = (
  db: Database,
  list: SearchedList,
  { company_id: companyId, after_id, last_id }: BlockKey,
  before?: Date,
): Promise<boolean> =>
  db.transaction(async (tx) => {
    if (!(await lockList(tx, companyId, list.name))) return false
    if (before && (await newestBlock(tx, list.name, companyId)) !== after_id) return false
    const restated = await tx.many<{ restated_id: bigint }>(sql`
      select restated_id from restated_rows
      where company_id = ${companyId} and list = ${list.name} and row_id > ${after_id} and row_id <= ${last_id}`)
    const rows = await tx.many<{ listed_at: Date }>(sql`
      select ${list.columns}, ${list.createdAt} as listed_at from ${list.table}
      where company_id = ${companyId} and ${list.id} > ${after_id} and ${list.id} <= ${last_id}`)
    if (rows.length === 0 || (before && rows.some((row) => row.listed_at >= before))) return false
    await keep(
      tx,
      list.name,
      { companyId, after_id, last_id },
      summarize(companyId, list, rows),
      before !== undefined,
    )
    await tx.run(sql`
      delete from restated_rows
      where company_id = ${companyId} and list = ${list.name} and row_id > ${after_id} and row_id <= ${last_id}
        and restated_id = any (${restated.map((one) => one.restated_id)}::bigint[])`)
    return true
  })

type Summary = {
  from: string
  to: string
  facets: number[]
  terms: number[]
  open: boolean
  amountMost: bigint | null
}

function summarize(companyId: string, list: SearchedList, rows: { listed_at: Date }[]): Summary {
  const hash = hashFor(companyId)
  const facets = new Set<number>()
  const told = new Set<string>()
  const terms = new Set<number>()
  const add = (to: Set<number>, numbers: Iterable<number>) => {
    for (const number of numbers) to.add(number)
  }
  let open = false
  let amountMost: bigint | null = null
  for (const row of rows) {
    const { facets: those, open: mayChange = false, others = [], ...fixed }: Told = list.tell(row as never)
    open ||= mayChange
    for (const facet of those) {
      // Few of them are different.
      const text = JSON.stringify(facet)
      if (told.has(text)) continue
      told.add(text)
      add(facets, facetTerms(hash, facet))
    }
    for (const term of others) facets.add(hash(...term))
    for (const term of fixed.terms ?? []) terms.add(hash(...term))
    if (fixed.amount !== undefined) {
      add(terms, amountTerms(hash, fixed.amount))
      if (amountMost === null || fixed.amount > amountMost) amountMost = fixed.amount
    }
    if (fixed.time !== undefined) add(terms, timeTerms(hash, fixed.time))
    if (fixed.longText !== undefined) add(terms, longTextTerms(hash, fixed.longText))
    if (fixed.text !== undefined) add(terms, textTerms(hash, fixed.text))
  }
  const times = rows.map(({ listed_at }) => listed_at.toISOString()).sort()
  const sorted = (numbers: Set<number>) => [...numbers].sort((a, b) => a - b)
  return {
    from: times[0]!,
    to: times.at(-1)!,
    facets: sorted(facets),
    terms: sorted(terms),
    open,
    amountMost,
  }
}

/** Writes it; the terms only where they are others than before. */
async function keep(
  db: Db,
  list: string,
  { companyId, after_id, last_id }: { companyId: string; after_id: string; last_id: string },
  { from, to, facets, terms, open, amountMost }: Summary,
  isNew: boolean,
): Promise<void> {
  const termsHash = createHash('md5').update(Int32Array.from(terms)).digest('hex')
  const known = await db.first<{ terms_hash: string; number: number }>(sql`
    select terms_hash, number from search_blocks
    where company_id = ${companyId} and list = ${list} and last_id = ${last_id}`)
  const number = known?.number ?? (await blocksBelow(db, list, companyId, last_id))
  await db.run(sql`
    insert into search_blocks (company_id, list, last_id, after_id, number, created_from, created_to, facets, terms_hash, amount_most, remake_at)
    values (${companyId}, ${list}, ${last_id}, ${after_id}, ${number}, ${from}, ${to}, ${facets}::integer[], ${termsHash},
      ${amountMost},
      case when ${isNew || open}::boolean then jetpay_now()
        + greatest(make_interval(mins => ${AGAIN_MINUTES}), 3 * (jetpay_now() - ${to}::timestamptz)) end)
    on conflict (company_id, list, last_id) do update set created_from = excluded.created_from,
      created_to = excluded.created_to, facets = excluded.facets, terms_hash = excluded.terms_hash, amount_most = excluded.amount_most,
      made_at = excluded.made_at, remake_at = excluded.remake_at`)
  if (known?.terms_hash === termsHash) return
  const segment = Math.floor(number / SEGMENT_BLOCKS)
  await db.run(sql`
    insert into search_terms (company_id, list, last_id, after_id, segment, terms)
    values (${companyId}, ${list}, ${last_id}, ${after_id}, ${segment}, terms_in_segment(${segment}, ${terms}::integer[]))
    on conflict (company_id, list, last_id) do update set terms = excluded.terms`)
}

/** A block's number is that of the blocks below it. */
async function blocksBelow(db: Db, list: string, companyId: string, last_id: string): Promise<number> {
  const below = await db.first<{ number: number }>(sql`
    select number from search_blocks where company_id = ${companyId} and list = ${list} and last_id < ${last_id}
    order by last_id desc limit 1`)
  return below ? below.number + 1 : 0
}
