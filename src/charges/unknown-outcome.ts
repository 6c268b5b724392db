import { type Db, type Statement, sql } from '../db/sql.ts'
import type { Context } from '../process/context.ts'
import { askedByDesk } from './acquirer-desk.ts'
import { type Attempt, selectAttempts } from './attempt.ts'
import type { AttemptResolution } from './attempt-decision.ts'
import {
  type CaptureReferenceColumns,
  captureReference,
  pickReference,
  referenceColumns,
} from './network-reference.ts'

/** Doubtful attempts that one look goes through: more are the trouble of a network, and not of a page. */
const LOOKED_AT_MAX = 10_000

type Doubtful = Attempt & { state: string }

/**
 * What nobody knows the outcome of yet. `sent`: whoever asked the network has not heard and is gone.
 * `reversing`: it is being taken back. `capturing`: a capture is being repeated. `ask`: what the acquirer's
 * desk is to be asked, and `tried`: how often the network was; `again_at`: when it is next.
 */
export type UnknownOutcome = Doubtful & {
  company_name: string
  tried: number
  again_at: Date | null
  needs_person: boolean
  takes: AttemptResolution[]
  ask: Record<string, unknown>
}

type Facts = Partial<CaptureReferenceColumns> & {
  attempt_id: string
  company_name: string
  reversal_due_at: Date | null
  capture_due_at: Date | null
  captures_sent: number | null
  capture_amount: bigint | null
  needs_person: boolean
}

/** Attempts that are doubtful, the oldest first: by their keys, and since when. */
export function doubtfulOfAll({ config }: Pick<Context, 'config'>): Statement {
  const abandoned = sql`make_interval(secs => ${config.attemptAbandonedMs / 1000})`
  return sql`
    (select company_id, debit_id, attempt_id, transmitted_at from attempts
     where state in ('sent', 'reversing') and (state = 'reversing' or transmitted_at < jetpay_now() - ${abandoned})
     order by transmitted_at limit ${LOOKED_AT_MAX})
    union all
    (select company_id, debit_id, attempt_id, transmitted_at from attempts where state = 'capturing'
     order by transmitted_at limit ${LOOKED_AT_MAX})`
}

/** Newest first, those before `cursor`; at most `limit`. */
export async function listUnknownOutcomes(
  db: Db,
  context: Pick<Context, 'config' | 'acceptors'>,
  { before, limit }: { before: string; limit: number },
): Promise<UnknownOutcome[]> {
  const rows = await db.many<Doubtful>(sql`
    with doubtful as materialized (
      ${doubtfulOfAll(context)}
    ), looked_at as materialized (
      select * from doubtful where attempt_id < ${before} order by attempt_id desc limit ${limit}
    )
    ${selectAttempts}
    where (a.company_id, a.debit_id, a.attempt_id) in (select company_id, debit_id, attempt_id from looked_at)
    order by a.attempt_id desc`)
  const facts = await factsOf(db, rows)
  return Promise.all(rows.map((row) => shown(context, row, facts.get(row.attempt_id)!)))
}

async function factsOf(db: Db, rows: Doubtful[]): Promise<Map<string, Facts>> {
  const all = (column: 'company_id' | 'debit_id' | 'attempt_id') => rows.map((row) => row[column])
  const found = await db.many<Facts>(sql`
    select a.attempt_id, c.name as company_name, a.reversal_due_at, z.due_at as capture_due_at, z.captures_sent,
      z.capture_amount, ${referenceColumns}, z.capture_stan, z.capture_transmitted_at,
      exists (select from alarms l where l.closed_at is null and (
        (l.kind = 'reversal_unacknowledged' and l.subject = a.attempt_id::text)
        or (l.kind = 'capture_unacknowledged' and l.subject = a.debit_id::text))) as needs_person
    from unnest(${all('company_id')}::uuid[], ${all('debit_id')}::uuid[], ${all('attempt_id')}::uuid[])
      as named (company_id, debit_id, attempt_id)
    join attempts a on a.company_id = named.company_id and a.debit_id = named.debit_id and a.attempt_id = named.attempt_id
    join companies c on c.company_id = a.company_id
    left join authorizations z on z.company_id = a.company_id and z.debit_id = a.debit_id
      and z.attempt_id = a.attempt_id and z.capture_transmitted_at is not null`)
  return new Map(found.map((row) => [row.attempt_id, row]))
}

async function shown(
  context: Pick<Context, 'config' | 'acceptors'>,
  row: Doubtful,
  facts: Facts,
): Promise<UnknownOutcome> {
  const capturing = row.state === 'capturing'
  const reference = capturing
    ? captureReference({ ...row, ...facts } as CaptureReferenceColumns)
    : pickReference(row)
  const amount = capturing ? facts.capture_amount! : row.amount
  return {
    ...row,
    amount,
    company_name: facts.company_name,
    tried: capturing ? facts.captures_sent! : row.reversals_sent,
    again_at: capturing ? facts.capture_due_at : facts.reversal_due_at,
    needs_person: facts.needs_person,
    takes: capturing ? ['captured', 'released'] : row.state === 'reversing' ? ['reversed', 'captured'] : [],
    ask: await askedByDesk(context, { ...row, amount }, pickReference(reference)),
  }
}
