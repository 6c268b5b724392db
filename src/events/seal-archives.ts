import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Database, sql } from '../db/sql.ts'
import type { Context } from '../process/context.ts'
import { type Archive, archiveColumns } from './archive.ts'
import { archivePath, archiveText, readArchive, syncFolder, writeArchive } from './archive-file.ts'
import { contactsIn, loggedEvent, toLine } from './archive-line.ts'
import { makeContactKeys } from './contact-keys.ts'
import { sha256 } from './merkle.ts'
import { requireCheckpoints } from './require-checkpoints.ts'

/**
 * Seals the events of contacts in the files of a company that were written before they were, and removes
 * those files. Each step is safe to repeat. What stands in copies of them elsewhere is not ours to reach.
 */
export async function sealArchives(context: Context, companyId: string): Promise<void> {
  while (await sealNext(context, companyId));
  await removePlain(context.db, context.config.eventArchiveFolder, companyId)
}

/** Another worker waits, and then finds it sealed. */
const sealNext = ({ db, config, seal }: Context, companyId: string): Promise<boolean> =>
  db.transaction(async (db) => {
    const plain = await db.first<Archive>(sql`
      select ${archiveColumns} from event_archives
      where company_id = ${companyId} and written_at is not null and sealed_at is null
      order by first_event_id limit 1 for update`)
    if (!plain) return false
    const folder = config.eventArchiveFolder
    const before = await readArchive(archivePath(folder, companyId, plain), plain)
    const events = before.split('\n').slice(0, -1).map(loggedEvent)
    await requireCheckpoints(db, companyId, plain, events)
    const keys = await makeContactKeys(db, () => seal, companyId, contactsIn(events))
    const text = archiveText(events.map((event) => toLine(companyId, event, keys)))
    await writeArchive(archivePath(folder, companyId, { ...plain, sealed_at: true }), text)
    const bytes = Buffer.from(text)
    await db.run(sql`
      update event_archives set bytes = ${bytes.length}, sha256 = ${sha256(bytes)}, sealed_at = jetpay_now()
      where company_id = ${companyId} and first_event_id = ${plain.first_event_id}`)
    return true
  })

/**
 * Also where there was none: a worker of the version before may have left one that no row names.
 */
async function removePlain(db: Database, folder: string, companyId: string): Promise<void> {
  const sealed = await db.many<Archive>(sql`
    select ${archiveColumns} from event_archives
    where company_id = ${companyId} and sealed_at is not null and plain_removed_at is null`)
  for (const archive of sealed) {
    const path = archivePath(folder, companyId, { ...archive, sealed_at: null })
    await rm(path, { force: true })
    await syncFolder(dirname(path))
    await db.run(sql`
      update event_archives set plain_removed_at = jetpay_now()
      where company_id = ${companyId} and first_event_id = ${archive.first_event_id} and plain_removed_at is null`)
  }
}
