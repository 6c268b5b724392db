import { OperatorError } from '../ground/errors.ts'
import type { DemoClient } from '../sandbox/demo-client.ts'

/** The webhook that is rehearsed, as its owner has set it. */
export type RehearsedWebhook = {
  identifier: string
  maxWaitSeconds: number
  maxBatchSize: number
  /** Null: it hears all. */
  eventTypes: string[] | null
}

type Listed = {
  identifier: string
  callback_url: string
  max_wait_seconds: number
  max_batch_size: number
  event_types: string[] | null
}

/** The address is asked for as it stands at the platform, so that nothing but it is posted to. */
export async function webhookAt(call: DemoClient['call'], endpoint: string): Promise<RehearsedWebhook> {
  for (let cursor = ''; ; ) {
    const page = await call('GET', `/webhooks?limit=100${cursor && `&cursor=${cursor}`}`)
    const found = (page.data as Listed[]).find(({ callback_url }) => new URL(callback_url).href === endpoint)
    if (found)
      return {
        identifier: found.identifier,
        maxWaitSeconds: found.max_wait_seconds,
        maxBatchSize: found.max_batch_size,
        eventTypes: found.event_types,
      }
    if (page.next_cursor == null)
      throw new OperatorError(
        `No webhook of the demo's company goes to ${endpoint}. Register it (POST /webhooks), start your shop with its identifier, then rehearse.`,
      )
    cursor = page.next_cursor as string
  }
}

/** No event waits for others, or for a time: one by one it is seen what the shop makes of them. */
export const atOnce = ({ maxBatchSize }: RehearsedWebhook) => ({
  max_wait_seconds: 0,
  max_batch_size: maxBatchSize,
})
/** They wait, to come late and together: the shortest time that there is, and the largest batch. */
export const held = { max_wait_seconds: 60, max_batch_size: 100 }
/** As its owner has set it. */
export const asItWas = ({ maxWaitSeconds, maxBatchSize }: RehearsedWebhook) => ({
  max_wait_seconds: maxWaitSeconds,
  max_batch_size: maxBatchSize,
})
