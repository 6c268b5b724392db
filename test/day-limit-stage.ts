/** A platform at noon in Toronto with two apis over one database, and a company whose days are limited. */
import assert from 'node:assert/strict'
import { setTimeout as delay } from 'node:timers/promises'
import { startApi } from '../src/api.ts'
import type { ChargeRequest } from '../src/charges/request-charges.ts'
import { type Counted, listLimits, setLimits } from '../src/companies/limit.ts'
import { sql } from '../src/db/sql.ts'
import { freePort } from '../src/ground/free-port.ts'
import { newId } from '../src/ground/ids.ts'
import type { Currency } from '../src/ground/money.ts'
import { openContext } from '../src/process/context.ts'
import { torontoTime } from '../src/rails/banking-calendar.ts'
import { startScheduleStage } from './schedule-stage.ts'

export type DayLimitStage = Awaited<ReturnType<typeof startDayLimitStage>>
const NOON = 12 * 60
const DAY_MINUTES = 24 * 60

export async function startDayLimitStage() {
  // Neither charges that a test requests and never sends, nor a busy machine's, give back while other tests
  // of the day go on.
  const stage = await startScheduleStage({
    attemptAbandonedMs: 12 * 3_600_000,
    networkTimeoutMs: 30_000,
    authorizationMaxAgeMs: 30_000,
  })
  const { platform } = stage
  const { db, demo, config } = platform
  const rival = await openContext('api', { ...config, apiPort: await freePort(config.host) })
  const api = await startApi(rival)
  const rivalUrl = `http://${config.host}:${rival.config.apiPort}`

  const now = async () => new Date((await platform.call('GET', '/sandbox/clock')).body.now)
  async function advance(step: string) {
    const { status, text } = await platform.call('POST', '/sandbox/clock', { advance: step })
    assert.equal(status, 200, text)
  }
  // No test begins before midnight in Toronto and ends after it, whenever it is run.
  const { minute } = torontoTime(await now())
  await advance(`${((NOON - minute + DAY_MINUTES) % DAY_MINUTES) + 1}m`)
  const card = await platform.saveCard()

  const limits = async (currency: Currency = 'CAD') =>
    (await listLimits(db, demo.company_id)).find((one) => one.currency === currency)!
  const limit = (counted: Counted, most: bigint | null, currency: Currency = 'CAD') =>
    setLimits(db, demo.company_id, currency, { [`per_day_${counted}`]: most })
  /** What counts toward today, in minor units; of a kind that has a limit. */
  const used = async (counted: Counted = 'debits') => (await limits())[`per_day_${counted}`]!.used

  return {
    stage,
    platform,
    card,
    now,
    advance,
    limits,
    limit,
    used,
    /** Sets the limit to what is used today, and this much more. */
    async room(amount: bigint, counted: Counted = 'debits') {
      await limit(counted, 1n)
      const most = (await used(counted)) + amount
      await limit(counted, most)
      return most
    },
    /**
     * A charge by one of the two apis, which have nothing in common but the database. Answers status and
     * body.
     */
    async chargeAt(which: number, amount: string, key: string = newId()) {
      const answer = await fetch(`${which % 2 === 0 ? platform.url : rivalUrl}${card.path}/charge`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${demo.api_token}`,
          'content-type': 'application/json',
          'idempotency-key': key,
        },
        body: JSON.stringify({ amount, to_bank_account_id: demo.bank_account_id, statement: 'At once' }),
      })
      return { status: answer.status, body: (await answer.json()) as any }
    },
    /** For the card's contact, or for a guest. */
    putDebit: (amount: string, guest?: object, headers?: Record<string, string>) =>
      platform.call(
        'PUT',
        '/debit',
        {
          amount,
          statement: 'Order 7',
          to_bank_account: demo.bank_account_id,
          ...(guest ?? { contact_id: card.contactId }),
        },
        headers,
      ),
    putCredit: (amount: string) =>
      platform.call('PUT', '/credit', {
        amount,
        statement: 'Prize',
        from_bank_account: demo.bank_account_id,
        contact_id: card.contactId,
      }),
    /** A charge as the statement takes it. */
    request: (amount: bigint, key: string | null = null): ChargeRequest => ({
      companyId: demo.company_id,
      contactId: card.contactId,
      creditCardId: card.cardId,
      amount,
      toBankAccountId: demo.bank_account_id,
      statement: 'In one statement',
      note: null,
      debitId: newId(),
      attemptId: newId(),
      idempotencyKey:
        key === null
          ? null
          : {
              companyId: demo.company_id,
              key,
              requestHash: Buffer.alloc(32),
              bytesHash: Buffer.alloc(32),
              requestId: newId(),
            },
    }),
    /** Whether a statement that requests charges waits for a lock. */
    somebodyWaits: () =>
      db.first(sql`
        select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()
          and query ~ '^\\s*with asked as'`),
    /**
     * Moves the clock to some minutes before a midnight in Toronto that ends a day of so many hours, not
     * today's.
     */
    async justBeforeMidnight(hours: number) {
      const { minutes } = await db.one<{ minutes: number }>(sql`
        select ceil(extract(epoch from min(ends) - jetpay_now()) / 60)::integer - 5 as minutes from (
          select date::timestamp at time zone 'America/Toronto' as begins,
            (date + 1)::timestamp at time zone 'America/Toronto' as ends
          from generate_series(0, 400) ahead, lateral (select toronto_day(jetpay_now()) + ahead as date) dates
        ) days where ends - begins = make_interval(hours => ${hours}) and ends > jetpay_now() + interval '1 day'`)
      await advance(`${minutes}m`)
    },
    async close() {
      await api.close()
      await rival.close()
      await stage.close()
    },
  }
}

/**
 * As long as its `Retry-After` says; without it hundreds of repeats at once would keep the machine busy by
 * themselves.
 */
const RETRY_MS = 1_000

/** A machine that is too busy says 503, and then the same request is sent again, as a client does. */
export async function answered<Answer extends { status: number }>(
  ask: (which: number) => Promise<Answer>,
  which: number,
) {
  for (;;) {
    const answer = await ask(which)
    if (answer.status !== 503) return answer
    await delay(RETRY_MS)
  }
}
