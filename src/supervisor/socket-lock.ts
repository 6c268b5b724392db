import { chmodSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { answers, saidBy } from '../ground/unix-socket.ts'

/** Longer than another start needs between finding a dead lock and taking it. */
const LOOK_AGAIN_MS = 100

/**
 * A lock that is a listening socket, so it ends with the process however that ends, and no stale file or
 * reused process id can be mistaken for a living holder. Whoever finds it taken is told `who` holds it.
 */
export async function lockBySocket(
  path: string,
  who: string,
  inUse: (who: string) => Error,
): Promise<{ release(): void }> {
  if (await answers(path)) throw inUse(await saidBy(path))
  rmSync(path, { force: true })
  const server = createServer((socket) => {
    // Who asks may be gone before it has read.
    socket.on('error', () => {})
    socket.end(who)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(path, resolve)
  })
  chmodSync(path, 0o600)
  const { ino } = statSync(path)
  // Of two that found the same dead lock at once, the later one's socket is the lock.
  await delay(LOOK_AGAIN_MS)
  if (statSync(path, { throwIfNoEntry: false })?.ino !== ino) {
    // To close it would remove the file, which is the other's by now.
    server.unref()
    throw inUse(await saidBy(path))
  }
  return {
    release() {
      server.close()
    },
  }
}
