import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { type Db, sql } from '../db/sql.ts'
import { readKeyFile, readKeys } from '../ground/key-file.ts'
import { MAIN_KEYS } from '../ground/seal.ts'
import { generationOf, SEALING_KEY } from '../ground/sealing-name.ts'
import type { Check } from './check.ts'
import type { ProvenCompany } from './proven.ts'
import { sliceText } from './slice.ts'
import type { Mark } from './touched.ts'

/**
 * What a run has proven: the checks that held, by name, each with a hash of what it was made of. The mark of
 * a check is the newest run that has it as it is now.
 */
export type Run = Mark & { checks: Record<string, string> }

const stored = z
  .object({
    at: z.string(),
    at_by_server: z.string(),
    companies: z.array(z.tuple([z.string(), z.string(), z.string(), z.string().nullable()])),
    checks: z.record(z.string(), z.string()),
  })
  .transform(
    ({ companies, ...run }): Run => ({
      ...run,
      companies: companies.map(([company_id, event_id, covered, hash]) => ({
        company_id,
        event_id: BigInt(event_id),
        covered: BigInt(covered),
        hash: hash === null ? null : Buffer.from(hash, 'hex'),
      })),
    }),
  )

const print = ({ companies, ...run }: Run) =>
  JSON.stringify({
    ...run,
    companies: companies.map(({ company_id, event_id, covered, hash }) => [
      company_id,
      String(event_id),
      String(covered),
      hash?.toString('hex') ?? null,
    ]),
  })

/** A check that is changed, or whose slice is cut in another way, has not been proven. */
export const versionOf = ({ text }: Check): string =>
  createHash('sha256').update(`${sliceText}\n${text}`).digest('hex')

/** The newest run that has proven a check as it is now, if there is one. */
export const markOf = (check: Check, newestFirst: Run[]): Run | undefined =>
  newestFirst.find(({ checks }) => checks[check.name] === versionOf(check))

/** The runs that are kept, and how one more is. */
export type Marks = {
  /** Newest first. Those that were not made with the key of the main key file are left out. */
  read(db: Db): Promise<Run[]>
  /** Keeps a run, and of those before only the ones that some check still goes on from. */
  keep(db: Db, run: Run, checks: readonly Check[]): Promise<void>
}

/** Throws an OperatorError where the main key file cannot be read. */
export function openMarks(mainKeyFile: string): Marks {
  const sealing = [...readKeys(mainKeyFile)]
    .filter(([name]) => SEALING_KEY.test(name))
    .sort(([a], [b]) => generationOf(b) - generationOf(a))
  // Says which key the file lacks.
  if (sealing.length === 0) readKeyFile(mainKeyFile, MAIN_KEYS)
  // A key for this use alone (NIST SP 800-108), of each that there is: runs from before a rotation count.
  const keys = sealing.map(([, bytes]) => hkdfSync('sha256', bytes, '', 'jetpay main verify marks', 32))
  const macsOf = (proven: string) =>
    keys.map((key) => createHmac('sha256', Buffer.from(key)).update(proven).digest())
  const read = async (db: Db) => {
    const rows = await db.many<{ run_number: bigint; proven: string; mac: Buffer }>(
      sql`select run_number, proven, mac from verify_runs order by run_number desc`,
    )
    return rows
      .filter(({ proven, mac }) => macsOf(proven).some((made) => timingSafeEqual(made, mac)))
      .map(({ run_number, proven }) => ({ number: run_number, run: stored.parse(JSON.parse(proven)) }))
  }
  return {
    read: async (db) => (await read(db)).map(({ run }) => run),
    async keep(db, run, checks) {
      const proven = print(run)
      await db.run(sql`insert into verify_runs (proven, mac) values (${proven}, ${macsOf(proven)[0]})`)
      const runs = await read(db)
      const needed = new Set(
        checks.map((check) => runs.find(({ run }) => run.checks[check.name] === versionOf(check))?.number),
      )
      await db.run(sql`
        delete from verify_runs where run_number < ${runs[0]!.number}
          and run_number <> all(${[...needed].filter((number) => number !== undefined)}::bigint[])`)
    },
  }
}

/** Where the run looks, for the mark that it leaves. */
export async function markNow(db: Db): Promise<Mark> {
  const times = await db.one<Pick<Mark, 'at' | 'at_by_server'>>(sql`
    select to_char(jetpay_now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at,
      to_char(statement_timestamp() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at_by_server`)
  const companies = await db.many<ProvenCompany>(sql`
    select h.company_id, h.last_event_id as event_id, coalesce(c.last_event_id, 0) as covered, c.hash
    from event_heads h left join lateral (
      select last_event_id, hash from event_checkpoints c
      where c.company_id = h.company_id order by first_event_id desc limit 1
    ) c on true`)
  return { ...times, companies }
}
