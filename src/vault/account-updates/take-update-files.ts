import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Logger } from 'pino'
import { type Database, type Db, sql } from '../../db/sql.ts'
import { systemClock } from '../../ground/clock.ts'
import { logSparsely } from '../../ground/log.ts'
import { appendAudit } from '../audit/append-audit.ts'
import { appendFileToLog } from '../card-log.ts'
import type { VaultKeys } from '../keys.ts'
import { lookAgain } from '../look-again.ts'
import { stackFrames } from '../stack-frames.ts'
import { applyAccountUpdate } from './apply-account-update.ts'
import { readUpdateFile, readUpdateHeader, type UpdateFile, type UpdateHeader } from './update-file.ts'
import type { UpdateFolder } from './update-folder.ts'
import { UpdateFileError } from './update-layout.ts'

/** How often it is looked whether a file has come. */
const LOOK_EVERY_MS = 1_000
/** A file that cannot be read may still be on its way in: it is refused once it rests. */
const RESTS_MS = 10_000
/** Records that are gone through before it is kept how far it came, where no card is theirs. */
const RECORDS_PER_NOTE = 500

export type Taking = {
  db: Database
  keys: VaultKeys
  log: Logger
  folder: UpdateFolder
  /** Ours at the network. */
  acquirerId: string
}

type Progress = { sha256: Buffer; applied: number }

/**
 * Takes in the file with the lowest number, to its end: its records are applied each once, whatever process
 * dies when, and then it is wiped. True where one has gone. One whose predecessor has not come is held.
 */
async function takeUpdateFile(taking: Taking, held: Set<string>): Promise<boolean> {
  const { db, log, folder } = taking
  const [name] = await folder.list()
  if (name === undefined) return false
  if (await folder.isOpen()) {
    // Said to the operator, because whoever can see the numbers has seen them by now.
    throw new Error(`others can see into ${folder.path}: take the right from them (chmod 700)`)
  }
  try {
    const read = readUpdateHeader(await folder.readHeader(name))
    if (read.acquirerId !== taking.acquirerId)
      throw new UpdateFileError(1, 'acquirer id', 'must be ours (JETPAY_ACQUIRER_ID)')
    const header = await inItsSeries(db, read)
    const awaited = await awaitedBefore(db, header)
    if (awaited !== null) {
      if (held.has(name)) return false
      await appendFileToLog(db, { name, state: 'missing', says: `${header.networkId} ${awaited}` })
      held.add(name)
      return false
    }
    const cards = await apply(taking, name)
    await folder.wipe(name)
    held.delete(name)
    log.info({ file: name, cards }, 'a file of account updates was taken in')
    return true
  } catch (error) {
    // Another vault was first.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    if (!(error instanceof UpdateFileError)) throw error
    const writtenAt = await folder.writtenAt(name)
    if (!writtenAt || systemClock.now().getTime() - writtenAt.getTime() < RESTS_MS) return false
    await appendFileToLog(db, { name, state: 'refused', says: error.message })
    await folder.reject(name, error.message)
    log.error({ file: name, reason: error.message }, 'a file of account updates was refused')
    return true
  }
}

/**
 * Each acquirer has numbers of its own: files of another than that of the network's first file are kept under
 * a network's name of their own. Of what is from before this was kept, that is whose file comes next.
 */
async function inItsSeries(db: Db, header: UpdateHeader): Promise<UpdateHeader> {
  const { networkId, acquirerId } = header
  const first = await db.first<{ acquirer_id: string }>(sql`
    select acquirer_id from account_update_files
    where network_id = ${networkId} and acquirer_id is not null order by sequence limit 1`)
  return !first || first.acquirer_id === acquirerId
    ? header
    : { ...header, networkId: `${networkId}/${acquirerId}` }
}

/** The number that must come first; null where this one is next, or the first of its network. */
async function awaitedBefore(db: Db, { networkId, sequence }: UpdateHeader): Promise<bigint | null> {
  const { newest } = await db.one<{ newest: bigint | null }>(sql`
    select max(sequence) as newest from account_update_files where network_id = ${networkId}`)
  return newest === null || BigInt(sequence) <= newest + 1n ? null : newest + 1n
}

const sha256Of = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest()

/** How many cards were changed. */
async function apply(taking: Taking, name: string): Promise<number> {
  const { db } = taking
  await appendAudit(db, { do: 'updates.read', by: 'vault', file: name })
  const bytes = await taking.folder.read(name)
  try {
    const read = readUpdateFile(bytes)
    const file = { ...read, header: await inItsSeries(db, read.header) }
    const { sha256, applied } = await begin(db, file, sha256Of(bytes))
    if (!sha256.equals(sha256Of(bytes)))
      throw new UpdateFileError(1, 'file sequence', 'must not be that of another file, which has come before')
    return await applyFrom(taking, name, file, applied)
  } finally {
    bytes.fill(0)
  }
}

/** Makes the file known, or finds what is known of it. */
async function begin(db: Db, { header, records }: UpdateFile, sha256: Buffer): Promise<Progress> {
  await db.run(sql`
    insert into account_update_files (network_id, sequence, sha256, records, acquirer_id)
    values (${header.networkId}, ${header.sequence}, ${sha256}, ${records}, ${header.acquirerId}) on conflict do nothing`)
  return db.one<Progress>(sql`
    select sha256, applied from account_update_files
    where network_id = ${header.networkId} and sequence = ${header.sequence}`)
}

/**
 * Each record that changes cards is a transaction with the number that it leaves behind, so after a crash, or
 * beside another vault, it is the next one's turn.
 */
async function applyFrom(taking: Taking, name: string, file: UpdateFile, applied: number): Promise<number> {
  const { db } = taking
  const { header, records } = file
  const moveTo = (db: Db, record: number, cards: number) =>
    db.run(sql`
      update account_update_files set applied = ${record}, cards = cards + ${cards}
      where network_id = ${header.networkId} and sequence = ${header.sequence} and applied < ${record}`)
  for (let record = applied + 1; record <= records; record++) {
    const update = file.update(record)
    await applyAccountUpdate(taking, update, {
      told: { file: `${header.networkId} ${header.sequence}`, record },
      claim: async (db, cards) => (await moveTo(db, record, cards)) > 0,
    })
    if (record % RECORDS_PER_NOTE === 0) await moveTo(db, record, 0)
    // Charges have their turn.
    if (record % RECORDS_PER_NOTE === 0) await nextTurn()
  }
  return end(db, name, file)
}

/** Once, with the entry by which the main side hears of it. */
const end = (db: Database, name: string, { header, records }: UpdateFile): Promise<number> =>
  db.transaction(async (db) => {
    const ended = await db.first<{ cards: number }>(sql`
      update account_update_files set applied = ${records}, ended_at = jetpay_now()
      where network_id = ${header.networkId} and sequence = ${header.sequence} and ended_at is null returning cards`)
    if (!ended) return 0
    const says = `${header.networkId} ${header.sequence}: ${ended.cards} of ${records}`
    await appendFileToLog(db, { name, state: 'taken', says })
    return ended.cards
  })

/** Looks for files in a chain of timers that `stop` waits for. */
export function startTakingUpdates(taking: Taking): { stop(): Promise<void> } {
  const held = new Set<string>()
  const logFailed = logSparsely(taking.log, 'error', 'account updates cannot be taken in now', (error) => ({
    reason: error.message,
    stack: stackFrames(error),
  }))
  async function work(isStopped: () => boolean): Promise<void> {
    try {
      while (!isStopped() && (await takeUpdateFile(taking, held)));
    } catch (error) {
      logFailed(error as Error, { code: (error as { code?: string }).code })
    }
  }
  const made = taking.folder.make()
  made.catch(({ code }: { code?: string }) =>
    taking.log.warn(
      { folder: taking.folder.path, code },
      'no file of account updates is taken in: no folder for them',
    ),
  )
  return lookAgain(LOOK_EVERY_MS, work, made)
}
