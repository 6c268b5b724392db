import { sql } from '../db/sql.ts'
import type { Config } from '../ground/config.ts'
import type { Context } from '../process/context.ts'
import type { Job } from '../process/poll.ts'
import { textOf } from './mail.ts'
import { type MailRow, openSmtp, type SendMail } from './smtp.ts'

/** Mails taken up in one round, sent one after the other: this is post, not a newsletter. */
const BATCH = 20
/**
 * Seconds from each attempt to the next; the last step repeats. Each is longer than a try can take, because
 * setting it is what claims the mail.
 */
const RETRY_STEPS_SECONDS = [120, 300, 900, 3_600, 4 * 3_600]
/** About three days (RFC 5321 section 4.5.4.1 says four to five; what these mails tell is old by then). */
const ATTEMPTS_MAX = 20
/** How long mails are kept that were sent or given up: to answer "what did you send me" for a quarter. */
const KEPT_DAYS = 90

/**
 * Sends queued mail, each at least once: a crash between the server's yes and ours sends it again under the
 * same Message-ID. Without an SMTP server mails stay queued, for a person to read in the demo, and to be sent
 * once there is one.
 */
export function sendMails(config: Config, idleMs = 1_000): Job {
  const send = openSmtp(config)
  return {
    name: 'send-mails',
    idleMs,
    async run(context) {
      await prune(context)
      if (!send) return false
      const due = await context.db.many<{ company_id: string; mail_id: string }>(sql`
        select company_id, mail_id from mails where state = 'queued' and next_attempt_at <= jetpay_now()
        order by next_attempt_at limit ${BATCH}`)
      for (const mail of due) await sendOne(context, send, mail)
      return due.length === BATCH
    },
  }
}

async function sendOne(
  { db, log, seal }: Context,
  send: SendMail,
  due: Pick<MailRow, 'company_id' | 'mail_id'>,
) {
  const { company_id: companyId, mail_id: mailId } = due
  const mail = await db.first<MailRow>(sql`
    update mails set attempts = attempts + 1, next_attempt_at = jetpay_now() + make_interval(secs =>
      (${RETRY_STEPS_SECONDS}::float8[])[least(attempts + 1, ${RETRY_STEPS_SECONDS.length}::integer)])
    where company_id = ${companyId} and mail_id = ${mailId} and state = 'queued' and next_attempt_at <= jetpay_now()
    returning company_id, mail_id, to_address, subject, text, html, link_sealed, attachments, attempts`)
  if (!mail) return
  const failure = await send({ ...mail, text: textOf(seal, mail) })
  const over = failure !== null && (failure.permanent || mail.attempts >= ATTEMPTS_MAX)
  await db.run(sql`
    update mails set state = ${failure === null ? 'sent' : over ? 'failed' : 'queued'}, error = ${failure?.error ?? null},
      sent_at = case when ${failure === null}::boolean then jetpay_now() end,
      link_sealed = case when ${failure !== null && !over}::boolean then link_sealed end
    where company_id = ${companyId} and mail_id = ${mailId} and state = 'queued'`)
  if (failure) log.warn({ companyId, mailId, error: failure.error, gaveUp: over }, 'a mail was not sent')
}

/** A bounded number each round, oldest first. */
const prune = ({ db }: Context) =>
  db.run(sql`
    delete from mails where (company_id, mail_id) in (
      select company_id, mail_id from mails
      where state <> 'queued' and created_at < jetpay_now() - make_interval(days => ${KEPT_DAYS})
      order by created_at limit ${BATCH})`)
