/**
 * Moves a company from one cell to another while it charges. What each step has done is in the databases of
 * the cells and the directory; ended anywhere, the same call goes on from there.
 */
import { setTimeout as delay } from 'node:timers/promises'
import type { Due } from '../cells/cell-due.ts'
import { companyMovedOn } from '../clearing/depart-company.ts'
import { isUnavailable } from '../db/sql.ts'
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
import { listAcceptors } from '../process/acceptors.ts'
import type { MoveSides, Say } from './cell-side.ts'
import { copyAhead } from './copy-ahead.ts'
import { deleteRows, endDeparture, findDeparture, openDoor } from './door.ts'
import { type Held, openHeld } from './held.ts'
import { inTheWay } from './in-the-way.ts'
import { hasArrived, install } from './install.ts'
import { departBehindDoor } from './leave-cell.ts'
import { movedTables, sharedTable } from './moved-tables.ts'
import { readPeople } from './people.ts'
import { dropStaging } from './staging.ts'
import { summedBefore } from './summed-before.ts'

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
  const tables = await movedTables(from.main)
  const shared = await Promise.all(
    ['clearing_files', 'bank_files'].map((name) => sharedTable(from.main, name)),
  )
  let departed = await findDeparture(from.main, companyId)
  if (!departed?.dues) {
    // One that was ended behind the door is begun before it again: nothing had left.
    if (departed?.state === 'closed') await openDoor(from.main, companyId)
    const notedSince = await copyAhead(sides, move, tables, shared, say)
    await departBehindDoor(sides, move, held, { tables, shared, notedSince }, say)
    departed = await findDeparture(from.main, companyId)
  }
  if (!(await hasArrived(to.main, companyId, moveId))) {
    await held.hold()
    say('its rows become those of the new cell')
    const arrival = {
      companyId,
      moveId,
      fromCell: from.name,
      toCell: to.name,
      firstAcquirer: await firstAcquirer(sides),
      dues: (departed?.dues ?? []).map(({ currency, amount }): Due => ({ currency, amount: BigInt(amount) })),
      people: await readPeople(from.main, companyId),
      summedBefore: await summedBefore(from.main),
    }
    const seals = { from: from.seal, to: to.seal }
    await insisting(() => install(to.admin, arrival, { tables, shared }, seals))
  }
  await switchCompany(directory, move)
  held.over()
  say('its requests go to the new cell')
}

const TRIES = 20
const AGAIN_MS = 500

/** Its requests wait: a lock that is not had, or a failover, is no reason to leave them waiting. */
async function insisting(work: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries++)
    try {
      return await work()
    } catch (error) {
      if (tries === TRIES || !isUnavailable(error)) throw error
      await delay(AGAIN_MS)
    }
}

async function firstAcquirer({ from }: MoveSides): Promise<string> {
  return (await listAcceptors(from.main))[0]?.acquirer_id ?? ''
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
  await deleteRows(from.admin, companyId, await movedTables(from.main), (table) =>
    say(`its rows leave the old cell: ${table}`),
  )
  await cards.shred('old')
  await endDeparture(from.main, companyId)
  await dropStaging(to.main)
  await forgetMove(directory, move)
}

async function until(check: () => Promise<boolean>): Promise<void> {
  while (!(await check())) await delay(LOOK_MS)
}

/**
 * Gives a move up, as long as nothing has left: the company is where it was, and what was copied goes. Throws
 * an OperatorError where it is too late.
 */
export async function cancelMove(
  { directory, from, to, cards }: MoveSides,
  companyId: string,
): Promise<void> {
  const move = await findMove(directory, companyId)
  if (!move) throw new OperatorError('The company is not moving.', 'not_found')
  const departure = await findDeparture(from.main, companyId)
  if (departure?.dues || move.step === 'switched')
    throw new OperatorError('Its references have left: have the move come to its end.', 'wrong_state')
  if (departure) await openDoor(from.main, companyId)
  await endDeparture(from.main, companyId)
  await dropStaging(to.main)
  await cards.shred('new')
  await forgetMove(directory, move)
}
