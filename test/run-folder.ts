/** The folder of one `npm test`: its database, and the data of every system that a test starts. */
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { endPostgresIn, postgresProcessesIn } from '../src/db/postgres-processes.ts'
import { answers } from '../src/ground/unix-socket.ts'
import { lockDataFolder } from '../src/supervisor/data-folder.ts'
import { lockPath } from '../src/supervisor/run-file.ts'

const PREFIX = 'jetpay-test-'
/** A folder without a lock is of a run that has just begun, or of one that was killed before it had one. */
const FORGOTTEN_MS = 86_400_000
/** How long systems that tests have started may take to stop: as long as their roles. */
const STOP_MS = 20_000
/**
 * Linux’s folder in memory. A platform’s databases are copies of 1400 files, which a run makes and removes
 * some four hundred times: a second of a processor each on ext4, which passes over every inode that has just
 * gone, and a tenth of that in memory.
 */
const MEMORY = '/dev/shm'
/** What has to be free there: eight times what the long run has had at its most. */
const ENOUGH_BYTES = 4e9

/**
 * Makes the folder and holds it, after doing away with those of runs that were killed: their databases still
 * run.
 */
export async function openRunFolder(): Promise<{ folder: string; remove(): Promise<void> }> {
  await sweep()
  const folder = mkdtempSync(join(inMemory() ?? tmpdir(), PREFIX))
  // The database's own user must be able to enter it.
  chmodSync(folder, 0o711)
  const lock = await lockDataFolder(folder)
  return {
    folder,
    async remove() {
      await systemsStopped(folder)
      await endPostgresIn(folder)
      lock.release()
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/**
 * Memory where there is enough of it and programs may be run from there. Not where TMPDIR says where to.
 */
function inMemory(): string | undefined {
  if (process.env.TMPDIR !== undefined || process.platform !== 'linux') return undefined
  const mounted = readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
  const [, , kind, options] = mounted.findLast(([, at]) => at === MEMORY) ?? []
  if (kind !== 'tmpfs' || !options || /\b(noexec|ro)\b/.test(options)) return undefined
  const { bavail, bsize } = statfsSync(MEMORY)
  return Math.min(bavail * bsize, process.availableMemory()) < ENOUGH_BYTES ? undefined : MEMORY
}

async function sweep(): Promise<void> {
  // Also where there is no room just now: it may be what such a run has left.
  for (const parent of new Set([tmpdir(), MEMORY].filter((parent) => existsSync(parent))))
    for (const name of readdirSync(parent)) {
      const folder = join(parent, name)
      if (!name.startsWith(PREFIX) || !(await isDead(folder))) continue
      await systemsStopped(folder)
      await endPostgresIn(folder)
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    }
}

async function isDead(folder: string): Promise<boolean> {
  const lock = lockPath(folder)
  if (statSync(lock, { throwIfNoEntry: false })) return !(await answers(lock))
  const made = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY
  return Date.now() - made > FORGOTTEN_MS && postgresProcessesIn(folder).length === 0
}

/**
 * Systems whose test is gone stop by themselves; they would start a database again that is ended under them.
 */
async function systemsStopped(folder: string): Promise<void> {
  for (const deadline = performance.now() + STOP_MS; performance.now() < deadline; await delay(50)) {
    const inner = readdirSync(folder).map((name) => answers(lockPath(join(folder, name))))
    if ((await Promise.all(inner)).every((living) => !living)) return
  }
}
