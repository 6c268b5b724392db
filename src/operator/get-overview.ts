import { z } from 'zod'
import { doubtfulOfAll } from '../charges/unknown-outcome.ts'
import { type Statement, sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { noPath } from '../http/schema.ts'
import type { Context } from '../process/context.ts'

/** Counted up to here: whoever has more sees that there are many. */
const COUNTED_MAX = 1_000

/** What waits for a person, each by an index that holds nothing else. */
const counts = {
  alarms: sql`select raised_at as since from alarms where closed_at is null order by alarm_id limit ${COUNTED_MAX}`,
  unknown_outcomes: (context: Pick<Context, 'config'>) => sql`
    select transmitted_at as since from (${doubtfulOfAll(context)}) doubtful limit ${COUNTED_MAX}`,
  reconciliation_items: sql`select opened_at as since from reconciliation_items where state = 'open' order by item_id limit ${COUNTED_MAX}`,
  bank_returns: sql`select parked_at as since from bank_parked_returns where resolved_at is null order by parked_at limit ${COUNTED_MAX}`,
  failing_webhooks: sql`select failing_since as since from webhooks where failing_since is not null order by webhook_id limit ${COUNTED_MAX}`,
  failed_mails: sql`select created_at as since from mails where state <> 'sent' and state = 'failed' order by mail_id limit ${COUNTED_MAX}`,
  failing_jobs: sql`select failed_at as since from job_runs where failures > 0 limit ${COUNTED_MAX}`,
} as const satisfies Record<string, Statement | ((context: Context) => Statement)>
type What = keyof typeof counts

export const getOverview = endpoint({
  operationId: 'get_overview',
  method: 'GET',
  path: '/operator/overview',
  tag: 'Operator',
  summary: 'See what needs an operator',
  description:
    'How many of each wait for a person and since when; counted up to 1,000. And how the last run of verify ended.',
  scope: 'operator:read',
  load: 'search',
  pathSchema: noPath,
  answers: {
    200: {
      description: 'What is red',
      schema: z
        .object({
          waiting: z.array(
            z.object({
              what: z.enum(Object.keys(counts) as [What]),
              count: z.int(),
              oldest_at: z.iso.datetime().nullable(),
            }),
          ),
          verify: z
            .object({ ok: z.boolean(), ended_at: z.iso.datetime() })
            .nullable()
            .meta({ description: 'The last run that has ended' }),
        })
        .meta({ id: 'OperatorOverview' }),
    },
  },
  async handle({ context, db }) {
    const waiting = []
    for (const [what, rows] of Object.entries(counts)) {
      const { count, oldest_at } = await db.one<{ count: bigint; oldest_at: Date | null }>(
        sql`select count(*) as count, min(since) as oldest_at from (${typeof rows === 'function' ? rows(context) : rows}) waiting`,
      )
      waiting.push({ what, count: Number(count), oldest_at })
    }
    const verify = await db.first<{ ok: boolean | null; ended_at: Date | null }>(sql`
      select ok, ended_at from verify_reports where state = 'done' order by report_id desc limit 1`)
    return { body: { waiting, verify: verify ?? null } }
  },
})
