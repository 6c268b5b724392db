/** Two workers that both have found the same work and are held where they claim it, until both are there. */
import assert from 'node:assert/strict'
import { type Statement, sql } from '../src/db/sql.ts'
import { openJobs } from '../src/worker/worker.ts'
import { clearingStage } from './clearing-stage.ts'
import { startPlatform, until } from './platform.ts'
import { startSmtpReceiver } from './smtp-receiver.ts'

export type RivalsStage = Awaited<ReturnType<typeof startRivalsStage>>

export async function startRivalsStage() {
  const smtp = await startSmtpReceiver()
  const platform = await startPlatform({
    clearingToleranceMs: 0,
    networkTimeoutMs: 500,
    reversalTimeoutMs: 300,
    operatorEmail: 'operator@example.com',
    smtpUrl: smtp.url,
    mailFrom: 'jetpay@example.com',
  })
  const card = await platform.saveCard()
  const silentCard = await platform.saveCard('4000000000900011')
  // From here on jobs run when a test says so.
  await platform.stopWorker()
  const { db, context } = platform
  const workers = [openJobs(context), openJobs(context)] as const
  const jobOf = (worker: (typeof workers)[number], name: string) => {
    const job = worker.jobs.find((job) => job.name === name)
    assert.ok(job, `there is no job ${name}`)
    return job
  }

  /** Waits until so many sessions of this database wait for a lock. */
  const waiting = async () =>
    Number(
      (
        await db.one<{ sessions: bigint }>(sql`
          select count(*) as sessions from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`)
      ).sessions,
    )

  return {
    platform,
    smtp,
    card,
    silentCard,
    network: clearingStage(platform),
    names: workers[0].jobs.map(({ name }) => name),
    /** Runs a job until it finds nothing more. */
    async run(name: string) {
      while (await jobOf(workers[0], name).run(context));
    },
    /** Runs a job once: whether it asks to be run again at once. */
    look: (name: string) => jobOf(workers[0], name).run(context),
    /**
     * Both workers run the job while `hold` keeps what they are about to claim. It is let go once each of
     * them waits for it, or has left it to the other; `held` at least must have come to it (both, of a job
     * whose work runs beside it). `meanwhile` looks at what they have locked so far.
     */
    async race(name: string, hold: Statement, held = 1, meanwhile?: () => Promise<unknown>) {
      let ended = 0
      let both: Promise<unknown> = Promise.resolve()
      let came = 0
      await db.transaction(async (holder) => {
        await holder.run(hold)
        both = Promise.all(
          workers.map((worker) =>
            jobOf(worker, name)
              .run(context)
              .finally(() => ended++),
          ),
        )
        both.catch(() => undefined)
        await until(`the rivals of ${name} to be held`, async () => {
          came = Math.max(came, await waiting())
          return came >= held && came + ended >= 2
        })
        await meanwhile?.()
      })
      await both
    },
    /** Both at once, without being held. */
    together: (name: string) =>
      Promise.all(workers.flatMap((worker) => [1, 2].map(() => jobOf(worker, name).run(context)))),
    /** How many events of this type tell of it, sequenced or not. */
    async told(type: string, id: string) {
      const rows = await db.many<{ data: string }>(sql`
        select data::text as data from outbox where type = ${type}
        union all select data::text from events where type = ${type}`)
      return rows.filter(({ data }) => data.includes(id)).length
    },
    count: async (statement: Statement) => Number((await db.one<{ count: bigint }>(statement)).count),
    async close() {
      await Promise.all(workers.map(({ stop }) => stop()))
      await platform.close()
      await smtp.close()
    },
  }
}
