import { z } from 'zod'
import { type Statement, sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { noPath } from '../http/schema.ts'

/** Beyond this many a backlog is not counted further: that it is as long is what matters. */
const COUNTED_MAX = 10_000

const queues: Record<string, { waits: string; next_step: string; rows: Statement }> = {
  outbox: {
    waits: 'Events that have no id yet, so nobody is told of them.',
    next_step: 'If it grows: the job sequence-events does not run. See its last error; is a worker running?',
    rows: sql`select created_at as since from outbox limit ${COUNTED_MAX}`,
  },
  mails: {
    waits: 'Mails that are to be sent now.',
    next_step: 'See the list of mails for why; without JETPAY_SMTP_URL they stay queued.',
    rows: sql`select next_attempt_at as since from mails where state = 'queued' and next_attempt_at <= jetpay_now()
      order by next_attempt_at limit ${COUNTED_MAX}`,
  },
  bank_items: {
    waits: 'Movements that wait for the next file to the bank.',
    next_step: 'They leave with the next file, by the bank’s cut-off.',
    rows: sql`select queued_at as since from bank_items where state = 'queued' and bank_file_id is null
      order by queued_at limit ${COUNTED_MAX}`,
  },
  clearing_records: {
    waits: 'Records of clearing files that wait to be applied.',
    next_step: 'Those of an attempt without an outcome wait for it; see unknown outcomes.',
    rows: sql`select f.read_at as since from clearing_records r join clearing_files f using (network_id, sequence)
      where r.due_at is not null order by r.due_at limit ${COUNTED_MAX}`,
  },
  reversals: {
    waits: 'Reversals that the card network has not acknowledged.',
    next_step: 'They are repeated; see unknown outcomes for those that need you.',
    rows: sql`select transmitted_at as since from attempts where state in ('sent', 'reversing') and state = 'reversing'
      order by transmitted_at limit ${COUNTED_MAX}`,
  },
}

/** A job that has not ended for as long is called stuck, unless it looks that rarely by itself. */
const LATE_AFTER_SECONDS = 2 * 3_600

type JobRow = {
  job: string
  ended_at: Date | null
  took_ms: number | null
  failed_at: Date | null
  error: string | null
  failures: number
  late: boolean
}

export const getWork = endpoint({
  operationId: 'get_work',
  method: 'GET',
  path: '/operator/work',
  tag: 'Operator',
  summary: 'See the worker’s jobs and queues',
  description:
    'Each job with its last run and last error (written every 5 seconds), and each queue with how many wait and since when; from 10,000 on it is not counted further.',
  scope: 'operator:read',
  load: 'search',
  pathSchema: noPath,
  answers: {
    200: {
      description: 'Jobs and queues',
      schema: z
        .object({
          jobs: z.array(
            z.object({
              name: z.string(),
              state: z.enum(['well', 'failing', 'late']).meta({
                description: '`failing`: its last run failed. `late`: none has ended for two hours',
              }),
              ended_at: z.iso.datetime().nullable(),
              took_ms: z.int().nullable(),
              failed_at: z.iso.datetime().nullable(),
              error: z.string().nullable().meta({ description: 'Of the last run that failed' }),
              failures: z.int().meta({ description: 'Since it last went well' }),
            }),
          ),
          queues: z.array(
            z.object({
              name: z.string(),
              waiting: z.int(),
              oldest_at: z.iso.datetime().nullable(),
              reason: z.string(),
              next_step: z.string(),
            }),
          ),
        })
        .meta({ id: 'Work' }),
    },
  },
  async handle({ db }) {
    const jobs = await db.many<JobRow>(sql`
      select job, ended_at, took_ms, failed_at, error, failures,
        coalesce(ended_at, '-infinity') < jetpay_now() - make_interval(secs => ${LATE_AFTER_SECONDS}) as late
      from job_runs order by failures > 0 desc, job limit 200`)
    const counted = []
    for (const [name, { waits, next_step, rows }] of Object.entries(queues)) {
      const { waiting, oldest_at } = await db.one<{ waiting: bigint; oldest_at: Date | null }>(
        sql`select count(*) as waiting, min(since) as oldest_at from (${rows}) waiting`,
      )
      counted.push({ name, waiting: Number(waiting), oldest_at, reason: waits, next_step })
    }
    return {
      body: {
        jobs: jobs.map(({ job, late, ...run }) => ({
          name: job,
          state: run.failures > 0 ? 'failing' : late ? 'late' : 'well',
          ...run,
        })),
        queues: counted,
      },
    }
  },
})
