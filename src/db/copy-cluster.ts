import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, open, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { OperatorError } from '../ground/errors.ts'

/** A checkpoint is asked for at once, and the first log of a busy server may take a moment. */
const CONNECT_MS = 10_000

/** What a server makes anew when it starts, or must not be copied (PostgreSQL manual, 25.3.4). */
const EMPTIED = [
  'pg_wal',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
]
const isLeftOut = (name: string) =>
  /^(postmaster\.(pid|opts)|pg_internal\.init.*|pgsql_tmp.*|backup_label.*|tablespace_map.*)$/.test(name)

/** A file as it was written: its path below the folder, size and SHA-256. */
export type Copied = { path: string; bytes: number; sha256: string }

/** Where the server's log was when the copy began, and the one moment that a restore of it comes to. */
export type CopiedCluster = { files: Copied[]; start_lsn: string; stop_lsn: string; at: string }

/**
 * Copies the data of a running server to `to`, with the log that makes one moment of it: the end of the copy,
 * for all of its databases. By PostgreSQL's own interface for such copies: `pg_backup_start`, files as they
 * are, `pg_backup_stop`, and the log between (PostgreSQL manual, "Making a Base Backup Using the Low Level
 * API"). A slot of this connection keeps that log meanwhile. Who dies in between leaves the server as it was.
 */
export async function copyCluster(adminUrl: string, data: string, to: string): Promise<CopiedCluster> {
  const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: CONNECT_MS })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const one = async <Row>(text: string, values: unknown[] = []) =>
      (await client.query(text, values)).rows[0] as Row
    await client.query('set statement_timeout = 0')
    const slot = `jetpay_backup_${process.pid}`
    await client.query('select pg_create_physical_replication_slot($1, true, true)', [slot])
    const start = await one<{ lsn: string; segment: string }>(
      `select lsn::text, pg_walfile_name(lsn) as segment from pg_backup_start('jetpay backup', true) as lsn`,
    )
    const files = await copyFolder(data, to, (name) => EMPTIED.includes(name), isLeftOut)
    const stop = await one<{ lsn: string; segment: string; labelfile: string; at: Date }>(
      'select lsn::text, pg_walfile_name(lsn) as segment, labelfile, now() as at from pg_backup_stop(false)',
    )
    await writeFile(join(to, 'backup_label'), stop.labelfile, { mode: 0o600 })
    files.push(ofText('backup_label', stop.labelfile))
    for (const name of await readdir(join(data, 'pg_wal')))
      if (isLog(name) && name >= start.segment && name <= stop.segment)
        files.push(await copyFile(join(data, 'pg_wal', name), join(to, 'pg_wal', name), `pg_wal/${name}`))
      else if (name.endsWith('.history'))
        files.push(await copyFile(join(data, 'pg_wal', name), join(to, 'pg_wal', name), `pg_wal/${name}`))
    if (!files.some(({ path }) => path === `pg_wal/${stop.segment}`))
      throw new OperatorError(`The log of PostgreSQL is not there to its end (${stop.segment}); try again.`)
    return { files, start_lsn: start.lsn, stop_lsn: stop.lsn, at: stop.at.toISOString() }
  } finally {
    await client.end().catch(() => undefined)
  }
}

const isLog = (name: string) => /^[0-9A-F]{24}$/.test(name)
const ofText = (path: string, text: string): Copied => ({
  path,
  bytes: Buffer.byteLength(text),
  sha256: createHash('sha256').update(text).digest('hex'),
})

/**
 * Copies a folder. One whose name is `emptied` is made without its files; a file that is gone meanwhile was
 * dropped, which the log says too.
 */
export async function copyFolder(
  from: string,
  to: string,
  emptied: (name: string) => boolean = () => false,
  leftOut: (name: string) => boolean = () => false,
  within = '',
): Promise<Copied[]> {
  await mkdir(to, { recursive: true, mode: 0o700 })
  const copied: Copied[] = []
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const path = within ? `${within}/${entry.name}` : entry.name
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (leftOut(entry.name)) continue
    if (entry.isDirectory()) {
      if (within === '' && emptied(entry.name)) await mkdir(target, { mode: 0o700 })
      else copied.push(...(await copyFolder(source, target, emptied, leftOut, path)))
    } else if (entry.isFile()) {
      const file = await copyFile(source, target, path).catch((error) => {
        if (error.code === 'ENOENT') return undefined
        throw error
      })
      if (file) copied.push(file)
    }
  }
  return copied
}

/** What is read at once: nearly all of the thousands of files of a cluster are smaller. */
const PIECE_BYTES = 4 * 1024 * 1024

/** Copies one file; `flushFolder` brings all of them to the disk. */
async function copyFile(from: string, to: string, path: string): Promise<Copied> {
  const hash = createHash('sha256')
  const source = await open(from)
  const target = await open(to, 'w', 0o600)
  let bytes = 0
  try {
    const { size } = await source.stat()
    const piece = Buffer.allocUnsafe(Math.min(PIECE_BYTES, size + 1))
    for (;;) {
      const { bytesRead } = await source.read(piece, 0, piece.length)
      if (bytesRead === 0) return { path, bytes, sha256: hash.digest('hex') }
      const read = piece.subarray(0, bytesRead)
      hash.update(read)
      bytes += bytesRead
      for (let done = 0; done < bytesRead; ) done += (await target.write(read, done)).bytesWritten
    }
  } finally {
    await source.close()
    await target.close()
  }
}

/**
 * Brings a folder's file system to its disk, once for all of its files: one by one takes a minute for
 * thousands.
 */
export function flushFolder(folder: string): void {
  const one = spawnSync('sync', ['-f', folder])
  // Without this option elsewhere than on Linux.
  if (one.status !== 0) spawnSync('sync')
}
