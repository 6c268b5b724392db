import { setTimeout as delay } from 'node:timers/promises'
import type { KnownCell } from './cells.ts'
import { unavailable } from './pass-on.ts'
import type { Places } from './places.ts'

/**
 * Requests of one process that wait; the next is told to come back. Each keeps its connection and headers.
 */
const HELD_MAX = 2_000
/** How often it is looked whether they may go on; what is remembered of cells is a second old at most. */
const LOOK_MS = 50

/**
 * Requests for a cell that is being switched over wait here, unread, in place of failing there. They go on
 * when the cell is released or its time is over, whichever is first.
 */
export function openHolds(places: Pick<Places, 'cells'>) {
  const ends = new Map<string, Promise<void>>()
  let held = 0

  const isHeld = async (cellId: string): Promise<boolean> =>
    (await places.cells()).some(
      ({ cell_id, heldUntil }) => cell_id === cellId && heldUntil > performance.now(),
    )

  /** One look for all who wait for the same cell. */
  async function end(cellId: string): Promise<void> {
    try {
      while (await isHeld(cellId)) await delay(LOOK_MS)
    } finally {
      ends.delete(cellId)
    }
  }

  return {
    /** How many wait. */
    count: (): number => held,
    /** Whether a request for it had to wait; resolves once it need no more. A Problem where too many do. */
    async waited({ cell_id, heldUntil }: KnownCell): Promise<boolean> {
      if (heldUntil <= performance.now()) return false
      if (held >= HELD_MAX) throw unavailable(new Error('too many requests are held'))
      held += 1
      try {
        const ended = ends.get(cell_id) ?? end(cell_id)
        ends.set(cell_id, ended)
        await ended
      } finally {
        held -= 1
      }
      return true
    },
  }
}
