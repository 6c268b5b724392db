/** A search reads the blocks that may have what it wants and no others, however many there are. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { explain } from '../../test/explain.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import { BLOCKS_FIRST, BLOCKS_MAX, blocksFor, blocksNext, SEGMENT_BLOCKS } from './find-blocks.ts'
import { HIGHEST } from './row-ids.ts'
import type { Wanted } from './searched-list.ts'

/** As many pages as the two indexes take to say that nothing is there, in each of three segments. */
const PAGES_MAX = 70

let platform: Platform
const companyId = newId()
before(async () => {
  platform = await startPlatform()
  await platform.stopWorker()
})
after(() => platform?.close())

/** Blocks up to so many, each with facets and terms of its own, as long as they are in earnest. */
const fill = (from: number, to: number) =>
  platform.db.transaction(async (tx) => {
    const blocks = sql`
      (select lpad(to_hex(n), 32, '0')::uuid as after_id, lpad(to_hex(n + 1), 32, '0')::uuid as last_id, n
       from generate_series(${from}::integer, ${to - 1}::integer) n) blocks`
    await tx.run(sql`
      insert into search_blocks (company_id, list, after_id, last_id, number, created_from, created_to, facets, terms_hash)
      select ${companyId}, 'debits', after_id, last_id, n, jetpay_now(), jetpay_now(),
        array(select n * 1000 + i from generate_series(1, 200) i), '' from ${blocks}`)
    await tx.run(sql`
      insert into search_terms (company_id, list, after_id, last_id, segment, terms)
      select ${companyId}, 'debits', after_id, last_id, n / ${SEGMENT_BLOCKS}::integer,
        terms_in_segment(n / ${SEGMENT_BLOCKS}::integer, array(select n * 1000 + i from generate_series(1, 600) i)) from ${blocks}`)
  })

const searches: Record<string, Wanted> = {
  'a text': { text: 'xyz 12345' },
  'an amount': { amount: [777n, 777n] },
  'one of several': {
    oneOf: [
      ['code', '1'],
      ['code', '2'],
    ],
  },
  'a time': { time: [new Date('2026-01-01T00:00:00Z'), new Date('2026-01-01T00:00:59Z')] },
  'a state': { facets: { state: ['requested'] } },
  'a state and a text': { facets: { state: ['requested'] }, text: 'xyz' },
}

async function eachByItsIndex(when: string): Promise<void> {
  for (const [what, wanted] of Object.entries(searches)) {
    const { pages, scans } = await explain(platform.db, (db) =>
      blocksFor(db, 'debits', companyId, { from: HIGHEST, newest: HIGHEST, wanted }),
    )
    const said = `${what}, ${when}: ${pages} pages: ${scans.join(', ')}`
    const terms = scans.filter((scan) => scan.startsWith('search_terms'))
    assert.ok(
      terms.every((scan) => scan === 'search_terms by search_terms_by_term'),
      said,
    )
    assert.equal(terms.length > 0, wanted.facets === undefined || wanted.text !== undefined, said)
    if (wanted.facets) assert.ok(scans.includes('search_blocks by search_blocks_by_facet'), said)
    assert.ok(pages <= PAGES_MAX, said)
  }
}

test('a search that nothing matches asks the indexes of facets and terms, with no block, few and hundreds, before statistics and after', async () => {
  await eachByItsIndex('with no block')
  let filled = 0
  for (const blocks of [3, 40, 300]) {
    await fill(filled, blocks)
    filled = blocks
    await eachByItsIndex(`with ${blocks} blocks`)
    await platform.db.run(sql`analyze search_blocks, search_terms`)
    await eachByItsIndex(`with ${blocks} blocks and statistics`)
  }
})

/** Blocks that are read for a page of 21 rows where each block has so many of them, and in how many reads. */
function readFor(rowsInEach: (block: number) => number): { read: number; reads: number } {
  let [read, reads, missing] = [0, 0, 21]
  for (let size = BLOCKS_FIRST; missing > 0 && read < BLOCKS_MAX; reads++) {
    const next = Math.min(size, BLOCKS_MAX - read)
    const found = Array.from({ length: next }, (_, at) => rowsInEach(read + at)).reduce((a, b) => a + b)
    read += next
    missing -= found
    size = blocksNext(next, found, missing)
  }
  return { read, reads }
}

test('a page reads about as many blocks as it needs by what the first ones had, and the bound of blocks in few reads where none has any', () => {
  assert.deepEqual(
    readFor(() => 10),
    { read: 4, reads: 1 },
  )
  assert.deepEqual(
    readFor(() => 1),
    { read: 26, reads: 2 },
  )
  assert.deepEqual(
    readFor(() => 0),
    { read: BLOCKS_MAX, reads: 4 },
  )
  // The first ones have many and those after them none, which the read after that knows.
  assert.deepEqual(
    readFor((block) => (block < 4 ? 5 : 0)),
    { read: BLOCKS_MAX, reads: 5 },
  )
})
