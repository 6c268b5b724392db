import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync } from 'node:fs'
import { databaseUser } from '../../src/db/database-user.ts'

/** Enough for a database of a run and its log, and soon filled. */
const SIZE = '700m'

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
