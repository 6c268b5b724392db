import { type Db, sql } from '../db/sql.ts'
import type { Job } from '../process/poll.ts'

/**
 * Sessions and invitations that are over are kept for as long after: where somebody signed in from within
 * thirty days opens their account to them (`tries.ts`), and somebody may ask what became of an invitation.
 * Everything that was done is in the audit log for good.
 */
const KEPT_DAYS = 31
/** Tries are counted over an hour at most. */
const TRIES_KEPT_HOURS = 24
/** Rows of each kind in one round: a statement of milliseconds. */
const BATCH = 1_000
const EVERY_MS = 10 * 60_000

/**
 * Takes away what is over: sessions, invitations, tickets (links of mails, challenges), counted tries. By
 * real time, as they end. True where there may be more.
 */
export const pruneWaysIn: Job = {
  name: 'prune-ways-in',
  mayWait: true,
  idleMs: EVERY_MS,
  async run({ db }) {
    const pruned = [await pruneSessions(db), await pruneInvitations(db), await pruneTickets(db)]
    return [...pruned, await pruneTries(db)].some((count) => count === BATCH)
  },
}

const pruneSessions = (db: Db) =>
  db.run(sql`
    delete from sessions where session_id in (
      select session_id from sessions where expires_at < now() - make_interval(days => ${KEPT_DAYS})
      order by expires_at limit ${BATCH} for update skip locked)`)

const pruneInvitations = (db: Db) =>
  db.run(sql`
    delete from invitations where (company_id, invitation_id) in (
      select company_id, invitation_id from invitations
      where expires_at < now() - make_interval(days => ${KEPT_DAYS})
      order by expires_at limit ${BATCH} for update skip locked)`)

/** The demo's link has no end. */
const pruneTickets = (db: Db) =>
  db.run(sql`
    delete from user_tickets where ticket_hash in (
      select ticket_hash from user_tickets where expires_at < now()
      order by expires_at limit ${BATCH} for update skip locked)`)

const pruneTries = (db: Db) =>
  db.run(sql`
    delete from sign_in_failures where subject in (
      select subject from sign_in_failures where last_at < now() - make_interval(hours => ${TRIES_KEPT_HOURS})
      order by last_at limit ${BATCH} for update skip locked)`)
