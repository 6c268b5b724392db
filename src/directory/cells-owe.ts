/** What cells say of each other: where companies have gone, and what is owed for what is handed on. */
import type { Db } from '../db/sql.ts'
import type { Violation } from '../verify/check.ts'
import { departures, duesOf, filesHandedOn, handedOnAfter, handedOverBy, hasCompany } from './ask-cell.ts'

type Cells = ReadonlyMap<string, Db>

/**
 * For each two cells and currency: what the one says that the other owes it is what that says to owe, but for
 * what has been handed on and not been taken in yet. Cells are asked one after the other, so a file that is
 * taken in meanwhile may show once.
 */
export async function owedOtherwise(cells: Cells): Promise<Violation[]> {
  const sums = new Map<string, bigint>()
  const add = (one: string, other: string, currency: string, amount: bigint) => {
    const key = [...[one, other].sort(), currency].join(' ')
    sums.set(key, (sums.get(key) ?? 0n) + amount)
  }
  for (const [cell, db] of cells)
    for (const { cell_id, currency, amount } of await duesOf(db)) add(cell, cell_id, currency, amount)
  for (const [cell, db] of cells)
    for (const [other, from] of cells) {
      if (other === cell) continue
      const { newest } = await handedOverBy(db, other)
      for (const { currency, amount } of await handedOnAfter(from, cell, newest))
        add(cell, other, currency, amount)
    }
  return [...sums]
    .filter(([, sum]) => sum !== 0n)
    .map(([key, difference]) => {
      const [one, other, currency] = key.split(' ')
      return { cells: [one, other], currency, difference: String(difference) }
    })
}

/** Files that one cell has taken in of another that has made none of that number, or another one. */
export async function filesOtherwise(cells: Cells): Promise<Violation[]> {
  const wrong: Violation[] = []
  for (const [cell, db] of cells)
    for (const [other, from] of cells) {
      if (other === cell) continue
      const made = new Map((await filesHandedOn(from, cell)).map((of) => [of.sequence, of.records]))
      const { taken } = await handedOverBy(db, other)
      for (const { sequence, records } of taken)
        if (made.get(sequence) !== records)
          wrong.push({ from: other, to: cell, sequence: String(sequence), records, made: made.get(sequence) })
    }
  return wrong
}

/** Companies that a cell has let go, and that are not where it hands their records on to. */
export async function departedElsewhere(cells: Cells): Promise<Violation[]> {
  const wrong: Violation[] = []
  for (const [cell, db] of cells)
    for (const { company_id, cell_id } of await departures(db)) {
      const there = cells.get(cell_id)
      const isThere = there !== undefined && (await hasCompany(there, company_id)) !== undefined
      const isHere = (await hasCompany(db, company_id)) !== undefined
      if (!isThere || isHere) wrong.push({ company_id, cell, handed_on_to: cell_id, is_there: isThere })
    }
  return wrong
}
