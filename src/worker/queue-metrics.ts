/**
 * What waits, as metrics of the worker: looked at when they are asked for, and not again for some seconds,
 * however many ask.
 */
import { alarmKinds } from '../alarms/alarm.ts'
import { logSparsely } from '../ground/log.ts'
import type { Context } from '../process/context.ts'
import { createQueueGauges } from './queue-gauges.ts'
import {
  lookAtAges,
  lookAtAlarms,
  lookAtJobs,
  lookAtQueues,
  lookAtWebhooks,
  type QueueName,
  queueNames,
} from './queues.ts'

/** Shorter than any scrape of use, so that each sees what is new, and a browser's reload does not. */
const KEPT_MS = 10_000

/** Registers them with the process's own. Where the database cannot tell, they are left out of an answer. */
export function watchQueues(context: Context): void {
  const { db, metrics, log, vault } = context
  const logFailure = logSparsely(log, 'warn', 'what waits could not be counted')
  const gauges = createQueueGauges(metrics.registry, () => look())
  const { length, oldest, alarms, webhooks, events } = gauges
  const every = Object.values(gauges)
  let lookedAt = Number.NEGATIVE_INFINITY
  let looking: Promise<void> | undefined
  const look = (): Promise<void> | undefined => {
    if (performance.now() - lookedAt < KEPT_MS) return undefined
    looking ??= show()
      .catch((error) => {
        // What it was a while ago is not what it is.
        for (const one of every) one.reset()
        logFailure(error as Error, {})
      })
      .finally(() => {
        lookedAt = performance.now()
        looking = undefined
      })
    return looking
  }

  async function show(): Promise<void> {
    const queues = new Map((await lookAtQueues(db, context)).map((row) => [row.queue, row]))
    const open = new Map((await lookAtAlarms(db)).map((row) => [row.kind, row.open]))
    const states = new Map((await lookAtWebhooks(db)).map((row) => [row.state, row]))
    const jobs = await lookAtJobs(db)
    const ages = await lookAtAges(db)
    // The vault's own, so it is asked: at most as many as one answer holds. Away, it is no queue that is
    // empty.
    const cardLog = await vault.readLog(ages.card_log_id).then(
      (entries) => entries.length,
      () => undefined,
    )
    for (const one of every) one.reset()
    const set = (queue: QueueName, waiting: number, seconds: number) => {
      length.set({ queue }, waiting)
      oldest.set({ queue }, seconds)
    }
    for (const queue of queueNames)
      if (queue !== 'card_log')
        set(queue, queues.get(queue)?.length ?? 0, queues.get(queue)?.oldest_seconds ?? 0)
    if (cardLog !== undefined) length.set({ queue: 'card_log' }, cardLog)
    for (const kind of alarmKinds) alarms.set({ kind }, open.get(kind) ?? 0)
    for (const state of ['active', 'backing_off', 'failed']) {
      webhooks.set({ state }, states.get(state)?.webhooks ?? 0)
      events.set({ state }, states.get(state)?.events ?? 0)
    }
    for (const { job, age_seconds, failures } of jobs) {
      if (age_seconds !== null) gauges.jobAge.set({ job }, Math.max(age_seconds, 0))
      gauges.jobFailures.set({ job }, failures)
    }
    if (ages.summary_seconds !== null) gauges.summaryLag.set(ages.summary_seconds)
    if (ages.signing_key_seconds !== null) gauges.keyAge.set(ages.signing_key_seconds)
    if (ages.verify_seconds !== null) gauges.verifyAge.set(ages.verify_seconds)
    if (ages.verify_ok !== null) gauges.verifyOk.set(ages.verify_ok ? 1 : 0)
  }
}
