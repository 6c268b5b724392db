/**
 * Files of archived events, as a company moves: once their rows are deleted they are the only copy. They go
 * along as they are, as what is sealed in them is by keys of contacts, which go along too.
 */
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { access, chown, mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Db, sql } from '../db/sql.ts'
import { type Archive, archiveColumns, writtenArchives } from '../events/archive.ts'
import { archivePath, readArchive, writeArchive } from '../events/archive-file.ts'
import { OperatorError } from '../ground/errors.ts'
import type { CellSide, MoveSides, Say } from './cell-side.ts'

type Sides = Pick<MoveSides, 'from' | 'to'>

/** Why files of a company cannot go along. */
export async function archivesInTheWay({ from, to }: Sides, companyId: string): Promise<string[]> {
  const archives = await writtenArchives(from.main, companyId)
  if (archives.length === 0) return []
  const unsaid = [from, to].filter(({ archiveFolder }) => archiveFolder === null)
  if (unsaid.length > 0)
    return unsaid.map(
      ({ name }) =>
        `some of its events are in files: say in ${name}.env where this host reaches those of cell ${name} (JETPAY_EVENT_ARCHIVE_FOLDER)`,
    )
  const folder = folderOf(from)
  const lost = archives.map((one) => archivePath(folder, companyId, one)).filter((path) => !existsSync(path))
  return [
    ...(lost.length > 0
      ? [
          `${lost.length} of ${archives.length} files of its archived events cannot be reached from here, such as ${lost[0]}: mount or copy that folder here, or bring them back from a backup`,
        ]
      : []),
    ...(await unwritable(to)),
  ]
}

async function unwritable(to: CellSide): Promise<string[]> {
  const folder = folderOf(to)
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const probe = join(folder, `.${randomUUID()}.probe`)
    await writeFile(probe, '', { mode: 0o600 })
    await rm(probe)
    return []
  } catch (error) {
    return [
      `${folder}, where cell ${to.name} has archived events, cannot be written: ${(error as Error).message}`,
    ]
  }
}

/** Throws where it is needed and not said: whoever asks has looked for it before. */
function folderOf({ name, archiveFolder }: CellSide): string {
  if (archiveFolder === null)
    throw new OperatorError(`Say in ${name}.env where its archived events are (JETPAY_EVENT_ARCHIVE_FOLDER).`)
  return archiveFolder
}

/**
 * Copies those that wait in the new cell, all or the ones that begin with some events. One that is there as
 * it should be is left. A file that another has taken the place of meanwhile is left to the next round.
 */
export async function copyArchives(
  sides: Sides,
  companyId: string,
  waiting: Db,
  say: Say,
  firsts?: readonly string[],
): Promise<void> {
  const archives = await waiting.many<Archive>(sql`
    select ${archiveColumns} from arriving.event_archives
    where written_at is not null and (${firsts ?? null}::bigint[] is null or first_event_id = any (${firsts ?? null}::bigint[]))
    order by first_event_id`)
  if (archives.length === 0 || (await isOneFolder(sides))) return
  let copied = 0
  for (const archive of archives) {
    await copyArchive(sides, companyId, archive)
    say(`copied: files of archived events, ${++copied}`)
  }
}

async function copyArchive({ from, to }: Sides, companyId: string, archive: Archive): Promise<void> {
  const target = archivePath(folderOf(to), companyId, archive)
  if (existsSync(target) && (await isRead(target, archive))) return
  const text = await readArchive(archivePath(folderOf(from), companyId, archive), archive).catch(
    async (error) => {
      if (await isAsRecorded(from.main, companyId, archive)) throw error
      return undefined
    },
  )
  if (text === undefined) return
  await writeArchive(target, text)
  await giveToOwner(folderOf(to), [dirname(target), target])
  // The same events, of whom some are to be read by nobody once their contact is erased.
  if (archive.sealed_at)
    await rm(archivePath(folderOf(to), companyId, { ...archive, sealed_at: null }), { force: true })
}

const isRead = (path: string, archive: Archive): Promise<boolean> =>
  readArchive(path, archive).then(
    () => true,
    () => false,
  )

const isAsRecorded = async (db: Db, companyId: string, { first_event_id, sealed_at }: Archive) =>
  (await db.first(sql`
    select from event_archives where company_id = ${companyId} and first_event_id = ${first_event_id}
      and (sealed_at is null) = ${sealed_at === null}`)) !== undefined

/** Whoever is root copies for the cell's own user, who alone may read them. */
async function giveToOwner(folder: string, paths: readonly string[]): Promise<void> {
  if (process.getuid?.() !== 0) return
  const { uid, gid } = await stat(folder)
  for (const path of paths) await chown(path, uid, gid)
}

/** Whether both cells keep theirs in the same place: found out, as one place has many names. */
async function isOneFolder({ from, to }: Sides): Promise<boolean> {
  const name = `.${randomUUID()}.probe`
  const probe = join(folderOf(to), name)
  await mkdir(folderOf(to), { recursive: true, mode: 0o700 })
  await writeFile(probe, '', { mode: 0o600 })
  try {
    return await access(join(folderOf(from), name)).then(
      () => true,
      () => false,
    )
  } finally {
    await rm(probe, { force: true })
  }
}

/**
 * Takes them out of the old cell, once each is read back in the new one. Throws an OperatorError where one is
 * not: it goes nowhere then.
 */
export async function dropArchives(sides: Sides, companyId: string): Promise<void> {
  const { from, to } = sides
  if (from.archiveFolder === null || to.archiveFolder === null) return
  const folder = join(from.archiveFolder, companyId)
  if (!existsSync(folder) || (await isOneFolder(sides))) return
  for (const archive of await writtenArchives(from.main, companyId)) {
    const [there] = await writtenArchives(to.main, companyId, archive.first_event_id)
    if (!there) throw new Error(`the new cell has no archive of event ${archive.first_event_id}`)
    await readArchive(archivePath(to.archiveFolder, companyId, there), there)
  }
  await rm(folder, { recursive: true })
}

/** The copies go, as the move is given up. */
export async function forgetArchives(sides: Sides, companyId: string): Promise<void> {
  const { from, to } = sides
  if (from.archiveFolder === null || to.archiveFolder === null || (await isOneFolder(sides))) return
  await rm(join(to.archiveFolder, companyId), { recursive: true, force: true })
}
