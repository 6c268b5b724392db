/**
 * Tells each cell which companies have left it. One that is in its database all the same came back with a
 * restore to before its move: nobody in that cell sees it then, until the copy is taken away.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { type Db, sql } from '../db/sql.ts'
import { type Departed, hideDeparted } from './ask-cell.ts'
import type { CellDatabases } from './places.ts'

const LOOK_MS = 2_000

/** Those that have left a cell and are not moving now, with the cell where each is. */
const departedFrom = (directory: Db, cell: string) =>
  directory.many<Departed>(sql`
    select company_id, p.cell_id from left_cells l join placements p using (company_id)
    where l.cell_id = ${cell} and p.cell_id <> l.cell_id
      and not exists (select from moves m where m.company_id = l.company_id) order by company_id`)

/** What to do about a copy, in one line. */
export const takeAway = (companyId: string, cell: string): string =>
  `jetpay company move ${companyId} --to ${cell} --settings <folder>`

type Tell = {
  /** Companies were found that a restore has brought back. */
  found(cell: string, count: number): void
  lost(cell: string, error: Error): void
}

/** Does it for all cells, again and again, each by itself. `stop` ends it. */
export function keepDepartedHidden(directory: Db, cells: CellDatabases, tell: Tell) {
  const ended = new AbortController()
  const { signal } = ended
  const loops = [...cells].map(async ([cell, db]) => {
    while (!signal.aborted) {
      try {
        const found = await hideDeparted(db, cell, await departedFrom(directory, cell))
        if (found > 0) tell.found(cell, found)
      } catch (error) {
        tell.lost(cell, error as Error)
      }
      await delay(LOOK_MS, undefined, { signal }).catch(() => undefined)
    }
  })
  return {
    async stop() {
      ended.abort()
      await Promise.all(loops)
    },
  }
}
