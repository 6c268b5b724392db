/**
 * Moves a company from one cell to another while it charges. What each step has done is in the databases of
 * the cells and the directory; ended anywhere, the same call goes on from there.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { companyMovedOn, forgetReferences } from '../clearing/depart-company.ts'
import {
  beginMove,
  findMove,
  forgetMove,
  type Move,
  routersWithout,
  silentSince,
  switchCompany,
} from '../directory/company-moves.ts'
import { OperatorError } from '../ground/errors.ts'
import { alone } from './alone.ts'
import { dropArchives, forgetArchives } from './archive-files.ts'
import { hasArrived } from './arrive.ts'
import type { MoveSides, Say } from './cell-side.ts'
import { deleteRows, endDeparture, findDeparture } from './door.ts'
import { type Held, openHeld } from './held.ts'
import { inTheWay } from './in-the-way.ts'
import { insisting } from './insisting.ts'
import { arriveAtOnce, leave } from './leave-and-arrive.ts'
import { movedTables } from './moved-tables.ts'
import { sharedTables } from './shared-files.ts'
import { dropStaging } from './staging.ts'

export type Moved = {
  company_id: string
  from: string
  to: string
  /** For how long its requests waited; null where another run of the command had them wait. */
  waited_ms: number | null
}

/** Does it, or what is left of it. Throws an OperatorError where something is in the way. */
export async function moveCompany(sides: MoveSides, companyId: string, say: Say): Promise<Moved> {
  const { directory, from, to } = sides
  const begun = await findMove(directory, companyId)
  if (!begun) {
    const reasons = await inTheWay(sides, companyId)
    if (reasons.length > 0) throw refused(reasons)
  }
  const move = await beginMove(directory, companyId, from.name, to.name)
  const held = openHeld(directory, move)
  try {
    if (move.step !== 'switched') await bring(sides, move, held, say)
  } finally {
    await held.release()
  }
  await clearOut(sides, move, say)
  return { company_id: companyId, from: from.name, to: to.name, waited_ms: held.waitedMs() }
}

export const refused = (reasons: readonly string[]) =>
  new OperatorError(`The company cannot move: ${reasons.join('; ')}.`, 'wrong_state')

/** To the end of the time in which its requests wait: they go to the new cell then. */
async function bring(sides: MoveSides, move: Move, held: Held, say: Say): Promise<void> {
  const { directory, from, to } = sides
  const { company_id: companyId, move_id: moveId } = move
  const copied = { tables: await movedTables(from.main), shared: await sharedTables(from.main) }
  const leaving = { sides, move, copied, held, say }
  if (!(await findDeparture(from.main, companyId))?.dues) await leave(leaving)
  if (!(await insisting(() => hasArrived(to.main, companyId, moveId)))) {
    await held.hold()
    say('its rows become those of the new cell')
    await insisting(() => arriveAtOnce(leaving))
  }
  await switchCompany(directory, move)
  held.over()
  say('its requests go to the new cell')
}

/**
 * As long as a router may remember where it was, and some: one that hears of nothing sends to the old cell
 * for so long, and is told 503 there while the rows are.
 */
const FORGOTTEN_SECONDS = 70
const LOOK_MS = 200

/** Takes it out of the old cell, once no router sends there any more. */
async function clearOut(sides: MoveSides, move: Move, say: Say): Promise<void> {
  const { directory, from, to, cards, others } = sides
  const { company_id: companyId } = move
  for (const other of others) await companyMovedOn(other, companyId, to.name)
  say('the routers forget where it was')
  await until(
    async () =>
      (await routersWithout(directory, move, 'sends')) === 0 &&
      !(await silentSince(directory, FORGOTTEN_SECONDS)),
  )
  await dropArchives(sides, companyId)
  await deleteRows(from.admin, companyId, await movedTables(from.main), (table) =>
    say(`its rows leave the old cell: ${table}`),
  )
  await cards.shred('old')
  await endDeparture(from.main, companyId)
  await dropStaging(to.main)
  // It may have been there before.
  await forgetReferences(to.main, companyId)
  await forgetMove(directory, move)
}

async function until(check: () => Promise<boolean>): Promise<void> {
  while (!(await check())) await delay(LOOK_MS)
}

/**
 * Gives a move up, as long as nothing has left: the company is where it was, and what was copied goes. Throws
 * an OperatorError where it is too late.
 */
export async function cancelMove(sides: MoveSides, companyId: string): Promise<void> {
  const { directory, from, to, cards } = sides
  const move = await findMove(directory, companyId)
  if (!move) throw new OperatorError('The company is not moving.', 'not_found')
  await alone(to.main, async () => {
    const departure = await findDeparture(from.main, companyId)
    if (departure?.dues || move.step === 'switched')
      throw new OperatorError('Its references have left: have the move come to its end.', 'wrong_state')
    await endDeparture(from.main, companyId)
    await forgetReferences(from.main, companyId)
    await insisting(() => dropStaging(to.main))
    await forgetArchives(sides, companyId)
    await cards.shred('new')
    await forgetMove(directory, move)
  })
}
