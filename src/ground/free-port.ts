import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:net'

/**
 * Where ports are looked for: below those that systems give to outgoing connections (Linux from 32768, IANA
 * from 49152), one of which could take a port between now and the moment that it is listened on.
 */
const FIRST = 15_000
const LAST = 32_000
/** Ports of one process: the first of them is its guard, which it holds for as long as it lives. */
const BLOCK = 32
const TRIES = 100

let next = 0
let blockEnd = 0
let taking: Promise<void> | undefined

/**
 * A port that nobody listens on, and that no other process which asks here is given: each process draws from
 * a block of its own. A port is looked at now and listened on a second later, by a role: in between it would
 * be given to another system that starts.
 */
export async function freePort(host: string): Promise<number> {
  for (let tries = 1; ; tries++) {
    while (next === blockEnd) await takeBlockOnce()
    const port = next++
    try {
      const server = await listenOn(port, host)
      server.close()
      await once(server, 'close')
      return port
    } catch (error) {
      giveUpUnlessTaken(error, tries)
    }
  }
}

function takeBlockOnce(): Promise<void> {
  taking ??= takeBlock().finally(() => {
    taking = undefined
  })
  return taking
}

async function takeBlock(): Promise<void> {
  for (let tries = 1; ; tries++) {
    const first = FIRST + BLOCK * randomInt(Math.floor((LAST - FIRST) / BLOCK))
    try {
      // The guard of a block that is used up stays, too: its ports may be in use for as long as this process
      // lives.
      const guard = await listenOn(first, '127.0.0.1')
      guard.unref()
      next = first + 1
      blockEnd = first + BLOCK
      return
    } catch (error) {
      giveUpUnlessTaken(error, tries)
    }
  }
}

async function listenOn(port: number, host: string): Promise<Server> {
  const server = createServer()
  server.listen(port, host)
  await once(server, 'listening')
  return server
}

function giveUpUnlessTaken(error: unknown, tries: number): void {
  if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || tries === TRIES) throw error
}
