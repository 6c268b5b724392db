/** A platform with schedules: what their tests ask it. */
import assert from 'node:assert/strict'
import { sql } from '../src/db/sql.ts'
import type { Config } from '../src/ground/config.ts'
import { openContext } from '../src/process/context.ts'
import { addDays, torontoTime } from '../src/rails/banking-calendar.ts'
import { verify } from '../src/verify/verify.ts'
import { startWorker } from '../src/worker/worker.ts'
import { type Platform, startPlatform, until } from './platform.ts'

type Card = { contactId: string; cardId: string }
export type ScheduleStage = Awaited<ReturnType<typeof startScheduleStage>>

/** Two workers run: what one makes the other must not. */
export async function startScheduleStage(overrides: Partial<Config> = {}) {
  const platform: Platform = await startPlatform(overrides)
  const rival = await openContext('worker', platform.config)
  const worker = startWorker(rival)
  const today = async () => torontoTime(new Date((await platform.call('GET', '/sandbox/clock')).body.now)).day
  const occurrencesOf = async (id: string) =>
    (await platform.call('GET', `/schedule/${id}/occurrences?limit=100`)).body.data as any[]

  async function broken() {
    const { checks } = await verify(platform.db, {
      sentMaxMs: 60_000,
      simulatorUrl: platform.simulatorUrl,
    })
    return checks.filter(({ ok }) => !ok)
  }

  return {
    platform,
    today,
    occurrencesOf,
    advance: (days: number) => platform.call('POST', '/sandbox/clock', { advance: `${days}d` }),
    /** A schedule that charges the card daily from tomorrow on, unless told otherwise. */
    async scheduled({ contactId, cardId }: Card, fields: Record<string, unknown> = {}) {
      const { status, body } = await platform.call('PUT', '/schedule', {
        kind: 'card_debit',
        contact_id: contactId,
        from_credit_card_id: cardId,
        to_bank_account: platform.demo.bank_account_id,
        amount: 25.5,
        statement: 'Monthly box',
        start: addDays(await today(), 1),
        frequency: 'daily',
        ...fields,
      })
      assert.equal(status, 201, JSON.stringify(body))
      return body
    },
    get: async (id: string) => (await platform.call('GET', `/schedule/${id}`)).body,
    /** Its occurrences, oldest first, once there are so many and none is under way. */
    async settled(id: string, count: number) {
      const found = await until(`${count} occurrences`, async () => {
        const list = await occurrencesOf(id)
        return list.length >= count && list.every(({ state }) => state !== 'due') && list
      })
      return found.reverse()
    },
    eventsOf: (id: string) =>
      platform.db.many<{ type: string; data: any }>(sql`
        select type, data from (
          select type, data, event_id as place from events where company_id = ${platform.demo.company_id}
          union all
          select type, data, 1000000000 + outbox_id from outbox where company_id = ${platform.demo.company_id}
        ) told where data ->> 'scheduleId' = ${id} order by place`),
    /** Entries of the card network's books for this amount in minor units. */
    async networkHas(amount: number) {
      const { entries } = await platform.books('?limit=1000')
      return entries.filter((entry: any) => entry.amount === amount) as any[]
    },
    async everythingHolds() {
      const ends = until('what is under way to end', async () => (await broken()).length === 0)
      await ends.catch(() => undefined)
      assert.deepEqual(await broken(), [])
    },
    async stopWorkers() {
      await Promise.all([worker.close(), platform.stopWorker()])
    },
    async close() {
      await worker.close()
      await rival.close()
      await platform.close()
    },
  }
}
