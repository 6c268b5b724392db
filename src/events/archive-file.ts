import { randomUUID } from 'node:crypto'
import { access, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { Db } from '../db/sql.ts'
import { OperatorError } from '../ground/errors.ts'
import type { Seal } from '../ground/seal.ts'
import type { Context } from '../process/context.ts'
import { type Archive, writtenArchives } from './archive.ts'
import { contactOfLine, fromLine, type LoggedEvent } from './archive-line.ts'
import { readContactKeys } from './contact-keys.ts'
import { sha256 } from './merkle.ts'

/** Many times what the events of one file take. */
const TEXT_BYTES_MAX = 512 * 1024 * 1024

/** Wide enough for every id, so that the names of a folder sort as their events do. */
const digits = (id: bigint) => String(id).padStart(16, '0')

/** Where the files are, and what opens what is sealed in them, which is not read before it is needed. */
export type ArchiveFiles = { folder: string; seal: () => Seal }
export const archiveFilesOf = ({ config, seal }: Pick<Context, 'config' | 'seal'>): ArchiveFiles => ({
  folder: config.eventArchiveFolder,
  seal: () => seal,
})

/**
 * `<folder>/<company id>/<first id>-<last id>.sealed.jsonl.gz`; of a file in which the events of contacts are
 * not sealed, without `sealed`.
 */
export const archivePath = (folder: string, companyId: string, range: Range) =>
  `${folder}/${companyId}/${digits(range.first_event_id)}-${digits(range.last_event_id)}.${range.sealed_at ? 'sealed.' : ''}jsonl.gz`
type Range = Pick<Archive, 'first_event_id' | 'last_event_id'> & { sealed_at: Date | true | null }

/** One event a line, in order. */
export const archiveText = (events: string[]) => events.map((event) => `${event}\n`).join('')

/**
 * Writes a file that is there whole, on the disk and under its name, or not at all. Whoever writes it again,
 * at the same time or after a crash, replaces it by the same text, and takes away what a crash has left of
 * it. Only the operator's user can read it.
 */
export async function writeArchive(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const draft = `${path}.${randomUUID()}.draft`
  try {
    const file = await open(draft, 'wx', 0o600)
    try {
      await file.writeFile(await promisify(gzip)(text))
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, path).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error
      // Who was first has taken this draft for a leftover: the file is there.
      await access(path)
    })
  } finally {
    await rm(draft, { force: true })
  }
  await removeDrafts(path)
  await syncFolder(dirname(path))
  await syncFolder(dirname(dirname(path)))
}

async function removeDrafts(path: string): Promise<void> {
  const folder = dirname(path)
  const drafts = (await readdir(folder)).filter(
    (name) => name.startsWith(`${basename(path)}.`) && name.endsWith('.draft'),
  )
  for (const name of drafts) await rm(join(folder, name), { force: true })
}

/** The new name itself is on the disk. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/**
 * The text of a file that is what was recorded of it. Throws an OperatorError when it is not there or
 * something else.
 */
export async function readArchive(path: string, archive: Archive): Promise<string> {
  const packed = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new OperatorError(`The archive ${path} cannot be read (${error.code}); bring it back.`)
  })
  const text = await promisify(gunzip)(packed, { maxOutputLength: TEXT_BYTES_MAX }).catch(() =>
    Buffer.alloc(0),
  )
  if (!archive.sha256 || !sha256(text).equals(archive.sha256))
    throw new OperatorError(`The archive ${path} is not the one that was written; bring it back.`)
  return text.toString()
}

/** The archived events from `first` to `last`, which lie in one file. */
export async function readArchivedEvents(
  db: Db,
  files: ArchiveFiles,
  companyId: string,
  first: bigint,
  last: bigint,
): Promise<LoggedEvent[]> {
  const [archive] = await writtenArchives(db, companyId, first)
  if (!archive) throw new OperatorError(`Event ${first} is neither in the log nor in an archive.`)
  return readArchiveEvents(db, files, companyId, archive, first, last)
}

/** The same of a file that is known. */
export async function readArchiveEvents(
  db: Db,
  { folder, seal }: ArchiveFiles,
  companyId: string,
  archive: Archive,
  first: bigint,
  last: bigint,
): Promise<LoggedEvent[]> {
  const text = await readArchive(archivePath(folder, companyId, archive), archive)
  const lines = text
    .split('\n')
    .slice(Number(first - archive.first_event_id), Number(last - archive.first_event_id) + 1)
  const contacts = [...new Set(lines.flatMap((line) => contactOfLine(line) ?? []))]
  const keys = await readContactKeys(db, seal, companyId, contacts)
  return lines.map((line) => fromLine(companyId, line, keys))
}
