import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Db, sql } from '../db/sql.ts'
import type { Job } from '../process/poll.ts'
import type { BankConnection } from './bank-connection.ts'

/** Files are kept for a year; an hour more does no harm, and looking at a year's files costs little. */
const IDLE_MS = 3_600_000
const DAY_MS = 86_400_000
/** Files that one run deletes of each folder, so that it ends; the next follows at once. */
const DELETED_MAX = 500

/**
 * Deletes what the bank has sent once it was read `fileRetentionDays` ago: account numbers are in it. What it
 * said stays in the database. Only `done/` and `rejected/` are looked at, so nothing that waits to be read or
 * to be taken by the bank; and a file that was refused stays as long as its alarm is open.
 */
export const sweepBankFiles = ({ folder, rails }: BankConnection): Job => ({
  name: `sweep-bank-files ${rails}`,
  idleMs: IDLE_MS,
  async run({ db, config, clock }) {
    const days = config.bank.fileRetentionDays
    if (days === 0) return false
    const before = clock.now().getTime() - days * DAY_MS
    let more = false
    for (const where of ['done', 'rejected']) {
      const old = await filesReadBefore(join(folder, where), before)
      const open = where === 'rejected' ? await openRefusals(db, old) : []
      const isOpen = (name: string) => open.some((of) => name === of || name.startsWith(`${of}.`))
      const names = old.filter((name) => !isOpen(name))
      for (const name of names.slice(0, DELETED_MAX)) {
        // The reason goes first: it is found by its file.
        await rm(join(folder, where, `${name}.reason`), { force: true })
        await rm(join(folder, where, name), { force: true })
      }
      more ||= names.length > DELETED_MAX
    }
    return more
  },
})

/** Names of the files that were read before then, without the reasons beside them. */
async function filesReadBefore(folder: string, before: number): Promise<string[]> {
  const names = new Set(await readdir(folder).catch(noneIfMissing))
  const old: string[] = []
  for (const name of names) {
    const isReason = name.endsWith('.reason') && names.has(name.slice(0, -'.reason'.length))
    const found = isReason ? undefined : await stat(join(folder, name)).catch(noneIfMissing)
    if (found && 'mtimeMs' in found && found.mtimeMs < before) old.push(name)
  }
  return old
}

/** Another worker may be at it. */
function noneIfMissing(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return []
  throw error
}

/** Those of the files, by the names that they came with, that a person still has to see to. */
async function openRefusals(db: Db, names: string[]): Promise<string[]> {
  const open = await db.many<{ subject: string }>(sql`
    select subject from alarms where kind = 'bank_file_refused' and closed_at is null and exists (
      select from unnest(${names}::text[]) name where name = subject or starts_with(name, subject || '.'))`)
  return open.map(({ subject }) => subject)
}
