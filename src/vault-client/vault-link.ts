import { watchDeadlines } from '../ground/deadlines.ts'
import type { VaultWay } from '../ground/vault-door.ts'
import { NotAsked, type Question } from './vault-connection.ts'
import { openVaultPlaces, type Place } from './vault-places.ts'

/** How long a question waits to be sent: for a vault that comes back, or for one that has too many. */
const WAIT_MS = 2_000
/** As many as may be under way; more only make each wait longer. */
const WAITING_MAX = 1_024

const nobody: ReadonlySet<Place> = new Set()

/** What was answered, as it was, and by whom. */
type Heard = { answer: unknown; by: Place }

/**
 * Asks the vaults, each over one connection, which is made at the first question and again at a later one
 * after it was lost. All that is asked of one within one turn of the event loop leaves in one write. A
 * question goes to one vault: while it was not sent it may go to the next, and once it was it is nobody
 * else's. One that is not sent within two seconds is `NotAsked`; one that is not answered within `timeoutMs`
 * after it was sent, or whose connection was lost, has failed in a way that leaves it unknown.
 * `onOtherRelease` hears of what answers and is no vault of ours.
 */
export function openVaultLink({
  ways,
  timeoutMs,
  onOtherRelease,
}: {
  ways: readonly VaultWay[]
  timeoutMs: number
  onOtherRelease: (error: Error, name: string) => void
}) {
  type Waiting = Question & { not: ReadonlySet<Place>; by: Place | null }
  const waiting = new Map<number, Waiting>()
  const deadlines = watchDeadlines(waiting, ({ reject }) => reject(new NotAsked('WAITED')))
  let lastId = 0
  let flushing = false
  let closed = false
  let underWay = 0
  const idle: (() => void)[] = []

  // 32 bits, over and over: none is under way for as long as it takes to come round.
  const nextId = () => {
    lastId = (lastId + 1) >>> 0
    return lastId
  }
  const places = openVaultPlaces(ways, {
    timeoutMs,
    nextId,
    room: flushSoon,
    nobody(failure) {
      const failed = [...waiting.values()]
      waiting.clear()
      for (const { reject } of failed) reject(failure)
    },
    otherRelease: onOtherRelease,
  })

  function flushSoon(): void {
    if (flushing) return
    flushing = true
    setImmediate(flush)
  }

  function flush(): void {
    flushing = false
    if (waiting.size === 0) return
    const able = places.able()
    for (const place of able) {
      const { connection } = place
      let room = connection?.room() ?? 0
      const questions: Question[] = []
      for (const [id, question] of waiting) {
        if (room === 0) break
        if (question.not.has(place)) continue
        room -= 1
        waiting.delete(id)
        question.by = place
        questions.push(question)
      }
      if (questions.length > 0) connection?.send(questions)
    }
    for (const [id, { not, reject }] of waiting) {
      if (not.size === 0 || places.isThereBeside(not)) continue
      waiting.delete(id)
      reject(new NotAsked('NO_OTHER'))
    }
  }

  function settled(): void {
    underWay -= 1
    if (underWay === 0) for (const wake of idle.splice(0)) wake()
  }

  return {
    /** How many vaults there are. */
    count: places.count,
    /**
     * Resolves to what was answered; `not` are vaults that are not to be asked. Rejects with `NotAsked` or
     * `Refused`, or with another error where nobody knows what the vault did.
     */
    ask(kind: number, text: Question['text'], not: ReadonlySet<Place> = nobody): Promise<Heard> {
      return new Promise((resolve, reject) => {
        if (closed) return reject(new NotAsked('CLOSED'))
        if (waiting.size >= WAITING_MAX) return reject(new NotAsked('BUSY'))
        const id = nextId()
        const dueAt = performance.now() + WAIT_MS
        underWay += 1
        const question: Waiting = {
          id,
          kind,
          text,
          dueAt,
          not,
          by: null,
          resolve(answer) {
            settled()
            if (question.by) resolve({ answer, by: question.by })
          },
          reject(error) {
            settled()
            reject(error)
          },
        }
        waiting.set(id, question)
        deadlines.watch(dueAt)
        flushSoon()
      })
    },
    /** Takes no further question, waits for those under way (each has its time), and ends the connections. */
    async close(): Promise<void> {
      closed = true
      if (underWay > 0) await new Promise<void>((resolve) => idle.push(resolve))
      deadlines.stop()
      places.close()
    },
  }
}
