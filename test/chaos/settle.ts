import { setTimeout as delay } from 'node:timers/promises'
import { type Database, sql } from '../../src/db/sql.ts'
import { cutClearingFile } from './faults.ts'
import type { VerifyingReceiver } from './verifying-receiver.ts'
import { ask, type World } from './world.ts'

const LOOK_MS = 200
const RESUME_MS = 2_000

/** What is still on its way; all zero once everything is final. `paid` counts only once the network has cleared it. */
type Unsettled = Record<
  'debits' | 'attempts' | 'cards' | 'records' | 'paid' | 'items' | 'events' | 'webhooks',
  number
>

/**
 * Waits until nothing is on its way any more; then the network clears what it has, and what was paid has to be completed. Null
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
    if (found?.debits === 0 && found.attempts === 0 && !cleared) cleared = await cutClearingFile(world)
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
      items: -1,
      events: -1,
      webhooks: -1,
    }
  )
}

const unsettled = (db: Database) =>
  db.one<Unsettled>(sql`
    select
      (select count(*)::integer from debits where state = 'requested') as debits,
      (select count(*)::integer from attempts where state in ('sent', 'reversing')) as attempts,
      (select count(*)::integer from credit_cards where state = 'pending') as cards,
      (select count(*)::integer from clearing_records where due_at is not null) as records,
      (select count(*)::integer from debits where state = 'paid') as paid,
      (select count(*)::integer from reconciliation_items where state = 'open') as items,
      (select count(*)::integer from outbox) as events,
      (select count(*)::integer from webhooks join event_heads using (company_id)
        where last_sent_event_id < last_event_id) as webhooks`)
