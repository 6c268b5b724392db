import { type Db, sql } from '../db/sql.ts'
import type { Context } from '../process/context.ts'
import type { Job } from '../process/poll.ts'
import { type Archive, archiveColumns } from './archive.ts'
import { archivePath, archiveText, readArchive, writeArchive } from './archive-file.ts'
import { BLOCK_EVENTS, type Checkpoint, checkpointColumns } from './checkpoint.ts'
import { eventText } from './event.ts'
import { leafHash, sha256, treeRoot } from './merkle.ts'

/**
 * Events in a file at most: some 5 MB of text that a worker has in memory, and rows that one statement
 * deletes.
 */
const FILE_EVENTS = 40 * BLOCK_EVENTS
/**
 * A file that does not fill is written when its oldest events are due for this long: one a day of a quiet
 * company.
 */
const FILE_AFTER_DAYS = 1
/**
 * How long a failed webhook may still be resumed where it stands. After it its events go as all others do.
 */
const FAILED_HOLDS_DAYS = 30
/**
 * From when readers are told that a range is archived until its rows go: longer than any of them can still be
 * reading (a `wait` of 30 s) or be about to set a webhook's cursor into it (statements end after 10 s, idle
 * transactions after 15 s).
 */
const DELETE_AFTER_MS = 60_000
const EVERY_MS = 10 * 60_000

/**
 * Moves what is older than the retention from the log to files: plans a range, writes its file, and deletes
 * its rows a minute later. Each step is safe to repeat and to make twice at once; whoever dies leaves a row
 * that says what is next.
 */
export const archiveEvents = (deleteAfterMs = DELETE_AFTER_MS): Job => ({
  name: 'archive-events',
  mayWait: true,
  idleMs: EVERY_MS,
  async run(context) {
    let more = false
    const companies = await context.db.many<{ company_id: string }>(
      sql`select company_id from event_heads where last_event_id > 0 order by company_id`,
    )
    for (const { company_id: companyId } of companies) {
      try {
        await deleteArchived(context, companyId, deleteAfterMs)
        more = (await planArchive(context, companyId)) || more
        await writePlanned(context, companyId)
      } catch (error) {
        // One company's missing file or tampered event must not stop the others' archives.
        context.log.error({ companyId, err: error }, 'events were not archived; it will be tried again')
      }
    }
    return more
  },
})

/**
 * The last event that every webhook of the company has: one that is still to be delivered, or delivered
 * again, is not deleted. Null where there is none to wait for.
 */
const confirmed = (companyId: string) => sql`(
  select min(least(last_sent_event_id, redeliver_from - 1)) from webhooks where company_id = ${companyId}
    and (state <> 'failed' or failing_since > jetpay_now() - make_interval(days => ${FAILED_HOLDS_DAYS})))`

/** Fixes the next range of whole blocks that are due, if they fill a file or have waited long enough. */
export async function planArchive({ db, config }: Context, companyId: string): Promise<boolean> {
  const days = config.eventRetentionDays
  if (days === 0) return false
  const planned = await db.run(sql`
    with begin as materialized (
      select coalesce((
        select last_event_id from event_archives where company_id = ${companyId} order by first_event_id desc limit 1
      ), 0) + 1 as event_id
    ), due as (
      select first_event_id, last_event_id, closed_at from event_checkpoints, begin
      where company_id = ${companyId} and first_event_id >= begin.event_id
        and last_event_id < begin.event_id + ${FILE_EVENTS}
        and closed_at < jetpay_now() - make_interval(days => ${days})
        and last_event_id <= coalesce(${confirmed(companyId)}, last_event_id)
    ), range as (
      select min(first_event_id) as first, max(last_event_id) as last, min(closed_at) as oldest, max(closed_at) as newest from due
    )
    insert into event_archives (company_id, first_event_id, last_event_id, created_before)
    select ${companyId}, first, last, newest from range
    where first is not null and (last - first >= ${FILE_EVENTS - BLOCK_EVENTS}
        or oldest < jetpay_now() - make_interval(days => ${days + FILE_AFTER_DAYS}))
      and not exists (select from event_archives where company_id = ${companyId} and written_at is null)
    on conflict do nothing`)
  return planned > 0
}

/** The oldest archive of a company that is in this state. */
const findArchive = (db: Db, companyId: string, condition: ReturnType<typeof sql>) =>
  db.first<Archive>(sql`
    select ${archiveColumns} from event_archives where company_id = ${companyId} and ${condition}
    order by first_event_id limit 1`)

/**
 * Writes the planned file, once it is proved that its events are those of their checkpoints, and records it.
 */
export async function writePlanned({ db, config }: Context, companyId: string): Promise<void> {
  const plan = await findArchive(db, companyId, sql`written_at is null`)
  if (!plan) return
  const { first_event_id: first, last_event_id: last } = plan
  const events = await db.many<{ text: string }>(sql`
    select ${eventText} as text from events
    where company_id = ${companyId} and event_id between ${first} and ${last} order by event_id`)
  const texts = events.map(({ text }) => text)
  await requireCheckpoints(db, companyId, plan, texts)
  const text = archiveText(texts)
  await writeArchive(archivePath(config.eventArchiveFolder, companyId, plan), text)
  const bytes = Buffer.from(text)
  await db.run(sql`
    update event_archives set bytes = ${bytes.length}, sha256 = ${sha256(bytes)}, written_at = jetpay_now()
    where company_id = ${companyId} and first_event_id = ${first} and written_at is null`)
}

/** What was tampered with must stay where `jetpay verify` finds it. */
async function requireCheckpoints(db: Db, companyId: string, range: Archive, texts: string[]): Promise<void> {
  const checkpoints = await db.many<Checkpoint>(sql`
    select ${checkpointColumns} from event_checkpoints where company_id = ${companyId}
      and first_event_id between ${range.first_event_id} and ${range.last_event_id} order by first_event_id`)
  for (const { first_event_id, last_event_id, root } of checkpoints) {
    const from = Number(first_event_id - range.first_event_id)
    const leaves = texts.slice(from, Number(last_event_id - range.first_event_id) + 1).map(leafHash)
    if (leaves.length !== Number(last_event_id - first_event_id) + 1 || !root.equals(treeRoot(leaves)))
      throw new Error(
        `events ${first_event_id} to ${last_event_id} of company ${companyId} are not those of their checkpoint; they are not archived. Run \`jetpay verify\`.`,
      )
  }
}

/**
 * Deletes the rows of the oldest written file, once the file was read back and nobody can still want the
 * rows.
 */
export async function deleteArchived(
  { db, config }: Context,
  companyId: string,
  afterMs: number,
): Promise<void> {
  const old = sql`deleted_at is null and written_at <= jetpay_now() - make_interval(secs => ${afterMs / 1000})`
  const archive = await findArchive(db, companyId, old)
  if (!archive) return
  const { first_event_id: first, last_event_id: last } = archive
  await readArchive(archivePath(config.eventArchiveFolder, companyId, archive), archive)
  await db.run(sql`
    with gone as (
      delete from events where company_id = ${companyId} and event_id between ${first} and ${last}
        and ${last}::bigint <= coalesce(${confirmed(companyId)}, ${last}::bigint)
      returning event_id
    )
    update event_archives set deleted_at = jetpay_now()
    where company_id = ${companyId} and first_event_id = ${first} and deleted_at is null and exists (select from gone)`)
}
