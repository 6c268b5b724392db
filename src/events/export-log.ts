import { type Db, sql } from '../db/sql.ts'
import { writtenArchives } from './archive.ts'
import { type ArchiveFiles, archiveText, readArchiveEvents } from './archive-file.ts'
import { eventText, newestEventId } from './event.ts'

/** Events that one statement reads: half a megabyte. */
const PAGE = 1_000

/**
 * The whole log after an event as JSON lines, in order, in pieces: rows, and where they are gone, the file
 * that they went to. Rows may be archived while this reads: a row that is not there any more is in a file by
 * then.
 */
export async function* readLog(
  db: Db,
  files: ArchiveFiles,
  companyId: string,
  after: bigint,
): AsyncGenerator<string> {
  const newest = await newestEventId(db, companyId)
  for (let last = after; last < newest; ) {
    const events = await db.many<{ event_id: bigint; text: string }>(sql`
      select event_id, ${eventText} as text from events
      where company_id = ${companyId} and event_id > ${last} order by event_id limit ${PAGE}`)
    if (events[0]?.event_id === last + 1n) {
      yield archiveText(events.map(({ text }) => text))
      last = events.at(-1)!.event_id
      continue
    }
    const next = last + 1n
    const archive = (await writtenArchives(db, companyId)).find(
      ({ deleted_at, first_event_id, last_event_id }) =>
        deleted_at !== null && first_event_id <= next && next <= last_event_id,
    )
    if (!archive) throw new Error(`event ${next} is neither in the log nor in a file`)
    const archived = await readArchiveEvents(db, files, companyId, archive, next, archive.last_event_id)
    yield archiveText(archived.map(({ text }) => text))
    last = archive.last_event_id
  }
}
