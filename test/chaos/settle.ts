import { setTimeout as delay } from 'node:timers/promises'
import { type Database, sql } from '../../src/db/sql.ts'
import { cutClearingFile } from './faults.ts'
import type { VerifyingReceiver } from './verifying-receiver.ts'
import { ask, type World } from './world.ts'

const LOOK_MS = 200
const RESUME_MS = 2_000

/**
 * What is still on its way; all zero once everything is final. `paid` counts only once the network has cleared it, and debits by bank not:
 * what is `owed` becomes a payout, which completes them. `movements` are items of the bank's files.
 */
type Unsettled = Record<
  | 'debits'
  | 'attempts'
  | 'cards'
  | 'records'
  | 'paid'
  | 'refunds'
  | 'credits'
  | 'movements'
  | 'owed'
  | 'payouts'
  | 'items'
  | 'events'
  | 'webhooks',
  number
>

/**
 * Waits until no outcome is open any more; then the network clears what it has, and what was paid has to be completed and paid out. Null
 * when all of that is done; otherwise what was left when the deadline came.
 */
export async function settle(
  world: World,
  db: Database,
  { inboxes }: VerifyingReceiver,
): Promise<Unsettled | null> {
  let left: Unsettled | null = null
  let cleared = false
  let resumeAt = 0
  while (performance.now() < world.deadline()) {
    // An operator whose receiver is well again does not wait for the retry schedule, which reaches hours.
    if (performance.now() > resumeAt) {
      for (const { webhookId } of inboxes) await ask(world, 'POST', `/webhooks/${webhookId}/resume`)
      resumeAt = performance.now() + RESUME_MS
    }
    const found = await unsettled(db).catch(() => null)
    if (found) left = found
    if (found?.debits === 0 && found.attempts === 0 && found.credits === 0 && !cleared)
      cleared = await cutClearingFile(world)
    else if (cleared && found && Object.values(found).every((count) => count === 0)) return null
    await delay(LOOK_MS)
  }
  return (
    left ?? {
      debits: -1,
      attempts: -1,
      cards: -1,
      records: -1,
      paid: -1,
      refunds: -1,
      credits: -1,
      movements: -1,
      owed: -1,
      payouts: -1,
      items: -1,
      events: -1,
      webhooks: -1,
    }
  )
}

const unsettled = (db: Database) =>
  db.one<Unsettled>(sql`
    select
      (select count(*)::integer from debits where state in ('requested', 'preauthorized', 'initiated')) as debits,
      (select count(*)::integer from attempts where state in ('sent', 'reversing', 'authorized', 'capturing')) as attempts,
      (select count(*)::integer from credit_cards where state = 'pending') as cards,
      (select count(*)::integer from clearing_records where due_at is not null) as records,
      (select count(*)::integer from debits where state = 'paid' and rail = 'card' and voided_at is null) as paid,
      (select count(*)::integer from refunds where state in ('requested', 'paid')) as refunds,
      (select count(*)::integer from credits where state in ('requested', 'initiated', 'paid')) as credits,
      (select count(*)::integer from bank_items where state in ('queued', 'sent')) as movements,
      (select count(*)::integer from (select from payout_items where payout_id is null
        group by company_id, bank_account_id, currency having sum(amount) > 0) waiting) as owed,
      (select count(*)::integer from payouts where state in ('requested', 'initiated')) as payouts,
      (select count(*)::integer from reconciliation_items where state = 'open') as items,
      (select count(*)::integer from outbox) as events,
      (select count(*)::integer from webhooks join event_heads using (company_id)
        where last_sent_event_id < last_event_id) as webhooks`)
