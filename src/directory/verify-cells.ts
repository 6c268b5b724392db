import { type Db, sql } from '../db/sql.ts'
import { EXAMPLES_MAX, type Violation } from '../verify/check.ts'
import type { CheckResult } from '../verify/verify.ts'
import { filesTakenIn, linksAmong, misplacedIn, originators, tokensAmong } from './ask-cell.ts'
import { departedElsewhere, filesOtherwise, owedOtherwise } from './cells-owe.ts'
import { takeAway } from './hide-departed.ts'
import { companiesOf } from './take-companies-in.ts'

/** What is compared at a time. */
const PAGE = 5_000

type Cells = ReadonlyMap<string, Db>
type CellsCheck = {
  name: string
  says: string
  run(directory: Db, cells: Cells): Promise<Violation[]>
}

/** What must hold over all cells, which no cell can see by itself. */
const checks: readonly CellsCheck[] = [
  {
    name: 'each_company_is_in_one_cell',
    says: 'No company is in the databases of two cells, and each is where the directory says',
    async run(directory, cells) {
      const found = new Map<string, string>()
      const wrong: Violation[] = []
      const placed = await placements(directory)
      for (const [cell, db] of cells)
        for (const { company_id, cell_id } of await misplacedIn(db))
          wrong.push({
            company_id,
            cells: [cell, cell_id],
            hidden_in: cell,
            do: takeAway(company_id, cell_id),
          })
      for (const [cell, db] of cells)
        for (const company of await companiesOf(db)) {
          const other = found.get(company)
          if (other !== undefined) {
            const is = placed.get(company)
            wrong.push({
              company_id: company,
              cells: [other, cell],
              ...(is && { do: takeAway(company, is) }),
            })
          }
          found.set(company, cell)
          const said = placed.get(company)
          if (said !== undefined && said !== cell)
            wrong.push({ company_id: company, cell, directory_says: said })
        }
      for (const [company, said] of placed)
        if (!found.has(company)) wrong.push({ company_id: company, cell: null, directory_says: said })
      return wrong
    },
  },
  {
    name: 'each_token_is_its_companys',
    says: 'Each token that the directory has met is of the company that it says, in no other cell, and there still',
    run: (directory, cells) =>
      compare(cells, tokensAmong, (after) =>
        directory.many<Named>(sql`
          select encode(token_hash, 'hex') as name, company_id from tokens
          where encode(token_hash, 'hex') > ${after} order by 1 limit ${PAGE}`),
      ),
  },
  {
    name: 'each_link_is_its_companys',
    says: 'Each payment link that the directory has met is of the company that it says, in no other cell, and there still',
    run: (directory, cells) =>
      compare(cells, linksAmong, (after) =>
        directory.many<Named>(sql`
          select identifier::text as name, company_id from links
          where identifier > coalesce(nullif(${after}, ''), '00000000-0000-0000-0000-000000000000')::uuid
          order by identifier limit ${PAGE}`),
      ),
  },
  {
    name: 'each_cell_is_itself_to_the_bank',
    says: 'No two cells have sent files to a bank as the same originator: their file numbers would clash',
    run: (_directory, cells) =>
      inTwo(
        cells,
        async (db) => (await originators(db)).map(({ originator_id }) => originator_id),
        'originator',
      ),
  },
  {
    name: 'each_clearing_file_is_one_cells',
    says: 'No clearing file was taken in by two cells: its charges would be paid out twice, or told as differences',
    run: (_directory, cells) =>
      inTwo(cells, async (db) => (await filesTakenIn(db)).map(({ sha256 }) => sha256), 'sha256'),
  },
  {
    name: 'each_departed_company_is_where_it_was_sent',
    says: 'A company that has left a cell is in the one that this hands its records on to, and no more in itself',
    run: (_directory, cells) => departedElsewhere(cells),
  },
  {
    name: 'each_handed_file_is_as_it_was_made',
    says: 'What a cell has taken in of another is what that has made for it, under the same number',
    run: (_directory, cells) => filesOtherwise(cells),
  },
  {
    name: 'cells_owe_each_other_the_same',
    says: 'What a cell says that another owes it is, per currency, what that says to owe, but for what is on its way',
    run: (_directory, cells) => owedOtherwise(cells),
  },
]

/** Runs every check over all cells. A check that cannot run counts as failed. */
export async function verifyCells(directory: Db, cells: Cells): Promise<CheckResult[]> {
  const results: CheckResult[] = []
  for (const { name, says, run } of checks) {
    const startedAt = performance.now()
    const result = { name, says, extent: 'full' as const, count: 0, examples: [] as Violation[] }
    try {
      const wrong = await run(directory, cells)
      const examples = wrong.slice(0, EXAMPLES_MAX)
      const ms = Math.round(performance.now() - startedAt)
      results.push({ ...result, ok: wrong.length === 0, count: wrong.length, examples, ms, error: null })
    } catch (error) {
      const ms = Math.round(performance.now() - startedAt)
      results.push({ ...result, ok: false, ms, error: (error as Error).message })
    }
  }
  return results
}

async function placements(directory: Db): Promise<Map<string, string>> {
  const rows = await directory.many<{ company_id: string; cell_id: string }>(sql`
    select company_id, cell_id from placements`)
  return new Map(rows.map(({ company_id, cell_id }) => [company_id, cell_id]))
}

type Named = { name: string; company_id: string }

/** What the directory has met, page by page, against what the cells say of the same names. */
async function compare(
  cells: Cells,
  among: (db: Db, names: string[]) => Promise<Named[]>,
  pageAfter: (after: string) => Promise<Named[]>,
): Promise<Violation[]> {
  const wrong: Violation[] = []
  for (let after = ''; ; ) {
    const page = await pageAfter(after)
    const last = page.at(-1)
    if (!last) return wrong
    after = last.name
    const said = new Map<string, string[]>()
    for (const [cell, db] of cells)
      for (const { name, company_id } of await among(
        db,
        page.map(({ name }) => name),
      ))
        said.set(name, [...(said.get(name) ?? []), `${cell}: ${company_id}`])
    for (const { name, company_id } of page) {
      const found = said.get(name) ?? []
      if (found.length === 1 && found[0]!.endsWith(company_id)) continue
      wrong.push({ name, directory_says: company_id, cells_say: found })
    }
  }
}

/** What more than one cell has. */
async function inTwo(
  cells: Cells,
  namesOf: (db: Db) => Promise<string[]>,
  what: string,
): Promise<Violation[]> {
  const having = new Map<string, string[]>()
  for (const [cell, db] of cells)
    for (const name of await namesOf(db)) having.set(name, [...(having.get(name) ?? []), cell])
  return [...having].filter(([, of]) => of.length > 1).map(([name, of]) => ({ [what]: name, cells: of }))
}
