/** Schedules on the real system while its worker is killed again and again. */
import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { after, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { until } from '../../test/platform.ts'
import { newDataFolder, type System, saveCard, startSystem } from '../../test/system.ts'
import { openDatabase } from '../db/sql.ts'
import { addDays, torontoTime } from '../rails/banking-calendar.ts'
import { verify } from '../verify/verify.ts'

/** Schedules, their days, and how often the worker dies over them. */
const SCHEDULES = 4
const DAYS = 12
const DEATHS = 6

const dataFolder = newDataFolder()
let system: System
after(async () => {
  await system.stop()
  rmSync(dataFolder, { recursive: true, force: true })
})

const call = async (method: string, path: string, body?: unknown) => {
  const { api_url, api_token } = system.demo
  const headers = { authorization: `Bearer ${api_token}`, 'content-type': 'application/json' }
  const answer = await fetch(api_url + path, {
    method,
    headers,
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  return { status: answer.status, body: (await answer.json()) as any }
}

test('a worker that is killed over and over makes each date once, and none is left out', async () => {
  system = await startSystem(dataFolder)
  const { contactId, cardId } = await saveCard(system)
  const start = addDays(torontoTime(new Date()).day, 1)
  const ids: string[] = []
  for (let at = 0; at < SCHEDULES; at++) {
    const { status, body } = await call('PUT', '/schedule', {
      kind: 'card_debit',
      contact_id: contactId,
      from_credit_card_id: cardId,
      amount: `3.0${at}`,
      to_bank_account: system.demo.bank_account_id,
      statement: 'Each day',
      start,
      frequency: 'daily',
      count: DAYS,
    })
    assert.equal(status, 201, JSON.stringify(body))
    ids.push(body.identifier)
  }
  const occurrences = async () =>
    (await Promise.all(ids.map((id) => call('GET', `/schedule/${id}/occurrences?limit=100`)))).flatMap(
      ({ body }) => body.data as any[],
    )
  assert.equal((await call('POST', '/sandbox/clock', { advance: `${DAYS + 1}d` })).status, 200)
  for (let deaths = 0; deaths < DEATHS; deaths++) {
    const pid = await until('a worker', async () => system.pidOf('worker'))
    // Somewhere within its first work, each time somewhere else.
    await until(
      'it to work',
      async () => (await occurrences()).some(({ state }) => state === 'due'),
      2_000,
    ).catch(() => undefined)
    await delay(deaths * 7)
    process.kill(pid, 'SIGKILL')
    await until('it to be gone', async () => system.pidOf('worker') !== pid)
  }
  // What the dead had begun is looked at again when their leases have run out.
  await until(
    'all to be made',
    async () => {
      const found = await occurrences()
      if (found.length === SCHEDULES * DAYS && found.every(({ state }) => state !== 'due')) return true
      await call('POST', '/sandbox/clock', { advance: '2m' })
      return false
    },
    60_000,
  )
  const found = await occurrences()
  const made = found.filter(({ state }) => state === 'made')
  assert.deepEqual(
    found.filter(({ state }) => state !== 'made'),
    [],
  )
  const { entries } = (await (await fetch(`${system.demo.simulator_url}/books?limit=1000`)).json()) as any
  for (let at = 0; at < SCHEDULES; at++) {
    const captured = entries.filter(({ amount, state }: any) => amount === 300 + at && state === 'captured')
    assert.equal(captured.length, DAYS)
  }
  assert.equal(new Set(made.map(({ transaction_id }) => transaction_id)).size, SCHEDULES * DAYS)
  const db = openDatabase(system.databaseUrl, 2, () => undefined)
  await until('every invariant to hold', async () => {
    const { ok } = await verify(db, { sentMaxMs: 60_000, simulatorUrl: system.demo.simulator_url })
    return ok
  }).finally(() => db.close())
})
