import { setTimeout as delay } from 'node:timers/promises'
import type { Random } from '../chaos/random.ts'
import { ask, type World } from '../chaos/world.ts'
import type { Operation } from './history.ts'

const PAUSE_MS = 150
/** How far back a debit is that somebody still asks for. */
const RECENT = 40

/** Reads the feed from where it ends at first, page by page, and now and then a page again. */
export async function readFeed(world: World, random: Random): Promise<void> {
  const newest = await ask(world, 'GET', '/events?limit=1')
  let after: number = newest?.body.newest_event_id ?? 0
  for (; world.running(); await delay(PAUSE_MS)) {
    const from = random.chance(0.1) ? Math.max(0, after - random.between(1, 50)) : after
    const page = await ask(world, 'GET', `/events?after=${from}&limit=100`)
    if (page?.status === 200) after = Math.max(after, page.body.data.at(-1)?.id ?? 0)
  }
}

/** Asks what became of debits that others made. */
export async function readStates(world: World, random: Random, operations: Operation[]): Promise<void> {
  for (; world.running(); await delay(PAUSE_MS)) {
    const made = operations
      .slice(-RECENT)
      .flatMap(({ answer }) => (answer?.body.transaction_state ? [answer.body.debit_id as string] : []))
    if (made.length > 0) await ask(world, 'GET', `/transaction/${random.pick(made)}/status`)
  }
}
