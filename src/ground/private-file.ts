import type { Stats } from 'node:fs'

/** Bits of a file's mode that let anybody but its owner in. */
const OTHERS = 0o077
/** The same where its group may read. */
const BESIDE_GROUP = 0o037
const ROOT = 0

/**
 * Whether somebody may read a secret file who is not meant to. It is its owner's alone; or root's, and read
 * by a group that this process is in: so a cluster hands a Secret to a process without root (`fsGroup`), and
 * PostgreSQL takes its own key. A group in which there is another reader is root's to answer for.
 */
export function othersCanRead({ mode, uid, gid }: Pick<Stats, 'mode' | 'uid' | 'gid'>): boolean {
  const handedByRoot = uid === ROOT && process.getuid?.() !== ROOT && groups().includes(gid)
  return (mode & (handedByRoot ? BESIDE_GROUP : OTHERS)) !== 0
}

const groups = () => [process.getegid?.(), ...(process.getgroups?.() ?? [])]
