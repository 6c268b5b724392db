/** What `/readyz` of api and worker tells a balancer: ADR 57. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { after, before, type TestContext, test } from 'node:test'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { openClient, startSecondVault } from '../../test/second-vault.ts'
import { startFakeVault } from '../../test/vault-door.ts'
import { watchAcceptor } from '../charges/watch-acceptor.ts'
import { sql } from '../db/sql.ts'
import type { Config } from '../ground/config.ts'
import { createMetrics } from '../ground/metrics.ts'
import { told } from '../ground/vault-frames.ts'
import { openAcceptors } from './acceptors.ts'
import { serveMainOperations } from './main-operations.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform.close())

/** The operators' listener of a process that asks these vaults. */
async function openReadiness(t: TestContext, vaults: Config['vaults']) {
  const { client } = openClient(t, platform, vaults)
  const context = { ...platform.context, vault: client, metrics: createMetrics('api') }
  const operations = await serveMainOperations(context, 0)
  t.after(() => operations.close())
  const at = `http://127.0.0.1:${operations.port}`
  return {
    async ask() {
      const response = await fetch(`${at}/readyz`)
      return { status: response.status, body: await response.json() }
    },
    counted: async () =>
      /^jetpay_vault_ready\{role="api"\} (.+)$/m.exec(await (await fetch(`${at}/metrics`)).text())?.[1],
  }
}

const serving = { ready: true, database: true, vault_met: true, acceptor: true }
const withVault = { status: 200, body: { ...serving, vault: true } }
const withoutVault = { status: 200, body: { ...serving, vault: false } }

test('a process keeps its traffic when its vault goes, and says that charges cannot be sent', async (t) => {
  const vault = await startSecondVault(t, platform)
  await vault.context.network.ready()
  const { ask, counted } = await openReadiness(t, [vault.address])
  assert.deepEqual(await ask(), withVault)
  assert.equal(await counted(), '1')
  await vault.stop()
  assert.deepEqual(await ask(), withoutVault)
  assert.equal(await counted(), '0')
})

test('a vault that hangs keeps no balancer waiting', async (t) => {
  const vault = await startSecondVault(t, platform)
  await vault.context.network.ready()
  const { ask } = await openReadiness(t, [vault.address])
  assert.deepEqual(await ask(), withVault)
  await vault.stop()
  const sockets = new Set<Socket>()
  const hanging = createServer((socket) => sockets.add(socket)).listen(vault.config.vaultSocket)
  await once(hanging, 'listening')
  t.after(() => {
    for (const socket of sockets) socket.destroy()
    hanging.close()
  })
  const begun = performance.now()
  assert.deepEqual(await ask(), withoutVault)
  assert.ok(sockets.size > 0, 'it was asked')
  // A balancer waits two seconds; a question to the vault as long as a charge.
  assert.ok(performance.now() - begun < 1_900)
})

test('a process that has met no vault since it began takes no traffic yet, and does once it has', async (t) => {
  const vaultSocket = `${platform.config.dataFolder}/later.sock`
  const { ask } = await openReadiness(t, [{ socket: vaultSocket }])
  const unmet = { ready: false, database: true, vault_met: false, vault: false, acceptor: true }
  assert.deepEqual(await ask(), { status: 503, body: unmet })
  // With its card network away: it answers, and that is all that is asked.
  const vault = await startSecondVault(t, platform, { vaultSocket, networkPort: 1 })
  await until('the vault to be met', async () => (await ask()).status === 200)
  assert.deepEqual(await ask(), withoutVault)
  await vault.stop()
  assert.deepEqual(await ask(), withoutVault)
})

test('a vault that does not speak for who we are is told at once: at the start, on /readyz and by an alarm', async (t) => {
  const acceptor = { ...platform.config.acceptor, terminalId: 'ANOTHER1' }
  const other = await startSecondVault(t, platform, { acceptor })
  const both = [platform.config, other.config].map(({ vaultSocket: socket }) => ({ socket }))
  await other.context.network.ready()
  const { ask, counted } = await openReadiness(t, both)
  assert.deepEqual(await ask(), { status: 200, body: { ...serving, vault: true, acceptor: false } })
  assert.equal(await counted(), '0')
  // Whom nobody has noted is not noted where a vault says so.
  const { client, charge } = openClient(t, platform, both)
  await assert.rejects(
    openAcceptors(platform.db, acceptor, client),
    /does not speak for 400555:ANOTHER1:JETPAYDEMO .* JETPAY_FURTHER_ACCEPTORS/,
  )
  const alarm = () =>
    platform.db.first<{ subject: string; details: { do: string } }>(
      sql`select subject, details from alarms where kind = 'acceptor_unknown' and closed_at is null`,
    )
  const { run } = watchAcceptor()
  await run({ ...platform.context, vault: client })
  assert.equal((await alarm())?.subject, '400555:WEB00001:JETPAYDEMO')
  // The other vault has it, so no charge is lost meanwhile.
  const { cardId } = await platform.saveCard()
  const { acceptors } = platform.context
  const own = await acceptors.named(acceptors.own)
  for (let trace = 880_001; trace < 880_005; trace++)
    assert.equal((await charge(cardId, trace, own)).outcome, 'approved')
  await other.stop()
  await run({ ...platform.context, vault: client })
  assert.equal(await alarm(), undefined)
  // A vault of before identities were named refuses each question that names one. The start goes on: it is on
  // its way out.
  const older = await startFakeVault(t, () => ({ what: told.answered, text: '{"ready":true}' }))
  const { client: beside } = openClient(t, platform, [{ socket: older.vaultSocket }])
  await run({ ...platform.context, vault: beside })
  assert.match(String((await alarm())?.details.do), /release/)
  await openAcceptors(platform.db, acceptor, beside)
})
