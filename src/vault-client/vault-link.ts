import type { Socket } from 'node:net'
import { watchDeadlines } from '../ground/deadlines.ts'
import { NotAsked, OtherRelease, openVaultConnection, type Question } from './vault-connection.ts'

/** How long a question waits to be sent: for a vault that comes back, or for one that has too many. */
const WAIT_MS = 2_000
/** As many as may be under way; more only make each wait longer. */
const WAITING_MAX = 1_024

/**
 * Asks the vault over one connection, which is made at the first question and again at the next one after it
 * was lost. All that is asked within one turn of the event loop leaves in one write. A question that is not
 * sent within two seconds is `NotAsked`; one that is not answered within `timeoutMs` after it was sent, or
 * whose connection was lost, has failed in a way that leaves it unknown. `onOtherRelease` hears of what
 * answers and is no vault of ours.
 */
export function openVaultLink({
  connect,
  timeoutMs,
  onOtherRelease,
}: {
  connect: () => Socket
  timeoutMs: number
  onOtherRelease: (error: Error) => void
}) {
  type Connection = ReturnType<typeof openVaultConnection>
  const waiting = new Map<number, Question>()
  const deadlines = watchDeadlines(waiting, ({ reject }) => reject(new NotAsked('WAITED')))
  /** Those that were told to leave answer still. */
  const living = new Set<Connection>()
  let current: Connection | null = null
  let lastId = 0
  let flushing = false
  let closed = false
  let underWay = 0
  const idle: (() => void)[] = []

  function begin(): Connection {
    const socket = connect()
    const connection: Connection = openVaultConnection(socket, {
      timeoutMs,
      onRoom: flushSoon,
      onGone(failure) {
        if (current === connection) current = null
        if (failure instanceof OtherRelease) onOtherRelease(failure)
        if (!failure) return flushSoon()
        const failed = [...waiting.values()]
        waiting.clear()
        for (const { reject } of failed) reject(failure)
      },
    })
    living.add(connection)
    socket.once('close', () => living.delete(connection))
    return connection
  }

  function flushSoon(): void {
    if (flushing) return
    flushing = true
    setImmediate(flush)
  }

  function flush(): void {
    flushing = false
    if (waiting.size === 0) return
    current ??= begin()
    let room = current.room()
    if (room === 0) return
    const questions: Question[] = []
    for (const [id, question] of waiting) {
      if (room-- === 0) break
      waiting.delete(id)
      questions.push(question)
    }
    current.send(questions)
  }

  function settled(): void {
    underWay -= 1
    if (underWay === 0) for (const wake of idle.splice(0)) wake()
  }

  return {
    /**
     * Resolves to what was answered, as it was. Rejects with `NotAsked` or `Refused`, or with another error
     * where nobody knows what the vault did.
     */
    ask(kind: number, text: Question['text']): Promise<unknown> {
      return new Promise((resolve, reject) => {
        if (closed) return reject(new NotAsked('CLOSED'))
        if (waiting.size >= WAITING_MAX) return reject(new NotAsked('BUSY'))
        // 32 bits, over and over: none is under way for as long as it takes to come round.
        lastId = (lastId + 1) >>> 0
        const dueAt = performance.now() + WAIT_MS
        underWay += 1
        waiting.set(lastId, {
          id: lastId,
          kind,
          text,
          dueAt,
          resolve(answer) {
            settled()
            resolve(answer)
          },
          reject(error) {
            settled()
            reject(error)
          },
        })
        deadlines.watch(dueAt)
        flushSoon()
      })
    },
    /** Takes no further question, waits for those under way (each has its time), and ends the connection. */
    async close(): Promise<void> {
      closed = true
      if (underWay > 0) await new Promise<void>((resolve) => idle.push(resolve))
      deadlines.stop()
      for (const connection of living) connection.close()
    },
  }
}
