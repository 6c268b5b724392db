import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * Where ports are looked for: below those that systems give to outgoing connections (Linux from 32768, IANA from 49152), one of which
 * could take a port between now and the moment that it is listened on.
 */
const FIRST = 15_000
const LAST = 32_000
const TRIES = 100

/** A port that nobody listens on now, picked at random so that two systems that start at once hardly meet. */
export async function freePort(host: string): Promise<number> {
  for (let tries = 1; ; tries++) {
    const server = createServer()
    const port = randomInt(FIRST, LAST)
    try {
      server.listen(port, host)
      await once(server, 'listening')
      return port
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || tries === TRIES) throw error
    } finally {
      if (server.listening) {
        server.close()
        await once(server, 'close')
      }
    }
  }
}
