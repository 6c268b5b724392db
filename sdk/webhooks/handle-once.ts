import { type Delivery, DeliveryError, type PaymentEvent } from './delivery.ts'
import { type PullFrom, pullEvents } from './pull-events.ts'

/** Where you keep how far you are: in the database that your handling writes to, in the same transaction. */
export type EventStore<Tx> = {
  /** Runs `work` in a transaction: committed when it resolves, rolled back when it rejects. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /**
   * The id of the newest event that was handled, locked until the transaction ends; null before the first.
   */
  lastHandled(tx: Tx): Promise<number | null>
  /** Keeps `id` as the newest that was handled. */
  setLastHandled(tx: Tx, id: number): Promise<void>
}

/**
 * What to do where events are missing before a delivery's. `refuse`: throw `events_missing`. `allow`: go on;
 * for webhooks that get only some types. An API address: ask it for them, handle them, then go on.
 */
export type Gaps = 'refuse' | 'allow' | PullFrom

export type HandleOnceOptions<Tx> = {
  store: EventStore<Tx>
  /**
   * Your handling of one event. What it does through `tx` happens exactly once, however often the event
   * comes.
   */
  handle(event: PaymentEvent, tx: Tx): Promise<void>
  gaps?: Gaps | undefined
}

/**
 * Handles each event of a delivery exactly once and in order: a transaction per event holds your handling and
 * the event's id, so a crash anywhere leaves both or neither. Events that were handled before are skipped,
 * test events (id 0) too. What `handle` throws is thrown on; events before it stay handled. Answers how many
 * were handled.
 */
export async function handleOnce<Tx>(
  { events }: Delivery,
  { store, handle, gaps = 'refuse' }: HandleOnceOptions<Tx>,
): Promise<number> {
  /** Undefined when handled; the id after which events are missing where they are. */
  const handleOne = (event: PaymentEvent, mayFollowGap: boolean) =>
    store.transaction(async (tx) => {
      const last = await store.lastHandled(tx)
      if (last !== null && event.id <= last) return 'repeated'
      // The first ever begins wherever the webhook does.
      if (last !== null && event.id > last + 1 && !mayFollowGap) return { missingAfter: last }
      await handle(event, tx)
      await store.setLastHandled(tx, event.id)
      return 'handled'
    })

  let handled = 0
  // In order, whoever made the delivery: what came first would have those before it skipped.
  for (const event of [...events].sort((one, other) => one.id - other.id)) {
    if (event.id === 0) continue
    let outcome = await handleOne(event, gaps === 'allow')
    if (typeof outcome === 'object' && typeof gaps === 'object') {
      for await (const missed of pullEvents(gaps, outcome.missingAfter, event.id - 1)) {
        if ((await handleOne(missed, false)) === 'handled') handled += 1
      }
      outcome = await handleOne(event, false)
    }
    if (typeof outcome === 'object') throw missing(outcome.missingAfter, event.id)
    if (outcome === 'handled') handled += 1
  }
  return handled
}

function missing(after: number, next: number): DeliveryError {
  const which = next - after === 2 ? `event ${after + 1}` : `events ${after + 1}–${next - 1}`
  return new DeliveryError(
    'events_missing',
    `missing ${which}: ask GET /events?after=${after}, set \`gaps\` so that this is done for you, or PATCH the ` +
      `webhook with replay_from_event_id ${after + 1}`,
  )
}
