import type { Socket } from 'node:net'
import type { Faults } from './faults.ts'

/** How long answers are held for others to overtake them: shorter than any client's timeout. */
const HOLD_MS = 100

/**
 * The fault `reorder_answers`: that many answers are held until all of them are there, at the latest for
 * `HOLD_MS`, and those of a connection are then sent in the opposite order. All others go to `send` as they
 * come.
 */
export function openReordering(faults: Faults, send: (socket: Socket, answers: Buffer[]) => void) {
  const held = new Map<Socket, Buffer[]>()
  let timer: NodeJS.Timeout | undefined

  function release(): void {
    clearTimeout(timer)
    timer = undefined
    for (const [socket, answers] of held) send(socket, answers.reverse())
    held.clear()
  }

  return {
    pass(socket: Socket, answers: Buffer[]): void {
      const holds = Math.min(answers.length, faults.reorderAnswers)
      if (holds > 0) {
        faults.reorderAnswers -= holds
        held.set(socket, [...(held.get(socket) ?? []), ...answers.slice(0, holds)])
        if (faults.reorderAnswers === 0) release()
        else timer ??= setTimeout(release, HOLD_MS)
      }
      if (holds < answers.length) send(socket, answers.slice(holds))
    },
    /** Forgets what is held for a connection that is gone. */
    forget: (socket: Socket): boolean => held.delete(socket),
    close: (): void => clearTimeout(timer),
  }
}
