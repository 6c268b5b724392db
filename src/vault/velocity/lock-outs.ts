/** Who is locked out of trying cards, as a person sees it, and what ends it before it fades. */
import type { Database, Db } from '../../db/sql.ts'
import { sql } from '../../db/sql.ts'
import type { Config } from '../../ground/config.ts'
import { OperatorError } from '../../ground/errors.ts'
import { appendAudit } from '../audit/append-audit.ts'
import { type Count, faded, lockedFor, owed, uncovered } from './counts.ts'
import { type Scope, scopes } from './subjects.ts'

type Limits = Config['cardTesting']

/** What is shown at once: an attack from everywhere locks out thousands. */
const SHOWN_MAX = 1_000

/** The subject of an address that has tried too many cards at all is locked out like one of declines. */
const TRIES_FACTOR = 4

type Row = Count & { now: Date }

const scopeOf = (subject: string) => scopes.find((scope) => subject.startsWith(`${scope}:`))

function lockOf(row: Row, limits: Limits) {
  const scope = scopeOf(row.subject)
  if (scope === undefined) return undefined
  const count = faded(row, row.now)
  const limit = limits.declines[scope]
  const forDeclines = limit > 0 && owed(scope, count) >= limit
  const tries = scope === 'address' ? TRIES_FACTOR * limits.triesOfAddress : 0
  const forTries = tries > 0 && Math.round(count.tried) >= tries
  if (!forDeclines && !forTries) return undefined
  const endsMs = Math.max(
    forDeclines ? lockedFor(uncovered(scope, count), limit) : 0,
    forTries ? lockedFor(count.tried, tries) : 0,
  )
  return { scope, limit, count, endsAt: new Date(row.now.getTime() + endsMs) }
}

/** Whoever is locked out now, the longest first. */
export async function listLockOuts(db: Db, limits: Limits) {
  const likely = scopes.map((scope) => `${scope}:`)
  const rows = await db.many<Row>(sql`
    select subject, tried, approved, declined, counted_at, approved_since, told_at, jetpay_now() as now from velocity
    where split_part(subject, ':', 1) || ':' = any (${likely}::text[]) order by declined desc limit ${SHOWN_MAX}`)
  return rows
    .flatMap((row) => {
      const lock = lockOf(row, limits)
      return lock === undefined ? [] : [{ row, ...lock }]
    })
    .sort((a, b) => b.endsAt.getTime() - a.endsAt.getTime())
    .map(({ row, scope, limit, count, endsAt }) => ({
      subject: row.subject,
      scope: scope satisfies Scope,
      declined: Math.round(count.declined),
      approved: Math.round(count.approved),
      tried: Math.round(count.tried),
      limit,
      counted_at: row.counted_at,
      ends_at: endsAt,
    }))
}

/**
 * Forgets what was declined of a subject, so that it may try again at once; what it was approved stays. The
 * line of the audit log says who did, and why. Throws an OperatorError where it is not locked out.
 */
export const liftLockOut = (
  db: Database,
  limits: Limits,
  { subject, by, note, user }: { subject: string; by: string; note: string; user: string },
) =>
  db.transaction(async (db) => {
    const row = await db.first<Row>(sql`
      select subject, tried, approved, declined, counted_at, approved_since, told_at, jetpay_now() as now from velocity
      where subject = ${subject} for update`)
    const lock = row && lockOf(row, limits)
    if (!lock)
      throw new OperatorError(
        `"${subject}" is not locked out; \`jetpay lockout list\` shows who is.`,
        'not_found',
      )
    await db.run(sql`update velocity set declined = 0, tried = 0, told_at = null where subject = ${subject}`)
    await appendAudit(db, { do: 'command', by: user, command: 'lockout lift', subject, decided_by: by, note })
    return { subject, lifted: true, declined: Math.round(lock.count.declined) }
  })
