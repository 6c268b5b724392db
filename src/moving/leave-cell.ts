/** The short part of a move: its requests wait, the door is shut, and what has changed last is brought. */
import { setTimeout as delay } from 'node:timers/promises'
import { departCompany } from '../clearing/depart-company.ts'
import { type Db, sql } from '../db/sql.ts'
import type { Move } from '../directory/company-moves.ts'
import { OperatorError } from '../ground/errors.ts'
import type { OpenArrival } from './arrive.ts'
import type { MoveSides, Say } from './cell-side.ts'
import { type Copied, copyAgain } from './copy-ahead.ts'
import { copyWhole } from './copy-rows.ts'
import { findDeparture, shutDoor, shutForGood } from './door.ts'
import type { Held } from './held.ts'
import { underWay } from './in-the-way.ts'
import { readPeople } from './people.ts'
import { sealAnew, sealedByOther } from './seal-anew.ts'
import { copyFilesAgain } from './shared-files.ts'
import { summedBefore } from './summed-before.ts'

/**
 * Requests wait no longer than this for what is under way in the cell; then they go on, and it is tried
 * again.
 */
const QUIET_MS = 3_000
const LOOK_MS = 10
/** Until then somebody looks at what the company waits for: the network, or the bank. */
const TRIED_MS = 600_000
const AGAIN_MS = 1_000

export type Leaving = { sides: MoveSides; move: Move; copied: Copied; held: Held; say: Say }

/**
 * The company's references leave, and with them it: there is no way back then. It is in the new cell with the
 * end of the arrival's transaction. Throws an OperatorError, with the company served as before, where
 * something of it does not come to its end.
 */
export async function departBehindDoor(leaving: Leaving, arrival: OpenArrival): Promise<void> {
  const { sides, move, copied, held, say } = leaving
  const since = performance.now()
  for (;;) {
    const reasons = await tryToDepart(leaving, arrival)
    if (reasons.length === 0) return
    await held.release()
    if (performance.now() - since > TRIED_MS)
      throw new OperatorError(
        `The company cannot leave: ${reasons.join('; ')}. The same command goes on.`,
        'wrong_state',
      )
    say(`waits: ${reasons.join('; ')}`)
    await delay(AGAIN_MS)
    await arrival.bringChanges(await copyAgain(sides, move.company_id, copied))
  }
}

/** Empty where it has. */
async function tryToDepart(leaving: Leaving, arrival: OpenArrival): Promise<string[]> {
  const { sides, move, held } = leaving
  const { company_id: companyId } = move
  const main = sides.from.main
  // Those take as long as they take: nobody waits for them behind a door.
  const long = (await underWay(main, companyId)).filter((reason) => !/not answered yet/.test(reason))
  if (long.length > 0) return long
  await arrival.haveSumsWait()
  await held.hold()
  const quiet = () => notQuiet(sides, companyId)
  for (const until = performance.now() + QUIET_MS; performance.now() < until; await delay(LOOK_MS))
    if ((await quiet()).length === 0) break
  try {
    return await main.transaction(async (door) => {
      const shut = await shutDoor(door, companyId)
      const reasons = shut ? await quiet() : ['a transaction that writes its rows goes on for long']
      await arrival.sumsWait(reasons.length === 0)
      if (reasons.length === 0) await depart(leaving, arrival, door)
      return reasons
    })
  } catch (error) {
    // Its answer was perhaps lost, and the arrival must not be with it.
    if ((await findDeparture(main, companyId))?.dues) return []
    throw error
  }
}

/** What is under way, at the network and on card pages. */
async function notQuiet({ from, cards }: MoveSides, companyId: string): Promise<string[]> {
  const last = await cards.closePages()
  if (last === null) return ['a card page of its is being submitted']
  const read = await from.main.first(sql`select from vault_cursor where last_log_id >= ${last}`)
  return read ? underWay(from.main, companyId) : ['the worker has not read what the vault told of cards']
}

/** All that is left to do, but for the ends of two transactions: of this one first. */
async function depart({ sides, move, copied, say }: Leaving, arrival: OpenArrival, door: Db): Promise<void> {
  const { from, to, cards } = sides
  const { company_id: companyId, move_id: moveId } = move
  say('its door is shut')
  const mains = { from: from.main, to: to.main, companyId }
  const [changed] = await Promise.all([copyAgain(sides, companyId, copied), cards.carry(() => undefined)])
  for (const table of copied.tables) if (table.number) await copyWhole(mains, table)
  await copyFilesAgain(mains, copied.shared)
  await sealAnew(to.main, { from: from.seal, to: to.seal })
  if ((await sealedByOther(to.main)).length > 0)
    throw new Error('something is not sealed by the key of the new cell')
  await arrival.bringChanges(changed)
  await arrival.bringLast({
    people: await readPeople(from.main, companyId),
    summedBefore: await summedBefore(from.main),
  })
  const dues = await departCompany(door, { companyId, own: from.name, cell: to.name })
  await arrival.arrive(dues)
  await shutForGood(door, companyId, moveId, dues)
}
