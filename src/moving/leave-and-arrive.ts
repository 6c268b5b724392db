/** A company leaves one cell and arrives in another: one transaction in each, of which both end at once. */
import { setTimeout as delay } from 'node:timers/promises'
import type { Due } from '../cells/cell-due.ts'
import { isUnavailable, sql } from '../db/sql.ts'
import { listAcceptors } from '../process/acceptors.ts'
import { alone } from './alone.ts'
import { hasArrived, openArrival } from './arrive.ts'
import { copyAgain, copyAhead, FEW_CHANGES, ROUNDS } from './copy-ahead.ts'
import { countChanges } from './copy-rows.ts'
import { findDeparture } from './door.ts'
import { insisting } from './insisting.ts'
import { departBehindDoor, type Leaving } from './leave-cell.ts'
import { readPeople } from './people.ts'
import { summedBefore } from './summed-before.ts'

const AGAIN_MS = 500
/** How often it is begun again where a database has broken off what is done ahead; once that answers. */
const TRIES_AHEAD = 5

/** It has left then, and has arrived but where that broke off at the very end. */
export async function leave(leaving: Leaving): Promise<void> {
  const { sides, move, copied, held, say } = leaving
  for (let tries = 1; ; tries++)
    try {
      return await alone(sides.to.main, async (still) => {
        await copyAhead(sides, move, copied, say)
        await still()
        await leaveAndArrive(leaving)
      })
    } catch (error) {
      const gone = await insisting(() => findDeparture(sides.from.main, move.company_id))
      if (gone?.dues) return
      await insisting(() => held.release())
      if (tries === TRIES_AHEAD || !isUnavailable(error)) throw error
      await delay(AGAIN_MS)
      for (const { main } of [sides.from, sides.to]) await insisting(() => main.run(sql`select`))
      say(`begun again, as a database was away: ${(error as Error).message}`)
    }
}

/** All that was copied is brought while the company charges, and then what has changed since. */
const leaveAndArrive = async (leaving: Leaving): Promise<void> => {
  const { sides, move, copied, say } = leaving
  await sides.to.admin.transaction(async (db) => {
    const arrival = await openArrival(db, sides, copied, await arrivalOf(leaving))
    const again = async () => {
      const changed = await copyAgain(sides, move.company_id, copied)
      await arrival.bringChanges(changed)
      return countChanges(changed)
    }
    await arrival.bringAhead(say, again)
    for (let round = 1; round <= ROUNDS && (await again()) > FEW_CHANGES; round++);
    await departBehindDoor(leaving, arrival)
    say('its rows become those of the new cell')
  })
}

/** What has broken off after the company had left: nothing of it changes any more. */
export const arriveAtOnce = (leaving: Leaving): Promise<void> =>
  alone(leaving.sides.to.main, () => arriveNow(leaving))

async function arriveNow(leaving: Leaving): Promise<void> {
  const { sides, move, copied, say } = leaving
  const { from, to } = sides
  const { company_id: companyId, move_id: moveId } = move
  await to.admin.transaction(async (db) => {
    if (await hasArrived(db, companyId, moveId)) return
    const arrival = await openArrival(db, sides, copied, await arrivalOf(leaving))
    await arrival.bringAhead(say, async () => undefined)
    await arrival.haveSumsWait()
    await arrival.sumsWait(true)
    await arrival.bringLast({
      people: await readPeople(from.main, companyId),
      summedBefore: await summedBefore(from.main),
    })
    const dues = (await findDeparture(from.main, companyId))?.dues ?? []
    await arrival.arrive(dues.map(({ currency, amount }): Due => ({ currency, amount: BigInt(amount) })))
  })
}

const arrivalOf = async ({ sides: { from, to }, move }: Leaving) => ({
  companyId: move.company_id,
  moveId: move.move_id,
  fromCell: from.name,
  toCell: to.name,
  firstAcquirer: (await listAcceptors(from.main))[0]?.acquirer_id ?? '',
})
