/** The short part of a move: its requests wait, the door is shut, and what is left is copied. */
import { setTimeout as delay } from 'node:timers/promises'
import { departCompany } from '../clearing/depart-company.ts'
import { type Db, isUnavailable, join, type Statement, sql } from '../db/sql.ts'
import type { Move } from '../directory/company-moves.ts'
import { OperatorError } from '../ground/errors.ts'
import type { MoveSides, Say } from './cell-side.ts'
import { copyChanges, copyWhole } from './copy-rows.ts'
import { openDoor, shutDoor } from './door.ts'
import type { Held } from './held.ts'
import { underWay } from './in-the-way.ts'
import { type MovedTable, named } from './moved-tables.ts'
import { sealAnew, sealedByOther } from './seal-anew.ts'
import { waiting } from './staging.ts'

/**
 * Requests wait no longer than this for what is under way in the cell; then they go on, and it is tried
 * again.
 */
const QUIET_MS = 3_000
const LOOK_MS = 10
/** Until then somebody looks at what the company waits for: the network, or the bank. */
const TRIED_MS = 600_000
const AGAIN_MS = 1_000

type Copied = { tables: readonly MovedTable[]; shared: readonly MovedTable[]; notedSince: Date }

/**
 * The company's references leave, and with them it: there is no way back then. Throws an OperatorError, with
 * the company served as before, where something of it does not come to its end.
 */
export async function departBehindDoor(
  sides: MoveSides,
  move: Move,
  held: Held,
  copied: Copied,
  say: Say,
): Promise<void> {
  const since = performance.now()
  for (;;) {
    const reasons = await tryToDepart(sides, move, held, copied)
    if (reasons.length === 0) return
    await held.release()
    if (performance.now() - since > TRIED_MS)
      throw new OperatorError(
        `The company cannot leave: ${reasons.join('; ')}. The same command goes on.`,
        'wrong_state',
      )
    say(`waits: ${reasons.join('; ')}`)
    await delay(AGAIN_MS)
    await copyChanges({ from: sides.from.main, to: sides.to.main, companyId: move.company_id }, copied.tables)
  }
}

/** Empty where it has. */
async function tryToDepart(sides: MoveSides, move: Move, held: Held, copied: Copied): Promise<string[]> {
  const { from, cards } = sides
  const { company_id: companyId } = move
  // Those take as long as they take: nobody waits for them behind a door.
  const long = (await underWay(from.main, companyId)).filter((reason) => !/not answered yet/.test(reason))
  if (long.length > 0) return long
  await held.hold()
  const quiet = () => notQuiet(sides, companyId)
  for (const until = performance.now() + QUIET_MS; performance.now() < until; await delay(LOOK_MS))
    if ((await quiet()).length === 0) break
  try {
    await shutDoor(from.main, companyId)
  } catch (error) {
    if (isUnavailable(error)) return ['a transaction that writes its rows goes on for long']
    throw error
  }
  try {
    const reasons = await quiet()
    if (reasons.length > 0) {
      await openDoor(from.main, companyId)
      return reasons
    }
    await copyTheRest(sides, companyId, copied)
    await cards.carry(() => undefined)
    await depart(sides, move, copied.notedSince)
    return []
  } catch (error) {
    await openUnlessGone(from.main, companyId)
    throw error
  }
}

const openUnlessGone = async (db: Db, companyId: string): Promise<void> => {
  const gone = await db.first(
    sql`select from departures where company_id = ${companyId} and dues is not null`,
  )
  if (!gone) await openDoor(db, companyId)
}

/** What is under way, at the network and on card pages. */
async function notQuiet({ from, cards }: MoveSides, companyId: string): Promise<string[]> {
  const last = await cards.closePages()
  if (last === null) return ['a card page of its is being submitted']
  const read = await from.main.first(sql`select from vault_cursor where last_log_id >= ${last}`)
  return read ? underWay(from.main, companyId) : ['the worker has not read what the vault told of cards']
}

async function copyTheRest(
  { from, to }: MoveSides,
  companyId: string,
  { tables, shared }: Copied,
): Promise<void> {
  const sides = { from: from.main, to: to.main, companyId }
  await copyChanges(sides, tables)
  for (const table of tables) if (table.number) await copyWhole(sides, table, sql`company_id = ${companyId}`)
  for (const table of shared) await copyWhole(sides, table, shares(table.name, companyId))
  await sealAnew(to.main, { from: from.seal, to: to.seal })
  if ((await sealedByOther(to.main)).length > 0)
    throw new Error('something is not sealed by the key of the new cell')
  const [here, there] = await Promise.all([
    counts(from.main, tables, ({ name }) => sql`${named(name)} where company_id = ${companyId}`),
    counts(to.main, tables, ({ name }) => waiting(name)),
  ])
  for (const [at, { name }] of tables.entries())
    if (here[at] !== there[at])
      throw new Error(`${name} has ${here[at]} rows, of which ${there[at]} were copied`)
}

/** By one statement: who waits, waits for it. */
async function counts(
  db: Db,
  tables: readonly MovedTable[],
  rowsOf: (table: MovedTable) => Statement,
): Promise<string[]> {
  const each = tables.map((table) => sql`(select count(*) from ${rowsOf(table)})`)
  return (await db.one<{ counts: string[] }>(sql`select array[${join(each)}]::text[] as counts`)).counts
}

/** The files that its records and bank items name: they stay, and copies go along. */
const shares = (name: string, companyId: string): Statement =>
  name === 'bank_files'
    ? sql`bank_file_id in (select bank_file_id from bank_items where company_id = ${companyId})`
    : sql`(network_id, sequence) in (
        select network_id, sequence from clearing_records where company_id = ${companyId}
        union select network_id, sequence from reconciliation_items where company_id = ${companyId})`

const depart = ({ from, to }: MoveSides, { company_id: companyId }: Move, notedSince: Date): Promise<void> =>
  from.main.transaction(async (db) => {
    const dues = await departCompany(db, { companyId, own: from.name, cell: to.name, notedSince })
    const kept = JSON.stringify(dues.map(({ currency, amount }) => ({ currency, amount: String(amount) })))
    await db.run(sql`update departures set dues = ${kept}::jsonb where company_id = ${companyId}`)
  })
