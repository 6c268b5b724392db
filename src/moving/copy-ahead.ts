/** All that is done of a move while the company charges. */
import { noteReferencesAhead } from '../clearing/depart-company.ts'
import { sql } from '../db/sql.ts'
import type { Move } from '../directory/company-moves.ts'
import { acceptorFromCell, listAcceptors } from '../process/acceptors.ts'
import type { MoveSides, Say } from './cell-side.ts'
import { copyChanges, copyTable } from './copy-rows.ts'
import { beginDeparture } from './door.ts'
import type { MovedTable } from './moved-tables.ts'
import { sealAnew } from './seal-anew.ts'
import { makeStaging } from './staging.ts'

/** What is left to copy behind the door, at most; and how often it is tried to have as little. */
const FEW_CHANGES = 200
const ROUNDS = 20

/** Copies its rows and cards. Returns since when references are to be noted anew. */
export async function copyAhead(
  { from, to, cards }: MoveSides,
  { company_id: companyId, move_id: moveId }: Move,
  tables: readonly MovedTable[],
  shared: readonly MovedTable[],
  say: Say,
): Promise<Date> {
  await beginDeparture(from.main, { companyId, moveId, toCell: to.name }, tables)
  await makeStaging(to.main, moveId, [...tables, ...shared])
  await numberAcceptors({ from, to })
  const sides = { from: from.main, to: to.main, companyId }
  for (const table of tables)
    if (!table.number) await copyTable(sides, table, (rows) => say(`copied: ${table.name}, ${rows} rows`))
  await sealAnew(to.main, { from: from.seal, to: to.seal })
  await cards.carry((count) => say(`cards carried: ${count}`))
  const notedSince = await noteReferencesAhead(from.main, companyId)
  for (let round = 1; round <= ROUNDS; round++) {
    const changes = await copyChanges(sides, tables)
    await sealAnew(to.main, { from: from.seal, to: to.seal })
    say(`copied again: ${changes} changes`)
    if (changes <= FEW_CHANGES) break
  }
  return notedSince
}

/**
 * As whom its attempts were sent, by the numbers of the new cell. What names nobody was sent as the first.
 */
async function numberAcceptors({ from, to }: Pick<MoveSides, 'from' | 'to'>): Promise<void> {
  const theirs = await listAcceptors(from.main)
  const numbers = await Promise.all(
    theirs.map(async ({ acceptor, cell_id, ...id }) => ({
      theirs: acceptor,
      ours: await acceptorFromCell(to.main, id, cell_id ?? from.name),
    })),
  )
  const all = [...numbers, ...numbers.slice(0, 1).map(({ ours }) => ({ theirs: 0, ours }))]
  for (const { theirs, ours } of all)
    await to.main.run(sql`
      insert into arriving.acceptor_numbers (theirs, ours) values (${theirs}, ${ours})
      on conflict (theirs) do update set ours = excluded.ours`)
}
