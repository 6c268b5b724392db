import { mkdir, readdir, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { closeAlarms, raiseAlarm } from '../alarms/alarm.ts'
import { ownCell } from '../cells/own-cell.ts'
import { systemClock } from '../ground/clock.ts'
import type { Context } from '../process/context.ts'
import type { Job } from '../process/poll.ts'
import type { BankSubjects } from '../rails/bank-item.ts'
import { applyClearingRecords } from './apply-clearing-records.ts'
import { ClearingFileError } from './clearing-file.ts'
import { checkNextFile } from './find-missing.ts'
import { ForeignFileError, ingestClearingFile } from './ingest-clearing-file.ts'
import { makeCellFiles } from './make-cell-files.ts'
import { writeCellFiles } from './write-cell-files.ts'

const isClearingFile = (name: string) => /^clearing-.*\.txt$/.test(name)
/**
 * A file that cannot be read may still be on its way in (a copy that does not rename): it is refused once it
 * rests.
 */
const RESTS_MS = 10_000

/**
 * Clearing, from the folder that the network's files come into: takes each file in once, in the order of
 * their numbers, applies its records, then looks for what is missing. A file goes to `done/` after that, a
 * bad one to `refused/` with the reason beside it.
 */
export const settleClearing = (idleMs: number, subjects: BankSubjects): Job => ({
  name: 'settle-clearing',
  idleMs,
  async run(context) {
    const cell = await ownCell(context.db)
    const ingested =
      (await ingestNext(context, networkFolder(context))) ||
      (cell !== null && (await ingestFromCells(context, cell)))
    const applied = await applyClearingRecords(context.db, context.config.disputeResponseDays, subjects)
    const checked =
      applied === 0 ? await checkNextFile(context.db, context.config.clearingToleranceMs) : undefined
    const handed = cell !== null && (await handOnToCells(context))
    return ingested || applied > 0 || checked !== undefined || handed
  },
})

/** A folder that clearing files come into, whose the network's are, and the cell that hands them on. */
type Source = { folder: string; acquirerIds: string[]; cell: string | null }

const networkFolder = ({ config }: Context): Source => ({
  folder: config.clearingFolder,
  acquirerIds: [config.acceptor.acquirerId, ...config.furtherAcceptors.map(({ acquirerId }) => acquirerId)],
  cell: null,
})

/**
 * What other cells hand on about companies that are here now, each from the folder of the two cells. True
 * where a file was moved out of one.
 */
async function ingestFromCells(context: Context, own: string): Promise<boolean> {
  const { cellsFolder } = context.config
  const end = `-to-${own}`
  let ingested = false
  for (const name of (await namesIn(cellsFolder)).filter((name) => name.endsWith(end)).sort()) {
    const cell = name.slice(0, -end.length)
    if (await ingestNext(context, { folder: join(cellsFolder, name), acquirerIds: [], cell })) ingested = true
  }
  return ingested
}

const handOnToCells = async ({ db, config }: Context): Promise<boolean> =>
  // Both, so that what a crash has left is written.
  [await makeCellFiles(db), await writeCellFiles(db, config.cellsFolder)].includes(true)

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/**
 * Takes in the file with the lowest number, of each acquirer that has files. True where one was moved out of
 * the folder.
 */
async function ingestNext(context: Context, source: Source): Promise<boolean> {
  const names = await namesIn(source.folder)
  const seen = new Set<string>()
  for (const name of names.filter(isClearingFile).sort()) {
    const acquirers = name.replace(/\d*\.txt$/, '')
    // One that waits for the file before it keeps nobody else's waiting.
    if (!seen.has(acquirers) && (await ingest(context, source, name))) return true
    seen.add(acquirers)
  }
  return false
}

async function ingest(
  context: Context,
  { folder, acquirerIds, cell }: Source,
  name: string,
): Promise<boolean> {
  const { db, log } = context
  const path = join(folder, name)
  try {
    const file = await ingestClearingFile(db, path, acquirerIds, cell)
    const subject = `${file.header.networkId} ${file.header.sequence}`
    if (file.verdict === 'changed')
      return refuse(
        context,
        folder,
        name,
        `is another file under a number that has come already (${subject})`,
      )
    if (file.verdict === 'early') {
      const awaited = `${file.header.networkId} ${file.expected}`
      const details = {
        awaited,
        held: name,
        do: `get file ${awaited} from ${cell === null ? 'the network' : `cell ${cell}`} and put it into ${folder}`,
      }
      if (await raiseAlarm(db, { kind: 'clearing_file_missing', subject: awaited, companyId: null, details }))
        log.error(details, 'a clearing file is missing; the ones after it are held')
      return false
    }
    await moveTo(folder, 'done', name)
    await closeAlarms(db, 'clearing_file_missing', subject, 'clearing')
    log.info({ file: name, records: file.records, verdict: file.verdict }, 'a clearing file was taken in')
    return true
  } catch (error) {
    // Another worker was first.
    if ((error as { code?: string }).code === 'ENOENT') return false
    if (!(error instanceof ClearingFileError || error instanceof ForeignFileError)) throw error
    const { mtimeMs } = await stat(path)
    // Files are dated by the machine, whose clock does not move with the demo's.
    if (systemClock.now().getTime() - mtimeMs < RESTS_MS) return false
    return refuse(context, folder, name, error.message)
  }
}

async function refuse({ db, log }: Context, folder: string, name: string, reason: string): Promise<boolean> {
  await raiseAlarm(db, {
    kind: 'clearing_file_refused',
    subject: name,
    companyId: null,
    details: { file: name, reason, do: `have the network send it again; it is kept in ${folder}/refused` },
  })
  log.error({ file: name, reason }, 'a clearing file was refused')
  await moveTo(folder, 'refused', name)
  // By a draft, so that whoever sees the reason sees all of it.
  const path = join(folder, 'refused', `${name}.reason`)
  await writeFile(`${path}.draft`, `${name} ${reason}\n`, { mode: 0o600 })
  await rename(`${path}.draft`, path)
  return true
}

async function moveTo(folder: string, inner: 'done' | 'refused', name: string): Promise<void> {
  await mkdir(join(folder, inner), { recursive: true, mode: 0o700 })
  await rename(join(folder, name), join(folder, inner, name))
}
