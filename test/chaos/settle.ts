import { readdirSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { type Database, type Statement, sql } from '../../src/db/sql.ts'
import { cutClearingFile } from './faults.ts'
import type { World } from './world.ts'

const LOOK_MS = 200
const PAUSE_MS = 2_000

/** Counts of what is still on its way, by what it is; all zero once everything is final. */
export type Unsettled = Record<string, number>

/**
 * Waits until no outcome is open any more; then the network clears what it has, and what was paid has to be
 * completed and paid out. `tend` is what an operator does meanwhile. Null when all of that is done; otherwise
 * what was left when the deadline came. What waits for a day to come (a hold that nobody captures, a link
 * that nobody opens, a dispute that nobody answers) is left out unless that day is `over`.
 */
export async function settle(
  world: World,
  db: Database,
  tend: () => Promise<void>,
  days: 'to come' | 'over',
): Promise<Unsettled | null> {
  let left: Unsettled | null = null
  let cleared = false
  const isTime = everyTwoSeconds()
  do {
    if (isTime('tend')) await tend()
    const found = await unsettled(world, db, days).catch(() => null)
    if (found) left = found
    const uncleared = !cleared || (found !== null && found.paid! + found.refunds! > 0)
    if (found?.debits === 0 && found.attempts === 0 && found.credits === 0 && uncleared && isTime('cut'))
      cleared = (await cutClearingFile(world)) || cleared
    else if (cleared && found && Object.values(found).every((count) => count === 0)) return null
    await delay(LOOK_MS)
  } while (performance.now() < world.deadline())
  return left ?? { 'the database does not answer': 1 }
}

/** Says that it is time for something at first, and then two seconds after it last did. */
function everyTwoSeconds() {
  const next = new Map<string, number>()
  return (what: string): boolean => {
    if (performance.now() < (next.get(what) ?? 0)) return false
    next.set(what, performance.now() + PAUSE_MS)
    return true
  }
}

/**
 * `paid` counts only once the network has cleared it, and debits by bank not: what is `owed` becomes a
 * payout, which completes them. `movements` are items of the bank's files, `answers` files that bank or
 * platform has not read.
 */
const unsettled = async (world: World, db: Database, days: 'to come' | 'over'): Promise<Unsettled> => ({
  answers: unreadFiles(`${world.system.dataFolder}/bank`),
  ...(await db.one<Unsettled>(unsettledRows(days === 'over'))),
})

/** Longer than any pause before a further try that is not a matter of days. */
const SOON = sql`interval '90 seconds'`

const unsettledRows = (over: boolean): Statement => sql`
  select
    (select count(*)::integer from debits d where state = 'initiated'
      or state = 'requested' and (${over} or rail is not null or exists (select from debit_cards c
        where c.company_id = d.company_id and c.debit_id = d.debit_id and c.due_at is not null))
      or state = 'preauthorized' and (${over} or exists (select from authorizations z
        where z.company_id = d.company_id and z.debit_id = d.debit_id and z.due_at < jetpay_now() + ${SOON}))) as debits,
    (select count(*)::integer from attempts a where state in ('sent', 'reversing', 'capturing')
      or state = 'authorized' and (${over} or exists (select from authorizations z where z.company_id = a.company_id
        and z.debit_id = a.debit_id and z.due_at < jetpay_now() + ${SOON}))) as attempts,
    (select count(*)::integer from credit_cards where state = 'pending') as cards,
    (select count(*)::integer from clearing_records where due_at is not null) as records,
    (select count(*)::integer from debits where state = 'paid' and rail = 'card' and voided_at is null) as paid,
    (select count(*)::integer from refunds where state in ('requested', 'paid')) as refunds,
    (select count(*)::integer from credits where state in ('initiated', 'paid') or state = 'requested' and ${over}) as credits,
    (select count(*)::integer from bank_items where state in ('queued', 'sent')) as movements,
    (select count(*)::integer from (select from payout_items where payout_id is null
      group by company_id, bank_account_id, currency having sum(amount) > 0) waiting) as owed,
    (select count(*)::integer from payouts where state <> 'completed') as payouts,
    (select count(*)::integer from reconciliation_items where state = 'open') as items,
    (select count(*)::integer from alarms where closed_at is null) as alarms,
    (select count(*)::integer from disputes where ${over} and state in ('needs_response', 'under_review')) as disputes,
    (select count(*)::integer from schedules where state = 'active' and (${over} or next_due_at <= jetpay_now())
      or state = 'paused' and ${over}) as schedules,
    (select count(*)::integer from schedule_occurrences where ${over} and state = 'due'
      or try_due_at <= jetpay_now()) as occurrences,
    (select count(*)::integer from outbox) as events,
    (select count(*)::integer from webhooks join event_heads using (company_id)
      where last_sent_event_id < last_event_id) as webhooks`

/** Files on their way between bank and platform; those that were read are in folders of their own. */
function unreadFiles(folder: string): number {
  const files = ['outgoing', 'at-bank', 'incoming'].flatMap((name) => {
    try {
      return readdirSync(`${folder}/${name}`, { withFileTypes: true })
    } catch {
      // Nothing went that way yet.
      return []
    }
  })
  return files.filter((file) => file.isFile()).length
}
