import { createConnection } from 'node:net'

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
