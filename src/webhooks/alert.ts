import { type Db, sql } from '../db/sql.ts'
import { announce } from '../events/announce.ts'
import type { Config } from '../ground/config.ts'
import { counted } from '../ground/counted.ts'
import { queueMail } from '../mail/mail.ts'
import { GIVE_UP_AFTER_SECONDS } from './retry-schedule.ts'

/**
 * What is told of a webhook that fails, in this order, each once: that it began; that it lasts for an hour;
 * that the end of the retry schedule is near; that the webhook has stopped. What ends it (a success,
 * `resume`) begins anew.
 */
export const alertStages = ['first_failure', 'lasting', 'ending', 'failed'] as const
export type AlertStage = (typeof alertStages)[number]

/**
 * A webhook that fails, goes well and fails again within this time is in one trouble, of which one first
 * failure is told.
 */
export const FIRST_FAILURE_EVERY_SECONDS = 3_600
/** When failing counts as lasting. */
export const LASTING_AFTER_SECONDS = 3_600
/**
 * How long before the end of the schedule it is told that the webhook will stop: time for a person to wake up
 * and act.
 */
export const ENDING_BEFORE_SECONDS = 12 * 3_600

type Trouble = {
  company_name: string
  alert_email: string | null
  number: number
  callback_url: string
  failing_since: Date
  next_attempt_at: Date | null
  failures: number
  last_sent_event_id: bigint
  first_event_id: bigint
  last_event_id: bigint
  status: number | null
  error_class: string
  error: string
  event_type: string
}

/**
 * Tells the company, by event and by mail, in the transaction of what it tells of. A webhook that stands at
 * an event of this kind itself is told of by mail only, so that alerts never feed on alerts. The mail goes to
 * the company's address, or else to the operator's.
 */
export async function tellOfFailure(
  db: Db,
  { operatorEmail, publicUrl }: Pick<Config, 'operatorEmail' | 'publicUrl'>,
  companyId: string,
  webhookId: string,
  stage: AlertStage,
): Promise<void> {
  const trouble = await readTrouble(db, companyId, webhookId)
  if (!trouble) return
  if (!trouble.event_type.startsWith('webhooks.')) {
    const data = {
      webhookId,
      failingSince: trouble.failing_since.toISOString(),
      failures: trouble.failures,
      nextAttemptAt: trouble.next_attempt_at?.toISOString() ?? null,
      firstEventId: Number(trouble.first_event_id),
      lastEventId: Number(trouble.last_event_id),
      eventType: trouble.event_type,
      status: trouble.status,
      errorClass: trouble.error_class,
      reason: trouble.error,
    }
    if (stage === 'failed')
      await announce(db, companyId, 'webhooks.failed', { ...data, state: 'failed', stage })
    else await announce(db, companyId, 'webhooks.failing', { ...data, state: 'backing_off', stage })
  }
  const to = trouble.alert_email ?? operatorEmail
  const page = `${publicUrl}/dashboard/${companyId}/webhooks/${webhookId}`
  if (to) await queueMail(db, { companyId, to, ...mailOf(webhookId, trouble, stage, page) })
}

/** The last delivery that failed says why; its first event is the one that the webhook stands at. */
const readTrouble = (db: Db, companyId: string, webhookId: string) =>
  db.first<Trouble>(sql`
    select c.name as company_name, c.alert_email, w.number, w.callback_url, w.failing_since, w.next_attempt_at, w.failures,
      w.last_sent_event_id, d.first_event_id, d.last_event_id, d.status, d.error_class, d.error, e.type as event_type
    from webhooks w join companies c using (company_id)
    cross join lateral (
      select * from deliveries d where d.company_id = w.company_id and d.webhook_id = w.webhook_id
        and d.kind = 'events' and d.error is not null
      order by d.delivery_id desc limit 1
    ) d
    join events e on e.company_id = w.company_id and e.event_id = d.first_event_id
    where w.company_id = ${companyId} and w.webhook_id = ${webhookId} and w.failing_since is not null`)

const subjects: Record<AlertStage, string> = {
  first_failure: 'could not be delivered to',
  lasting: 'has failed for an hour',
  ending: 'will stop soon',
  failed: 'has stopped',
}

const advice: Record<AlertStage, string> = {
  first_failure: 'It is tried again by itself; nothing is lost. You need to act only if it lasts.',
  lasting: `It is tried again by itself for ${GIVE_UP_AFTER_SECONDS / 3600} hours from the first failure; nothing is lost.`,
  ending: `In about ${ENDING_BEFORE_SECONDS / 3600} hours it stops, and then waits for you. Nothing is lost.`,
  failed:
    'It is not tried any more. Nothing is lost: once the receiver works, resume it, and it goes on where it stood.',
}

/** A subject is read on a phone: of a long address its beginning, which has the host. */
const ADDRESS_MAX = 60

function mailOf(webhookId: string, trouble: Trouble, stage: AlertStage, page: string) {
  const { number, company_name: company, first_event_id: first, last_event_id: last } = trouble
  const { origin, host, pathname } = new URL(trouble.callback_url)
  const address = `${host}${pathname === '/' ? '' : pathname}`
  const called = address.length > ADDRESS_MAX ? `${address.slice(0, ADDRESS_MAX - 1)}…` : address
  const events = first === last ? `event ${first}` : `events ${first} to ${last}`
  const subject = `Webhook ${called} of ${company} ${subjects[stage]}`
  const lines = [
    `${subject}.`,
    '',
    `Reason: ${trouble.error}`,
    `Delivery: ${events}, beginning with ${trouble.event_type}`,
    `Confirmed up to: event ${trouble.last_sent_event_id}`,
    `Failing since: ${trouble.failing_since.toISOString()} (${counted(trouble.failures, 'attempt')})`,
    ...(trouble.next_attempt_at ? [`Next attempt: ${trouble.next_attempt_at.toISOString()}`] : []),
    // Without its query, which may hold a secret.
    `Receiver: ${origin}${pathname}`,
    `Webhook: number ${number}, ${webhookId}`,
    `Page: ${page}`,
    '',
    advice[stage],
    `GET /webhooks/${webhookId}/deliveries shows each attempt; POST /webhooks/${webhookId}/resume tries at once.`,
  ]
  return { subject, text: `${lines.join('\n')}\n` }
}
