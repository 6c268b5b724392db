import { setTimeout as delay } from 'node:timers/promises'
import type { FollowedMoves } from './follow-moves.ts'
import { unavailable } from './pass-on.ts'
import type { Place, Places } from './places.ts'

/**
 * Requests of one process that wait; the next is told to come back. Each keeps its connection and headers.
 */
const HELD_MAX = 2_000
/** How often it is looked whether they may go on; what is remembered of cells is a second old at most. */
const LOOK_MS = 50

/**
 * Requests for a cell that is being switched over, or a company that moves, wait here, unread, in place of
 * failing there. They go on when the cell is released or its time is over, whichever is first.
 */
export function openHolds(
  places: Pick<Places, 'cells'>,
  moves: Pick<FollowedMoves, 'heldUntil' | 'changed'>,
) {
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

  /** A company that moves: it is told when it may go on, or its time is over. */
  async function companyEnd(companyId: string): Promise<void> {
    for (;;) {
      const ms = moves.heldUntil(companyId) - performance.now()
      if (ms <= 0) return
      const over = new AbortController()
      await Promise.race([
        moves.changed(),
        delay(ms, undefined, { signal: over.signal }).catch(() => undefined),
      ])
      over.abort()
    }
  }

  const ended = ({ cell, companyId }: Place): Promise<void> | undefined => {
    if (cell.heldUntil > performance.now()) {
      const ended = ends.get(cell.cell_id) ?? end(cell.cell_id)
      ends.set(cell.cell_id, ended)
      return ended
    }
    return companyId !== undefined && moves.heldUntil(companyId) > performance.now()
      ? companyEnd(companyId)
      : undefined
  }

  return {
    /** How many wait. */
    count: (): number => held,
    /** Whether a request for it had to wait; resolves once it need no more. A Problem where too many do. */
    async waited(place: Place): Promise<boolean> {
      const end = ended(place)
      if (!end) return false
      if (held >= HELD_MAX) throw unavailable(new Error('too many requests are held'))
      held += 1
      try {
        await end
      } finally {
        held -= 1
      }
      return true
    },
  }
}
