/**
 * A cell that was restored to before a company's move has that once more. Here its copy is taken away, with
 * what the move had left behind there: references, and what is owed.
 */
import { type Due, owe } from '../cells/cell-due.ts'
import { pointDeparted } from '../cells/departed-company.ts'
import { departAgain } from '../clearing/depart-company.ts'
import { attemptsSentBy } from '../clearing/departed-attempts.ts'
import { PLATFORM } from '../companies/company.ts'
import { type Database, type Db, sql } from '../db/sql.ts'
import { hideDeparted } from '../directory/ask-cell.ts'
import { placementOf } from '../directory/company-moves.ts'
import { OperatorError } from '../ground/errors.ts'
import { dropArchives } from './archive-files.ts'
import type { MoveSides, Say } from './cell-side.ts'
import { deleteRows, seeHidden } from './door.ts'
import { movedTables } from './moved-tables.ts'

/** The cells that have a copy of it which is hidden. */
export const hasHiddenCopy = async (db: Db, companyId: string): Promise<boolean> =>
  (await db.first(sql`select from misplaced_companies where company_id = ${companyId}`)) !== undefined

/** Each statement sees what is hidden. */
const seeing = (main: Database): Database => {
  const one = <T>(work: (db: Db) => Promise<T>): Promise<T> =>
    main.transaction(async (db) => {
      await seeHidden(db)
      return work(db)
    })
  return {
    many: (statement) => one((db) => db.many(statement)),
    one: (statement) => one((db) => db.one(statement)),
    first: (statement) => one((db) => db.first(statement)),
    run: (statement) => one((db) => db.run(statement)),
    transaction: one,
    close: () => main.close(),
  }
}

/**
 * Ended anywhere, the same call goes on. `from`: the cell with the copy. Throws an OperatorError where the
 * company is not in the other one, by the directory and by that cell.
 */
export async function takeCopyAway(sides: MoveSides, companyId: string, say: Say) {
  const { directory, from, to, cards } = sides
  const placed = await placementOf(directory, companyId)
  const there = await to.main.first(sql`select from companies where company_id = ${companyId}`)
  if (placed !== to.name || !there)
    throw new OperatorError(
      `The company is in cell ${placed ?? 'none'}, as the directory says: nothing is taken away from ${from.name}.`,
      'wrong_state',
    )
  await hideDeparted(from.main, from.name, [{ company_id: companyId, cell_id: to.name }])
  if (!(await hasHiddenCopy(from.main, companyId)))
    throw new OperatorError(
      `The company came to cell ${from.name} a moment ago: if that is a copy of a restore, say it again in ten minutes.`,
      'wrong_state',
    )
  const old = { ...from, main: seeing(from.main) }
  say(`its references are of cell ${to.name} again`)
  await leaveAgain({ ...sides, from: old }, companyId)
  await dropArchives({ from: old, to }, companyId)
  await deleteRows(from.admin, companyId, await movedTables(from.main), (table) =>
    say(`its copy goes: ${table}`),
  )
  await cards.shred('old')
  await from.main.transaction((db) => db.run(sql`select forget_misplaced(${companyId})`))
  return { company_id: companyId, taken_from: from.name, is_in: to.name }
}

/** What the move had posted and noted in the old cell, which the restore has lost. Once, or nothing. */
async function leaveAgain({ from, to, others }: MoveSides, companyId: string): Promise<void> {
  const theirs = await to.main.many<Due>(dues(companyId, from.name))
  const sent = await attemptsSentBy(to.main, companyId, from.name)
  await from.main.transaction(async (db) => {
    await seeHidden(db)
    const ours = await db.many<Due>(dues(companyId, to.name))
    await departAgain(db, { companyId, own: from.name, cell: to.name }, sent)
    const lacking = new Map<Due['currency'], bigint>()
    for (const { currency, amount } of [...theirs, ...ours])
      lacking.set(currency, (lacking.get(currency) ?? 0n) - amount)
    await owe(
      db,
      to.name,
      [...lacking].map(([currency, amount]) => ({ currency, amount })),
      { companyId },
    )
  })
  for (const other of others) await pointDeparted(other, companyId, to.name)
}

/** What a cell says of another for the comings and goings of a company. */
const dues = (companyId: string, cell: string) => sql`
  select currency, sum(amount)::bigint as amount from cell_dues
  where company_id = ${PLATFORM} and about_company_id = ${companyId} and cell_id = ${cell}
  group by currency`
