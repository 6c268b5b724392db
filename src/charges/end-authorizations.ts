import { closeAlarms, raiseAlarm } from '../alarms/alarm.ts'
import { sql } from '../db/sql.ts'
import { CONTACT_DELETED } from '../debits/debit.ts'
import { traced } from '../events/transaction-traces.ts'
import { OTHER_ACCEPTOR } from '../ground/vault-protocol.ts'
import type { Context } from '../process/context.ts'
import type { Job } from '../process/poll.ts'
import { askedByDesk, nameToVaults } from './acquirer-desk.ts'
import { endHold, releaseHold } from './end-hold.ts'
import { captureReference, pickReference } from './network-reference.ts'
import { pauseAfter, REPEATS_MAX, REPEATS_UNTIL_ALARM } from './network-repeats.ts'
import { type Capture, captureColumns } from './request-capture.ts'
import { sendCapture } from './send-capture.ts'

const BATCH = 50

const isDue = sql`z.due_at <= jetpay_now() and z.captures_sent < ${REPEATS_MAX}`

type Due = Capture & { capturing: boolean; contact_deleted: boolean }

/**
 * Ends authorizations: repeats captures that the network has not acknowledged, until it does or a person has
 * asked the acquirer, and gives up holds that nobody captured in time. A capture is never given up by itself:
 * it is an advice that may have moved the money.
 */
export const endAuthorizations: Job = {
  name: 'end-authorizations',
  idleMs: 250,
  due: sql`select from authorizations z where ${isDue}`,
  async run(context) {
    const due = await context.db.many<Due>(sql`
      select ${captureColumns}, a.state = 'capturing' as capturing, c.deleted_at is not null as contact_deleted
      from authorizations z join attempts a using (company_id, debit_id, attempt_id)
      join debits d using (company_id, debit_id)
      join contacts c on c.company_id = d.company_id and c.contact_id = d.contact_id
      where ${isDue} order by z.due_at limit ${BATCH}`)
    const captures = due.filter(({ capturing }) => capturing)
    for (const hold of due) if (!hold.capturing) await expire(context, hold)
    // A capture that cannot even leave is no repeat: counted as one, an outage would put the next off.
    if (captures.length === 0 || !(await context.vault.ready())) return due.length > captures.length
    const ended = await Promise.all(captures.map((capture) => claimAndSend(context, capture)))
    return ended.includes(true) || due.length === BATCH
  },
}

/**
 * The debit's lock comes first, as where a client captures or releases it: whoever is first ends the hold.
 */
const expire = (context: Context, hold: Due) =>
  context.db.transaction(async (db) => {
    const { company_id, debit_id } = hold
    if (hold.contact_deleted) {
      await releaseHold(db, company_id, debit_id, CONTACT_DELETED)
      return
    }
    await db.run(
      sql`select from debits where company_id = ${company_id} and debit_id = ${debit_id} for update`,
    )
    await endHold(db, hold, { move: 'expire', failReason: 'authorization_expired' })
  })

/**
 * Moving the due time claims the capture: of two workers one does, and if that one dies the next is due
 * later.
 */
async function claimAndSend(context: Context, capture: Capture): Promise<boolean> {
  const { company_id, debit_id, captures_sent } = capture
  const pauseSeconds = pauseAfter(captures_sent) + context.config.reversalTimeoutMs / 1000
  const claimed = await context.db.run(sql`
    update authorizations set captures_sent = captures_sent + 1,
      due_at = jetpay_now() + make_interval(secs => ${pauseSeconds})
    where company_id = ${company_id} and debit_id = ${debit_id} and captures_sent = ${captures_sent}
      and due_at <= jetpay_now()`)
  if (claimed === 0) return false
  const again = { ...capture, captures_sent: captures_sent + 1 }
  const of = { name: 'repeated capture', companyId: company_id, transactionId: debit_id }
  const said = await traced(context, of, (timing) => sendCapture(context, again, timing))
  const { outcome } = said
  const acknowledged = outcome === 'acknowledged' || outcome === 'refused'
  if (acknowledged) {
    const { request_id: requestId } = capture
    context.log.info({ debitId: debit_id, requestId, outcome }, 'a capture that was repeated has its answer')
    await closeAlarms(context.db, 'capture_unacknowledged', debit_id, 'the network answered')
  }
  if (outcome === 'unacknowledged') await tellUnacknowledged(context, capture)
  if (outcome === 'unsent' && said.reason === OTHER_ACCEPTOR) await tellUnspoken(context, capture)
  return acknowledged
}

async function tellUnacknowledged(context: Context, capture: Capture): Promise<void> {
  const { attempt_id, debit_id, captures_sent } = capture
  const reference = pickReference(captureReference(capture))
  context.log.warn({ debitId: debit_id, ...reference, captures_sent }, 'a capture is not acknowledged yet')
  if (captures_sent + 1 < REPEATS_UNTIL_ALARM) return
  const details = {
    ...(await askedByDesk(context, capture, reference)),
    captures_sent: captures_sent + 1,
    do: `ask the acquirer whether it took this capture, then: jetpay attempt resolve ${attempt_id} --as captured|released --by <you> --note <what they said>`,
  }
  const alarm = {
    kind: 'capture_unacknowledged',
    subject: debit_id,
    companyId: capture.company_id,
  } as const
  if (await raiseAlarm(context.db, { ...alarm, details }))
    context.log.error(details, 'a capture stays unacknowledged: a person has to ask the acquirer')
}

/** Nothing was sent, nor will be by itself. */
async function tellUnspoken(context: Context, capture: Capture): Promise<void> {
  const asked = await askedByDesk(context, capture, pickReference(captureReference(capture)))
  await raiseAlarm(context.db, {
    kind: 'capture_unacknowledged',
    subject: capture.debit_id,
    companyId: capture.company_id,
    details: { ...asked, captures_sent: capture.captures_sent, do: nameToVaults(asked) },
  })
}
