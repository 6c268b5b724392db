/**
 * Charges a second and their latency, through the whole path (HTTP, two statements, vault, ISO 8583,
 * simulator), as a ratio of the same two statements run bare against the same database in the same run. All
 * processes, the load included, share this machine.
 */
import { rmSync } from 'node:fs'
import { Pool } from 'undici'
import { recordOutcomes } from '../src/charges/record-outcomes.ts'
import { requestCharges } from '../src/charges/request-charges.ts'
import { openDatabase } from '../src/db/sql.ts'
import { readConfig } from '../src/ground/config.ts'
import { newId } from '../src/ground/ids.ts'
import { newDataFolder, type System, saveCard, startSystem } from '../test/system.ts'
import { cpuByRole, perCharge } from './cpu.ts'
import { closedLoop, type Measured, openLoop } from './measure.ts'

const CARDS = 50
const AT_ONCE = 64
const FLOOR_CONNECTIONS = 16
const SETTLE_MS = 4_000

/** Charges by HTTP, each with an idempotency key, over the cards in turn. */
export function openCharges({ demo }: System, cards: { contactId: string; cardId: string }[]) {
  let turn = 0
  const next = () => cards[turn++ % cards.length]!
  const pool = new Pool(demo.api_url, { connections: AT_ONCE * 2 })
  const headers = { authorization: `Bearer ${demo.api_token}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ amount: 12.34, to_bank_account_id: demo.bank_account_id, statement: 'Bench' })
  const charge = async () => {
    const { contactId, cardId } = next()
    const answer = await pool.request({
      method: 'POST',
      path: `/contact/${contactId}/creditcards/${cardId}/charge`,
      headers: { ...headers, 'idempotency-key': newId() },
      body,
    })
    await answer.body.dump()
    return answer.statusCode === 200
  }
  return { charge, next, body, pool }
}

export async function benchCharges(seconds: number): Promise<void> {
  const ms = seconds * 1000
  const dataFolder = newDataFolder()
  const system = await startSystem(dataFolder, { JETPAY_RATE_LIMIT: '1000000', JETPAY_LOG_LEVEL: 'warn' })
  try {
    const { demo } = system
    const cards = await Promise.all(Array.from({ length: CARDS }, () => saveCard(system)))
    const { charge, next, body, pool } = openCharges(system, cards)

    const db = openDatabase(system.databaseUrl, FLOOR_CONNECTIONS, console.error)
    const bare = async () => {
      const { contactId, cardId } = next()
      const ids = { companyId: demo.company_id, debitId: newId(), attemptId: newId() }
      const idempotencyKey = {
        companyId: demo.company_id,
        key: newId(),
        requestHash: Buffer.alloc(32),
        bytesHash: Buffer.alloc(32),
        requestId: newId(),
      }
      const asked = { amount: 1234n, statement: 'Bench', note: null, toBankAccountId: demo.bank_account_id }
      await requestCharges(db, [{ ...ids, ...asked, contactId, creditCardId: cardId, idempotencyKey }])
      const outcome = {
        move: 'approve',
        responseCode: '00',
        authorizationCode: '123456',
        failReason: null,
      } as const
      const answer = { status: 200, text: body }
      const [recorded] = await recordOutcomes(
        db,
        [{ ...ids, ...outcome, answer }],
        readConfig().reversalTimeoutMs,
      )
      return recorded === true
    }

    await closedLoop(charge, AT_ONCE, 3_000)
    await closedLoop(bare, FLOOR_CONNECTIONS, 1_000)
    const rounds: { floor: Measured; path: Measured }[] = []
    for (let round = 0; round < 3; round++) {
      const floor = await closedLoop(bare, FLOOR_CONNECTIONS, ms)
      rounds.push({ floor, path: await closedLoop(charge, AT_ONCE, ms) })
    }
    const median = rounds.sort((a, b) => a.path.perSecond - b.path.perSecond)[1]!
    const before = cpuByRole(system)
    const profiled = await closedLoop(charge, AT_ONCE, ms)
    const cpu = perCharge(before, cpuByRole(system), profiled.count)
    // First the webhooks that full load has left behind are worked off, at the same rate, unmeasured.
    await openLoop(charge, median.path.perSecond / 2, SETTLE_MS)
    const half = await openLoop(charge, median.path.perSecond / 2, ms)
    const single = await closedLoop(charge, 1, 2_000)
    await db.close()
    await pool.close()

    for (const { floor, path } of rounds) console.log(line('floor', floor), '|', line('path', path))
    console.log(line(`half load (${Math.round(median.path.perSecond / 2)}/s)`, half))
    console.log(line('one at a time', single))
    console.log(`CPU per charge at full load, in microseconds: ${cpu}`)
    console.log(`ratio ${(median.path.perSecond / median.floor.perSecond).toFixed(2)}`)
  } finally {
    await system.stop()
    rmSync(dataFolder, { recursive: true, force: true })
  }
}

const line = (name: string, { perSecond, p50, p99, failed }: Measured) =>
  `${name}: ${perSecond.toFixed(0)}/s p50 ${p50.toFixed(1)} ms p99 ${p99.toFixed(1)} ms failed ${failed}`
