/** Makes sure that the platform knows where to deliver our events. */
import { setTimeout as wait } from 'node:timers/promises'
import type { ApiClient, Page, Webhook } from './api-client.ts'
import type { Inbox } from './webhook-endpoint.ts'

const PAUSE_MIN_MS = 200
const PAUSE_MAX_MS = 5_000

/** Events as soon as they happen, many at once if many happen. */
const SETTINGS = { max_batch_size: 100, max_wait_seconds: 0 }

async function findWebhook(api: ApiClient, callbackUrl: string) {
  let cursor: string | null = null
  do {
    const query: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''
    const { status, body } = await api.ask('GET', `/webhooks?limit=100${query}`)
    if (status >= 300) throw refused(status, body)
    const page = body as Page<Webhook>
    const found = page.data.find((webhook) => webhook.callback_url === callbackUrl)
    if (found) return found
    cursor = page.next_cursor
  } while (cursor)
  return undefined
}

async function createWebhook(api: ApiClient, callbackUrl: string): Promise<Webhook> {
  const { status, body } = await api.ask('POST', '/webhooks/', {
    body: { callback_url: callbackUrl, ...SETTINGS },
  })
  if (status >= 300) throw refused(status, body)
  return body as Webhook
}

/**
 * A webhook that has failed for days has stopped, and one that backs off may wait for hours: this has the
 * platform go on from its cursor now that we are back. Refused (4xx), there is nothing to resume any more.
 */
async function resumeWebhook(api: ApiClient, { identifier }: Webhook): Promise<void> {
  const { status, body } = await api.ask('POST', `/webhooks/${identifier}/resume`)
  if (status === 429 || status >= 500) throw refused(status, body)
}

const refused = (status: number, body: Record<string, unknown>) =>
  new Error(`The platform answered ${status}: ${body.detail ?? 'no reason given'}`)

export type Registration = {
  /** Called once, before the platform is asked to resume: deliveries may come from then on. */
  onRegistered(inbox: Inbox): void
  /** Hears why a try failed; there will be another. */
  onProblem(problem: string): void
}

/**
 * Finds our webhook at the platform or creates it, trying again until the platform is up, and has it resume
 * if it had stopped. Rejects only when stopped, as the client must be too.
 */
export async function registerWebhook(
  api: ApiClient,
  callbackUrl: string,
  { onRegistered, onProblem }: Registration,
  stop: AbortSignal,
): Promise<void> {
  const untilDone = async <Result>(attempt: () => Promise<Result>): Promise<Result> => {
    for (let pause = PAUSE_MIN_MS; ; pause = Math.min(pause * 2, PAUSE_MAX_MS)) {
      try {
        return await attempt()
      } catch (error) {
        stop.throwIfAborted()
        onProblem(
          error instanceof TypeError ? 'The platform cannot be reached yet' : (error as Error).message,
        )
        await wait(pause, undefined, { signal: stop })
      }
    }
  }

  const webhook = await untilDone(
    async () => (await findWebhook(api, callbackUrl)) ?? (await createWebhook(api, callbackUrl)),
  )
  // Start where the platform says we have confirmed: whatever is sent again from before that we have had.
  onRegistered({ webhookIdentifier: webhook.identifier, lastEventId: webhook.last_sent_event_id })
  if (webhook.state === 'failed' || webhook.state === 'backing_off') {
    await untilDone(() => resumeWebhook(api, webhook))
  }
}
