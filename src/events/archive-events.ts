import { type Db, sql } from '../db/sql.ts'
import type { Context } from '../process/context.ts'
import type { Job } from '../process/poll.ts'
import { type Archive, archiveColumns } from './archive.ts'
import { archivePath, archiveText, readArchive, writeArchive } from './archive-file.ts'
import { contactsIn, type LoggedEvent, toLine } from './archive-line.ts'
import { BLOCK_EVENTS, leafInSql } from './checkpoint.ts'
import { makeContactKeys } from './contact-keys.ts'
import { eventText } from './event.ts'
import { sha256 } from './merkle.ts'
import { isPersonal, lockLog } from './personal-events.ts'
import { requireCheckpoints } from './require-checkpoints.ts'

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
  const planned = await db.transaction(async (db) => {
    await lockLog(db, companyId)
    return db.run(plan(companyId, days))
  })
  return planned > 0
}

const plan = (companyId: string, days: number) => sql`
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
    on conflict do nothing`

/** The oldest archive of a company that is in this state. */
const findArchive = (db: Db, companyId: string, condition: ReturnType<typeof sql>) =>
  db.first<Archive>(sql`
    select ${archiveColumns} from event_archives where company_id = ${companyId} and ${condition}
    order by first_event_id limit 1`)

/**
 * Writes the planned file, once it is proved that its events are those of their checkpoints, and records it.
 */
export async function writePlanned(context: Context, companyId: string): Promise<void> {
  const { db, config } = context
  const planned = await db.transaction((db) => readPlanned(db, context, companyId))
  if (!planned) return
  const { plan, text } = planned
  await writeArchive(archivePath(config.eventArchiveFolder, companyId, { ...plan, sealed_at: true }), text)
  const bytes = Buffer.from(text)
  await db.run(sql`
    update event_archives set bytes = ${bytes.length}, sha256 = ${sha256(bytes)}, written_at = jetpay_now(),
      sealed_at = jetpay_now()
    where company_id = ${companyId} and first_event_id = ${plan.first_event_id} and written_at is null`)
}

/**
 * The text of the planned file. While it is read nobody records the plan as written, and until then no event
 * of a plan is erased: whoever reads it, whenever, reads the same.
 */
async function readPlanned(db: Db, { seal }: Context, companyId: string) {
  const plan = await db.first<Archive>(sql`
    select ${archiveColumns} from event_archives where company_id = ${companyId} and written_at is null
    order by first_event_id limit 1 for share`)
  if (!plan) return undefined
  const events = await db.many<LoggedEvent>(sql`
    select ${eventText} as text, ${leafInSql} as leaf, case when ${isPersonal} then data ->> 'contactId' end as "contactId"
    from events where company_id = ${companyId}
      and event_id between ${plan.first_event_id} and ${plan.last_event_id} order by event_id`)
  await requireCheckpoints(db, companyId, plan, events)
  const keys = await makeContactKeys(db, () => seal, companyId, contactsIn(events))
  return { plan, text: archiveText(events.map((event) => toLine(companyId, event, keys))) }
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
