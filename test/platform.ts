/** The whole platform in the test's own process: fresh databases, real simulator, vault, api and worker. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { startApi } from '../src/api.ts'
import type { Installation } from '../src/db/provision.ts'
import { sql } from '../src/db/sql.ts'
import { type Config, readConfig } from '../src/ground/config.ts'
import { freePort } from '../src/ground/free-port.ts'
import { type Context, openContext } from '../src/process/context.ts'
import { startSimulator } from '../src/simulator/server.ts'
import { type Demo, seedDemo } from '../src/supervisor/seed-demo.ts'
import { seedDemoLink } from '../src/users/demo-link.ts'
import { startVault } from '../src/vault/vault.ts'
import { openVaultContext, type VaultContext } from '../src/vault/vault-context.ts'
import { startWorker } from '../src/worker/worker.ts'
import { createDatabases } from './databases.ts'
import { holdToDocument } from './declared-answer.ts'
import { unfittingEvents } from './fitting-events.ts'

export { createDatabases }

export type ApiAnswer = { status: number; headers: Headers; text: string; body: any }
export type Platform = Awaited<ReturnType<typeof startPlatform>>

/**
 * Waits until `check` gives something. Asks soon at first, then the more rarely the longer it takes. Fails
 * the test after `withinMs`: as long as a machine that does ten other things may need, since only what is
 * broken waits for it.
 */
export async function until<T>(
  what: string,
  check: () => Promise<T | undefined | null | false>,
  withinMs = 60_000,
) {
  const began = performance.now()
  for (let waitedMs = 0; waitedMs < withinMs; waitedMs = performance.now() - began) {
    const found = await check()
    if (found) return found as T
    await delay(Math.min(10 + waitedMs / 10, 100))
  }
  assert.fail(`waited ${withinMs} ms for ${what}`)
}

/** Submits a card on a hosted page, as the page's script does. */
export async function submitCard(url: string, number: string, fields: Record<string, string> = {}) {
  const card = {
    number,
    expiry: '12/39',
    cvc: number.startsWith('3') ? '1234' : '123',
    name: 'Ada Lovelace',
    postal_code: 'H2X 1Y4',
  }
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
    body: JSON.stringify({ ...card, ...fields }),
  })
  return { status: response.status, body: (await response.json()) as any }
}

type StartOptions = {
  lateAnswerMs?: number
  bankGatherMs?: number
  /** The card network of another platform, in place of one of its own. It files for that one. */
  network?: { config: Pick<Config, 'networkPort'>; simulatorUrl: string }
  /** Where its databases are, if not with all others. */
  at?: Installation
}

/**
 * Starts everything on free ports, with the demo company seeded. `overrides` changes settings (timeouts,
 * mostly), `roles` leaves some out. `bankGatherMs`: how long bank items wait for others before a file is
 * opened; an hour keeps a test's debits as they are. Each role can be stopped by itself; `close` stops all
 * and drops the databases.
 */
export async function startPlatform(
  overrides: Partial<Config> = {},
  { lateAnswerMs = 500, bankGatherMs, network, at }: StartOptions = {},
) {
  const folder = mkdtempSync(`${process.env.JETPAY_TEST_FOLDER ?? tmpdir()}/platform-`)
  const created = await createDatabases(at)
  const host = '127.0.0.1'
  const [apiPort, vaultPort, simulatorPort, networkPort] = await Promise.all([
    freePort(host),
    freePort(host),
    freePort(host),
    freePort(host),
  ])
  const config: Config = {
    ...readConfig({
      JETPAY_DATA: folder,
      JETPAY_LOG_LEVEL: 'warn',
      JETPAY_WORKER_POLL_MS: '100',
      ...(bankGatherMs === undefined ? {} : { JETPAY_BANK_GATHER_MS: String(bankGatherMs) }),
    }),
    host,
    apiPort,
    vaultPort,
    simulatorPort,
    networkPort: network?.config.networkPort ?? networkPort,
    apiMetricsPort: 0,
    vaultMetricsPort: 0,
    workerMetricsPort: 0,
    publicUrl: `http://${host}:${apiPort}`,
    vaultPublicUrl: `http://${host}:${vaultPort}`,
    databaseUrl: created.databaseUrl,
    vaultDatabaseUrl: created.vaultDatabaseUrl,
    rateLimitPerSecond: 100_000,
    ...overrides,
  }
  const lines: string[] = []
  const destination = { write: (line: string) => void lines.push(line) }
  const simulatorFolder = `${folder}/simulator`
  const startNetwork = async (httpPort = simulatorPort) => {
    if (network) return { httpUrl: network.simulatorUrl, httpPort, close: async () => undefined }
    return startSimulator({
      host,
      httpPort,
      isoPort: networkPort,
      dialect: config.networkDialect,
      dataFolder: simulatorFolder,
      bank: config.bank,
      clearingFolder: config.clearingFolder,
      accountUpdateFolder: config.accountUpdateFolder,
      acquirerId: config.acceptor.acquirerId,
      furtherAcquirers: config.furtherAcceptors.map(({ acquirerId }) => acquirerId),
      lateAnswerMs,
    })
  }

  let simulator = await startNetwork()
  const vaultContext: VaultContext = await openVaultContext(config, destination)
  const context: Context = await openContext('api', config, destination)
  const workerContext: Context = await openContext('worker', config, destination)
  const demo: Demo = await seedDemo(context.db, context.seal, {})
  const dashboardUrl = await seedDemoLink(context.db, config.publicUrl, demo.company_id, undefined)
  const vault = await startVault(vaultContext)
  await vaultContext.network.ready()
  const api = await startApi(context)
  let worker = startWorker(workerContext)

  /** One request with the demo token; `headers` may override it. */
  async function call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<ApiAnswer> {
    const response = await fetch(config.publicUrl + path, {
      method,
      headers: { authorization: `Bearer ${demo.api_token}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const answer = {
      status: response.status,
      headers: response.headers,
      text,
      body: text && response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : undefined,
    }
    holdToDocument(method, path, answer)
    return answer
  }

  /** One request that must succeed; returns the body of its answer. */
  async function good(...request: Parameters<typeof call>) {
    const { status, body, text } = await call(...request)
    assert.ok(status < 300, `${request[0]} ${request[1]} answered ${status}: ${text}`)
    return body
  }

  const createContact = async (name = 'Ada Lovelace') =>
    (await good('PUT', '/contact', { email: 'ada@example.com', name })).identifier as string

  /** A contact with a card that is active: URL, page, network, vault log and worker, all real. */
  async function saveCard(number = '4242424242424242', contactId?: string) {
    contactId ??= await createContact()
    const create = () => good('POST', `/contact/${contactId}/creditcards/url`)
    let body = await create()
    let submitted = await submitCard(body.url, number)
    // Where a test gives the network next to no time, a machine that is too busy may need another go.
    for (let tries = 1; submitted.body.fail_reason === 'network_timeout' && tries < 5; tries++) {
      body = await create()
      submitted = await submitCard(body.url, number)
    }
    assert.equal(submitted.body.outcome, 'succeeded', JSON.stringify(submitted))
    const path = `/contact/${contactId}/creditcards/${body.credit_card_id}`
    await until('the card to be active', async () => (await call('GET', path)).body.state === 'active')
    return { contactId, cardId: body.credit_card_id as string, path }
  }

  const charge = (
    card: { path: string },
    fields: Record<string, unknown> = {},
    headers: Record<string, string> = {},
  ) =>
    call(
      'POST',
      `${card.path}/charge`,
      {
        amount: 100.5,
        to_bank_account_id: demo.bank_account_id,
        statement: 'Test statement',
        note: 'Test note',
        ...fields,
      },
      headers,
    )

  /** The network's own books: the truth about money in the demo. */
  const books = async (query = '') =>
    (await (await fetch(`${simulator.httpUrl}/books${query}`)).json()) as any

  return {
    config,
    context,
    demo,
    url: config.publicUrl,
    /** Signs in at once, as owner of the demo company and operator. */
    dashboardUrl,
    db: context.db,
    vaultDb: vaultContext.db,
    network: vaultContext.network,
    simulatorUrl: simulator.httpUrl,
    simulatorFolder,
    /** Everything that the roles have logged. */
    lines,
    call,
    good,
    createContact,
    submitCard,
    saveCard,
    charge,
    books,
    stopWorker: () => worker.close(),
    /** Another, after the one before was stopped. */
    startWorker: () => {
      worker = startWorker(workerContext)
    },
    /** Stops the card network, or starts it again with its books. */
    stopNetwork: () => simulator.close(),
    async restartNetwork() {
      simulator = await startNetwork(simulator.httpPort)
      await vaultContext.network.ready()
    },
    setFaults: (faults: object) =>
      fetch(`${simulator.httpUrl}/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(faults),
      }),
    /** The events of a transaction so far, in order, as they are sequenced or still wait to be. */
    eventsOf: (id: string) =>
      context.db.many<{ type: string; data: any }>(sql`
        select type, data from (
          select type, data, event_id, 0 as outbox_id from events where company_id = ${demo.company_id}
          union all select type, data, null, outbox_id from outbox where company_id = ${demo.company_id}
        ) as told where data ->> 'transactionId' = ${id} order by event_id nulls last, outbox_id`),
    /** `judged` false: the test itself does with a stored card what the schemes forbid. */
    async close({ judged = true } = {}) {
      await worker.close()
      await api.close()
      await vault.close()
      const unfitting = await unfittingEvents(context.db)
      const { violations: broken = {} } = judged ? await books('?limit=1').catch(() => ({})) : {}
      await Promise.all([context.close(), workerContext.close(), vaultContext.close()])
      await simulator.close()
      await created.drop()
      rmSync(folder, { recursive: true, force: true })
      assert.deepEqual({ unfitting, broken }, { unfitting: [], broken: {} })
    },
  }
}
