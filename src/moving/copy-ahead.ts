/** All that is copied of a move while the company charges: to where its rows wait in the new cell. */
import { noteChangedReferences, noteReferencesAhead } from '../clearing/depart-company.ts'
import { sql } from '../db/sql.ts'
import type { Move } from '../directory/company-moves.ts'
import { acceptorFromCell, listAcceptors } from '../process/acceptors.ts'
import { copyArchives } from './archive-files.ts'
import type { MoveSides, Say } from './cell-side.ts'
import { type Changed, copyChanges, copyTable, countChanges } from './copy-rows.ts'
import { beginDeparture } from './door.ts'
import type { MovedTable } from './moved-tables.ts'
import { sealAnew } from './seal-anew.ts'
import { copyFiles } from './shared-files.ts'
import { makeStaging } from './staging.ts'

/** What is left to copy behind the door, at most; and how often it is tried to have as little. */
export const FEW_CHANGES = 200
export const ROUNDS = 20

export type Copied = { tables: readonly MovedTable[]; shared: readonly MovedTable[] }

/** Copies its rows and cards, and notes its references. */
export async function copyAhead(sides: MoveSides, move: Move, copied: Copied, say: Say): Promise<void> {
  const { from, to, cards } = sides
  const { company_id: companyId, move_id: moveId } = move
  const { tables, shared } = copied
  await beginDeparture(from.main, { companyId, moveId, toCell: to.name }, tables)
  await makeStaging(to.main, moveId, [...tables, ...shared])
  await numberAcceptors({ from, to })
  const mains = { from: from.main, to: to.main, companyId }
  for (const table of tables)
    if (!table.number) await copyTable(mains, table, (rows) => say(`copied: ${table.name}, ${rows} rows`))
  await copyFiles(mains, tables, shared)
  await copyArchives(sides, companyId, to.main, say)
  await sealAnew(to.main, { from: from.seal, to: to.seal })
  await cards.carry((count) => say(`cards carried: ${count}`))
  await noteReferencesAhead(from.main, companyId)
  for (let round = 1; round <= ROUNDS; round++) {
    const changes = countChanges(await copyAgain(sides, companyId, copied))
    say(`copied again: ${changes} changes`)
    if (changes <= FEW_CHANGES) break
  }
  await copyAgain(sides, companyId, copied, true)
}

/**
 * What has changed since: rows, files that they name, what is sealed in them, and references. What waits is
 * then all that the company had at one moment; `compared`: which is looked at.
 */
export async function copyAgain(
  { from, to }: Pick<MoveSides, 'from' | 'to'>,
  companyId: string,
  { tables, shared }: Copied,
  compared = false,
): Promise<Changed> {
  const mains = { from: from.main, to: to.main, companyId }
  const changed = await copyChanges(mains, tables, compared)
  await copyFiles(mains, tables, shared, changed)
  await copyChangedArchives({ from, to }, companyId, changed)
  await sealAnew(to.main, { from: from.seal, to: to.seal })
  await noteChangedReferences(from.main, companyId, {
    attempts: changed.get('attempts') ?? [],
    bankItems: changed.get('bank_items') ?? [],
  })
  return changed
}

const copyChangedArchives = async (
  sides: Pick<MoveSides, 'from' | 'to'>,
  companyId: string,
  changed: Changed,
) => {
  const archives = changed.get('event_archives') ?? []
  const firsts = archives.map(([, first]) => first ?? '')
  if (firsts.length > 0) await copyArchives(sides, companyId, sides.to.main, () => undefined, firsts)
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
