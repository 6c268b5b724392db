/** The system that the month is lived through: its clock, its quiet, and its operator. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { type Database, sql } from '../../src/db/sql.ts'
import { projectFolder } from '../../src/ground/config.ts'
import { until } from '../platform.ts'
import type { System } from '../system.ts'
import { exactAnswer } from './exact-answer.ts'

/** A busy machine may need some of it; one that is not needs a second or two. */
const QUIET_WITHIN_MS = 60_000

/** Often enough to lose no time, rarely enough to take none from the system that is waited for. */
const LOOK_MS = 50

export type World = ReturnType<typeof openWorld>

export function openWorld({ demo, dataFolder }: System, db: Database) {
  const json = async (url: string, body?: unknown): Promise<any> => {
    const response = await fetch(url, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${demo.api_token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return exactAnswer(await response.text())
  }
  const now = async () => new Date((await json(`${demo.api_url}/sandbox/clock`)).now)
  const lastFile = async (): Promise<number> =>
    (await json(`${demo.simulator_url}/books?limit=1`)).clearing.last_file ?? 0

  return {
    demo,
    now,
    /** One page of what the simulator has under a path. */
    simulator: (path: string) => json(demo.simulator_url + path),
    /**
     * Moves the clock forward to a time. Where a midnight passes the network has cut its file by then: what
     * is charged after that goes into the next one.
     */
    async advanceTo(time: string): Promise<{ file: boolean }> {
      const before = await now()
      const target = Date.parse(time)
      const seconds = Math.ceil((target - before.getTime()) / 1000)
      const days = Math.floor(seconds / 86_400)
      const file = before.toISOString().slice(0, 10) < time.slice(0, 10)
      const last = await lastFile()
      await json(`${demo.api_url}/sandbox/clock`, { advance: `${days}d${seconds - days * 86_400}s` })
      // Asked once: an answer that says that it takes longer is not asked again, the clock gets there.
      await until(
        `the clock to be at ${time}`,
        async () => (await now()).getTime() >= target,
        QUIET_WITHIN_MS,
      )
      if (file) await until(`the clearing file of ${time}`, async () => (await lastFile()) > last)
      return { file }
    },
    /** Waits until nothing is on its way any more: at the network, in files, in payouts, in events. */
    async quiet(): Promise<void> {
      let left: object = {}
      const isQuiet = async () => {
        left = await unsettled(db, await lastFile())
        return Object.values(left).every((count) => count === 0)
      }
      const filesAreRead = () =>
        ['incoming', 'outgoing', 'at-bank'].every((folder) => filesIn(`${dataFolder}/bank/${folder}`) === 0)
      const deadline = performance.now() + QUIET_WITHIN_MS
      // What the last file said may have set something off, so it is looked at twice.
      while (!((await isQuiet()) && filesAreRead() && (await isQuiet()))) {
        if (performance.now() > deadline) assert.fail(`it does not become quiet: ${JSON.stringify(left)}`)
        await delay(LOOK_MS)
      }
    },
    /** `jetpay …` as the operator types it. */
    async jetpay(...args: string[]): Promise<any> {
      const env = { ...process.env, JETPAY_DATA: dataFolder }
      const ran = await promisify(execFile)(process.execPath, ['src/main.ts', ...args, '--json'], {
        cwd: projectFolder,
        env,
        maxBuffer: 10_000_000,
      }).catch((error) => error as { stdout: string; stderr: string })
      assert.ok(ran.stdout, `jetpay ${args.join(' ')}: ${ran.stderr}`)
      return exactAnswer(ran.stdout)
    },
  }
}

/** Files that are there whole. */
const filesIn = (folder: string): number => {
  try {
    return readdirSync(folder).filter((name) => !name.startsWith('.')).length
  } catch {
    return 0
  }
}

/**
 * What the platform has not ended yet; open reconciliation items wait for a person, returned payouts for
 * their company.
 */
const unsettled = (db: Database, lastFile: number) =>
  db.one<Record<string, number>>(sql`
    select
      (select count(*)::integer from outbox) as events,
      (select count(*)::integer from attempts where state in ('sent', 'reversing', 'capturing')) as attempts,
      (select count(*)::integer from authorizations where due_at <= jetpay_now()) as holds,
      (select count(*)::integer from refunds where state = 'requested') as refunds,
      (select count(*)::integer from clearing_records where due_at is not null) as records,
      (select ${lastFile} - count(*)::integer from clearing_files where state = 'checked') as files,
      (select count(*)::integer from bank_items where state in ('queued', 'sent')) as movements,
      (select count(*)::integer from (select from payout_items where payout_id is null
        group by company_id, bank_account_id, currency having sum(amount) > 0) waiting) as owed,
      (select count(*)::integer from payouts where state in ('requested', 'initiated')) as payouts,
      (select count(*)::integer from schedules where state = 'active' and next_due_at <= jetpay_now()) as schedules,
      (select count(*)::integer from schedule_occurrences where state = 'due') as occurrences,
      (select count(*)::integer from disputes where state = 'needs_response' and respond_by <= jetpay_now()) as disputes`)
