import { type Db, sql } from '../db/sql.ts'
import { OperatorError } from '../ground/errors.ts'
import { NO_COMPANY } from '../http/authenticate.ts'
import { companiesAfter } from './ask-cell.ts'

const PAGE = 10_000

/** The ids of all companies of a cell, but for the platform's own. */
export async function companiesOf(cell: Db): Promise<string[]> {
  const ids: string[] = []
  for (let after = NO_COMPANY; ; ) {
    const page = await companiesAfter(cell, after, PAGE)
    ids.push(...page.map(({ company_id }) => company_id))
    const last = page.at(-1)
    if (!last) return ids
    after = last.company_id
  }
}

/**
 * Notes companies as a cell's. Throws an OperatorError where one of them is another cell's already: two
 * databases of one company would both move its money.
 */
export async function placeCompanies(db: Db, cellId: string, ids: string[]): Promise<void> {
  const elsewhere = await db.first<{ company_id: string; cell_id: string }>(sql`
    select company_id, cell_id from placements where company_id = any(${ids}::uuid[]) and cell_id <> ${cellId} limit 1`)
  if (elsewhere)
    throw new OperatorError(
      `Company ${elsewhere.company_id} is in cell ${elsewhere.cell_id} already: is this a copy of its database?`,
      'wrong_state',
    )
  await db.run(sql`
    insert into placements (company_id, cell_id) select unnest(${ids}::uuid[]), ${cellId} on conflict do nothing`)
}
