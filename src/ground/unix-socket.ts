import { createConnection } from 'node:net'
import { text } from 'node:stream/consumers'

/** A process that is stopped or busy accepts and says nothing. */
const SAID_WITHIN_MS = 2_000

/**
 * Whether a living process listens on a unix socket: its file alone stays behind when one is killed, and is
 * copied with its folder.
 */
export const answers = (path: string) =>
  new Promise<boolean>((resolve) => {
    const socket = createConnection(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })

/** What its process says to whoever connects; nothing where it says nothing in time. */
export function saidBy(path: string): Promise<string> {
  const socket = createConnection(path)
  socket.setTimeout(SAID_WITHIN_MS, () => socket.destroy())
  return text(socket).catch(() => '')
}
