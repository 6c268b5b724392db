import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { databaseUser } from '../../src/db/database-user.ts'
import type { Fault } from './fault.ts'
import type { Member } from './member.ts'

/** Enough for a database of a run and its log, and soon filled. */
const SIZE = '700m'
/** More than are made ahead. */
const LOG_FILES_MAX = 100
const MIB = Buffer.alloc(1 << 20)

/**
 * Gives a member a disk of its own that can be filled: a tmpfs, which root alone may mount. Returns how to
 * take it away, or undefined where it cannot be had.
 */
export function mountSmallDisk(folder: string): (() => void) | undefined {
  mkdirSync(folder, { recursive: true })
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE},mode=0700`, 'jetpay-ha', folder])
  if (status !== 0) return undefined
  const { uid, gid } = databaseUser()
  if (uid !== undefined) chownSync(folder, uid, gid!)
  chmodSync(folder, 0o700)
  return () => void spawnSync('umount', [folder])
}

/** Fills the disk of its own that it was given, so that nothing else on this machine is full. */
export function fillDisk(member: Member, it: 'lives on' | 'dies'): Fault {
  const filler = `${member.folder}/filler`
  return {
    what: it === 'dies' ? 'disk full, its write-ahead log too' : 'disk full',
    // Patroni looks at no disk: as long as the log of PostgreSQL finds room, it lives on and writes nothing.
    mayStay: it === 'lives on',
    async inject() {
      const file = openSync(filler, 'w')
      try {
        for (;;) writeSync(file, MIB)
      } catch (error) {
        if ((error as { code?: string }).code !== 'ENOSPC') throw error
      } finally {
        closeSync(file)
      }
      if (it === 'lives on') return
      // Files of the log are made ahead; once those are used up, PostgreSQL ends itself, and cannot start
      // again either. What it wrote last no standby has, so that it has to be rewound, for which there is no
      // room.
      member.relays.postgres.cut()
      await fillLog(member)
      member.relays.postgres.heal()
    },
    heal: () => rmSync(filler, { force: true }),
  }
}

/** Writes to its write-ahead log, and nowhere else, until PostgreSQL ends of it. */
async function fillLog({ name, ask }: Member): Promise<void> {
  for (let files = 0; files < LOG_FILES_MAX; files++)
    if ((await ask("select pg_logical_emit_message(false, 'fill', repeat('x', 1 << 24))")) === undefined)
      return
  throw new Error(`${name} has written ${LOG_FILES_MAX} files of its log to a full disk`)
}
