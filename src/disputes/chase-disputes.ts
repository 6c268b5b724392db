import { raiseAlarm } from '../alarms/alarm.ts'
import { type ReferenceColumns, referenceColumns } from '../charges/network-reference.ts'
import { type Db, sql } from '../db/sql.ts'
import { type Currency, formatAmount } from '../ground/money.ts'
import { acquirersNumber } from '../process/acceptors.ts'
import type { Job } from '../process/poll.ts'
import { responseName } from './dispute-response.ts'

/** Disputes that one transaction raises alarms for; the next follows at once. */
const BATCH = 20

type Undecided = ReferenceColumns & {
  company_id: string
  dispute_id: string
  debit_id: string
  amount: bigint
  currency: Currency
  reason: string
  submitted_at: Date
  sent_at: Date | null
  /** As whom the charge was sent. */
  merchant_id: string
  terminal_id: string
  acquirer_id: string
}

/**
 * Calls a person, once for each, about disputes that the network has not decided in time. Nothing is guessed:
 * they stay under review.
 */
export const chaseDisputes: Job = {
  name: 'chase-disputes',
  idleMs: 1_000,
  run: ({ db, config, log }) =>
    db.transaction(async (db) => {
      const undecided = await claimUndecided(db, config.disputeReviewDays)
      for (const { company_id, ...dispute } of undecided) {
        const { dispute_id, amount } = dispute
        const details = {
          ...dispute,
          amount: formatAmount(amount),
          response: `${responseName(dispute_id)} in ${config.clearingFolder}/outgoing: see whether the network refused it`,
          do: `ask the acquirer what was decided, then: jetpay dispute resolve ${dispute_id} --as lost|won --by <you> --note <what they said>`,
        }
        await raiseAlarm(db, {
          kind: 'dispute_undecided',
          subject: dispute_id,
          companyId: company_id,
          details,
        })
        log.error(details, 'a dispute is not decided: a person has to ask the acquirer')
      }
      return undecided.length === BATCH
    }),
}

/**
 * Those whose evidence was submitted that many days ago, and nobody was called about; with the caller's
 * transaction they are claimed or left.
 */
const claimUndecided = (db: Db, reviewDays: number) =>
  db.many<Undecided>(sql`
    with claimed as (
      update disputes set alarmed_at = jetpay_now() where (company_id, dispute_id) in (
        select company_id, dispute_id from disputes
        where state = 'under_review' and alarmed_at is null
          and submitted_at <= jetpay_now() - make_interval(days => ${reviewDays})
        order by submitted_at limit ${BATCH} for update skip locked)
      returning *
    )
    select x.company_id, x.dispute_id, x.debit_id, x.amount, x.currency, x.reason, x.submitted_at, x.sent_at,
      ${referenceColumns}, merchant_id, terminal_id, acquirer_id
    from claimed x join attempts a on a.company_id = x.company_id and a.debit_id = x.debit_id and a.state = 'approved'
      and a.kind <> 'refund'
    left join acceptors s on s.acceptor = ${acquirersNumber(sql`a`)}
    order by x.submitted_at`)
