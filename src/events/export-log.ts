import { type Db, sql } from '../db/sql.ts'
import { writtenArchives } from './archive.ts'
import { archivePath, archiveText, readArchive } from './archive-file.ts'
import { eventText, newestEventId } from './event.ts'

/** Events that one statement reads: half a megabyte. */
const PAGE = 1_000

/** The whole log after an event as JSON lines, in order, in pieces: first the files of what was deleted, then the rows. */
export async function* readLog(
  db: Db,
  folder: string,
  companyId: string,
  after: bigint,
): AsyncGenerator<string> {
  let last = after
  for (const archive of await writtenArchives(db, companyId)) {
    if (archive.deleted_at === null || archive.last_event_id <= last) continue
    const lines = (await readArchive(archivePath(folder, companyId, archive), archive))
      .split('\n')
      .slice(0, -1)
    yield archiveText(lines.slice(Math.max(0, Number(last - archive.first_event_id) + 1)))
    last = archive.last_event_id
  }
  for (const newest = await newestEventId(db, companyId); last < newest; ) {
    const events = await db.many<{ event_id: bigint; text: string }>(sql`
      select event_id, ${eventText} as text from events
      where company_id = ${companyId} and event_id > ${last} order by event_id limit ${PAGE}`)
    if (events[0]?.event_id !== last + 1n)
      throw new Error(`event ${last + 1n} is neither in the log nor in a file`)
    yield archiveText(events.map(({ text }) => text))
    last = events.at(-1)!.event_id
  }
}
