/**
 * The platform through a real pgbouncer that gives a server's connection to one transaction after the other.
 * Where none is installed (Debian: `pgbouncer`) it is skipped, and says so.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createDatabases, startPlatform } from '../../test/platform.ts'
import { hasPooler, startPooler, through } from '../../test/pooler.ts'
import {
  createWebhook,
  makeEvents,
  newestEventId,
  startReceiver,
  untilAllConfirmed,
} from '../../test/receiver.ts'
import { verifiesClean } from '../../test/verifies-clean.ts'
import { initDatabase } from './init-database.ts'
import { migrate } from './migrate.ts'
import { databaseUrl, type Installation } from './provision.ts'
import { checkServer } from './server-version.ts'
import { isTooLong, openDatabase, sql } from './sql.ts'

const at = JSON.parse(process.env.JETPAY_TEST_INSTALLATION!) as Installation
const skip = !hasPooler && 'there is no pgbouncer here'

test('what the user behind a pooler lacks is told, and database init gives it; then all goes as ever', {
  skip,
}, async (t) => {
  const direct = await createDatabases()
  const before = await startPooler()
  const unset = openDatabase(through(direct.databaseUrl, before), 1, () => undefined)
  await assert.rejects(checkServer(unset, 'main', through(direct.databaseUrl, before)), {
    name: 'OperatorError',
    message: /its user lacks settings: .*plan_cache_mode = force_generic_plan.* `jetpay database init`/,
  })
  await assert.rejects(migrate(through(direct.databaseUrl, before), 'main'), {
    name: 'OperatorError',
    message: /set DATABASE_DIRECT_URL/,
  })
  await unset.close()
  await before.stop()

  const admin = databaseUrl(at, 'postgres', at.adminPassword, 'postgres')
  const init = async (url: string, which: 'main' | 'vault') =>
    (await initDatabase(admin, url, which, true)).at(-1)!.done
  assert.equal(await init(direct.databaseUrl, 'main'), 'changed')
  assert.equal(await init(direct.databaseUrl, 'main'), 'was there')
  assert.equal(await init(direct.vaultDatabaseUrl, 'vault'), 'changed')
  assert.deepEqual(await migrate(direct.databaseUrl, 'main'), [])

  const pooler = await startPooler()
  const platform = await startPlatform({
    databaseUrl: through(direct.databaseUrl, pooler),
    vaultDatabaseUrl: through(direct.vaultDatabaseUrl, pooler),
  })
  const receiver = await startReceiver(platform.url)
  const hurried = openDatabase(platform.config.databaseUrl!, 1, () => undefined, undefined, 200)
  t.after(async () => {
    await hurried.close()
    await platform.close()
    await receiver.close()
    await pooler.stop()
    await direct.drop()
  })
  const webhook = await createWebhook(platform, receiver, '/pooled')
  const first = (await newestEventId(platform)) + 1
  const card = await platform.saveCard()
  const charges = await Promise.all(Array.from({ length: 20 }, () => platform.charge(card)))
  assert.deepEqual(
    charges.map(({ status }) => status),
    charges.map(() => 200),
  )
  await makeEvents(platform, 3)
  await untilAllConfirmed(platform, webhook.inbox, first)
  await verifiesClean(platform)
  await assert.rejects(hurried.one(sql`select pg_sleep(30)`), isTooLong)
})
