/** Companies whose old events go to files, for tests of erasing what stands there. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { sql } from '../src/db/sql.ts'
import { eraseContacts } from '../src/erasure/erase-contacts.ts'
import { type Archive, archiveColumns } from '../src/events/archive.ts'
import { archiveEvents, deleteArchived, planArchive } from '../src/events/archive-events.ts'
import { archiveFilesOf, archivePath, archiveText, writeArchive } from '../src/events/archive-file.ts'
import { eventText } from '../src/events/event.ts'
import { readLog } from '../src/events/export-log.ts'
import { sha256 } from '../src/events/merkle.ts'
import { proveEvent } from '../src/events/prove.ts'
import { sequenceEvents } from '../src/events/sequence-events.ts'
import { anotherCompany } from './another-company.ts'
import { ageCheckpoints, closeBlocks } from './event-log.ts'
import type { Platform } from './platform.ts'

export const RETENTION_DAYS = 30
/** Of the contact that is to be erased. */
export const ADA = 'Ada Plantedname'
export const SEALED = '0000000000000001-0000000000000003.sealed.jsonl.gz'
export const PLAIN = '0000000000000001-0000000000000003.jsonl.gz'

export type ArchivedErasures = ReturnType<typeof archivedErasures>

/** On a platform whose worker is stopped. */
export function archivedErasures(platform: Platform) {
  const sequence = async () => {
    while (await sequenceEvents(10).run(platform.context));
  }

  /** A company with two contacts, of whom one is asked to be erased; the events before that are old. */
  async function companyOfTwo() {
    const { companyId, headers } = await anotherCompany(platform)
    const create = async (name: string) =>
      (await platform.good('PUT', '/contact', { name, email: 'planted@example.com' }, headers)).identifier
    const [ada, grace]: string[] = [await create(ADA), await create('Grace')]
    await platform.good('PATCH', `/contact/${ada}`, { metadata: { phone: ADA } }, headers)
    await sequence()
    await closeBlocks(platform)
    await ageCheckpoints(platform, companyId, RETENTION_DAYS + 2)
    const { folder } = archiveFilesOf(platform.context)
    return {
      companyId,
      ada: ada!,
      grace: grace!,
      async ask() {
        const { status, text } = await platform.call(
          'POST',
          `/contact/${ada}/erase`,
          { confirm_contact_id: ada, reason: 'no_longer_needed' },
          headers,
        )
        assert.equal(status, 202, text)
        await sequence()
      },
      /** What was there and what is found instead of it, as the whole log reads. */
      async exported() {
        let text = ''
        for await (const piece of readLog(platform.db, archiveFilesOf(platform.context), companyId, 0n))
          text += piece
        return text.split('\n').slice(0, -1)
      },
      prove: (eventId: number) =>
        proveEvent(platform.db, archiveFilesOf(platform.context), companyId, BigInt(eventId)),
      files: () =>
        Object.fromEntries(
          readdirSync(`${folder}/${companyId}`).map((name) => [
            name,
            gunzipSync(readFileSync(`${folder}/${companyId}/${name}`)).toString(),
          ]),
        ),
      stateOf: async () =>
        (await platform.good('GET', `/contact/${ada}/erasure`, undefined, headers)).state as string,
    }
  }
  const archive = () => archiveEvents(0).run(platform.context)
  const work = () => eraseContacts.run(platform.context)

  /** As an archive was written by the version before. */
  async function archivePlain(companyId: string) {
    const { folder } = archiveFilesOf(platform.context)
    await planArchive(platform.context, companyId)
    const events = await platform.db.many<{ text: string }>(
      sql`select ${eventText} as text from events where company_id = ${companyId} and event_id <= 3 order by event_id`,
    )
    const text = archiveText(events.map(({ text }) => text))
    const plan = await platform.db.one<Archive>(
      sql`select ${archiveColumns} from event_archives where company_id = ${companyId}`,
    )
    await writeArchive(archivePath(folder, companyId, plan), text)
    await platform.db.run(sql`
      update event_archives set bytes = ${text.length}, sha256 = ${sha256(Buffer.from(text))}, written_at = jetpay_now()
      where company_id = ${companyId}`)
    await deleteArchived(platform.context, companyId, 0)
  }

  return { companyOfTwo, archivePlain, sequence, archive, work }
}
