/** Makes sure that the platform knows where to deliver our events. */
import { setTimeout as wait } from 'node:timers/promises'
import { isJetpayError, type Jetpay, type Webhook } from '../../sdk/client/jetpay.ts'
import type { Inbox } from './webhook-endpoint.ts'

const PAUSE_MIN_MS = 200
const PAUSE_MAX_MS = 5_000

/** Events as soon as they happen, many at once if many happen. */
const SETTINGS = { max_batch_size: 100, max_wait_seconds: 0 }

async function findWebhook(jetpay: Jetpay, callbackUrl: string): Promise<Webhook | undefined> {
  for await (const webhook of jetpay.listWebhooks({ limit: 100 }))
    if (webhook.callback_url === callbackUrl) return webhook
  return undefined
}

/**
 * A webhook that has failed for days has stopped, and one that backs off may wait for hours: this has the
 * platform go on from its cursor now that we are back. Refused (4xx), there is nothing to resume any more.
 */
async function resumeWebhook(jetpay: Jetpay, { identifier }: Webhook): Promise<void> {
  await jetpay.resumeWebhook({ identifier }).catch((error: unknown) => {
    const decided = isJetpayError(error) && error.status >= 400 && error.status < 500 && error.status !== 429
    if (!decided) throw error
  })
}

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
  jetpay: Jetpay,
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
        const unheard = isJetpayError(error, 'no_answer')
        onProblem(unheard ? 'The platform cannot be reached yet' : (error as Error).message)
        await wait(pause, undefined, { signal: stop })
      }
    }
  }

  const webhook = await untilDone(
    async () =>
      (await findWebhook(jetpay, callbackUrl)) ??
      (await jetpay.createWebhook({ callback_url: callbackUrl, ...SETTINGS })),
  )
  // Start where the platform says we have confirmed: whatever is sent again from before that we have had.
  onRegistered({ webhookIdentifier: webhook.identifier, lastEventId: webhook.last_sent_event_id })
  if (webhook.state === 'failed' || webhook.state === 'backing_off') {
    await untilDone(() => resumeWebhook(jetpay, webhook))
  }
}
