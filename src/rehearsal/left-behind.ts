/** What a rehearsal that was killed has left of a webhook's settings, and who puts it back. */
import { z } from 'zod'
import type { DemoClient } from '../sandbox/demo-client.ts'
import { asItWas, held, type RehearsedWebhook } from './rehearsed-webhook.ts'

const keptSettings = z.object({
  webhook: z.string(),
  max_wait_seconds: z.int(),
  max_batch_size: z.int(),
})
export type Kept = z.infer<typeof keptSettings>

/** Lasts longer than the process, however that ends: a rehearsal writes there what it has to put back. */
export type Memory = {
  /** What is kept, or anything else where nothing is. */
  kept(): unknown
  keep(settings: Kept): void
  forget(): void
}

export const toKeep = (webhook: RehearsedWebhook): Kept => ({
  webhook: webhook.identifier,
  ...asItWas(webhook),
})

/**
 * Puts back what an earlier rehearsal has left, and answers what that was. A webhook that its owner has set
 * since then, or has removed, is left alone.
 */
export async function putBackLeft(demo: DemoClient, memory: Memory): Promise<string | undefined> {
  const { data: kept } = keptSettings.safeParse(memory.kept())
  if (!kept) return undefined
  const { webhook, ...settings } = kept
  const { status, body } = await demo.ask('GET', `/webhooks/${webhook}`)
  const isLeft =
    status === 200 &&
    [held, { max_wait_seconds: 0, max_batch_size: kept.max_batch_size }].some(
      (set) => set.max_wait_seconds === body.max_wait_seconds && set.max_batch_size === body.max_batch_size,
    )
  if (isLeft) await demo.call('PATCH', `/webhooks/${webhook}`, settings)
  // What could not be asked stays for the next one.
  if (status === 200 || status === 404) memory.forget()
  if (!isLeft) return undefined
  return `a rehearsal that was ended before had left the webhook ${webhook} otherwise: it has max_wait_seconds ${kept.max_wait_seconds} and max_batch_size ${kept.max_batch_size} again`
}
