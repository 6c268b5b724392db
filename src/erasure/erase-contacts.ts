import { sql } from '../db/sql.ts'
import { announce } from '../events/announce.ts'
import { eraseEvents } from '../events/erase-events.ts'
import { sealArchives } from '../events/seal-archives.ts'
import type { Context } from '../process/context.ts'
import type { Job } from '../process/poll.ts'
import { eraseAnswers } from './erase-answers.ts'
import { eraseMails } from './erase-mails.ts'
import { eraseRows } from './erase-rows.ts'

/** Erasures that one run does; the next follows at once. */
const BATCH = 20
/** One that waits for an event's id, or for a file to be written, is looked at again then. */
const EVERY_MS = 1_000

type Asked = { company_id: string; contact_id: string }

/**
 * Erases the contacts that somebody has asked to. Each step may be done again, and by two at once: whoever
 * dies leaves the row `asked`, and the next begins with its first step.
 */
export const eraseContacts: Job = {
  name: 'erase-contacts',
  idleMs: EVERY_MS,
  due: sql`select from contact_erasures where state = 'asked'`,
  async run(context) {
    const asked = await context.db.many<Asked>(sql`
      select company_id, contact_id from contact_erasures where state = 'asked' order by asked_at limit ${BATCH}`)
    let done = 0
    for (const { company_id: companyId, contact_id: contactId } of asked) {
      try {
        if (await eraseContactNow(context, companyId, contactId)) done += 1
      } catch (error) {
        // One company's missing file must not keep the others' contacts.
        context.log.error(
          { companyId, contactId, err: error },
          'a contact was not erased; it will be tried again',
        )
      }
    }
    return done === BATCH
  },
}

/** False where it must wait. */
export async function eraseContactNow(
  context: Context,
  companyId: string,
  contactId: string,
): Promise<boolean> {
  const { db } = context
  await eraseRowsOnce(context, companyId, contactId)
  await sealArchives(context, companyId)
  if (!(await eraseEvents(db, companyId, contactId))) return false
  await db.transaction(async (db) => {
    const ended = await db.run(sql`
      update contact_erasures set state = 'erased', erased_at = jetpay_now()
      where company_id = ${companyId} and contact_id = ${contactId} and state = 'asked'`)
    // Of two workers one tells it.
    if (ended === 1) await announce(db, companyId, 'contacts.erased', { contactId })
  })
  return true
}

/** Whoever waits for the log does not go through all mails again each time. */
async function eraseRowsOnce({ db, seal }: Context, companyId: string, contactId: string): Promise<void> {
  const before = await db.first(sql`
    select from contact_erasures
    where company_id = ${companyId} and contact_id = ${contactId} and rows_erased_at is null`)
  if (!before) return
  await eraseMails(db, companyId, contactId)
  await eraseAnswers(db, companyId, contactId)
  await eraseRows(db, seal, companyId, contactId)
  await db.run(sql`
    update contact_erasures set rows_erased_at = jetpay_now()
    where company_id = ${companyId} and contact_id = ${contactId} and rows_erased_at is null`)
}
