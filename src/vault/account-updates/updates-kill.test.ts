import assert from 'node:assert/strict'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { temporaryFolder } from '../../../test/network.ts'
import { startPlatform, until } from '../../../test/platform.ts'
import { sql } from '../../db/sql.ts'
import { printUpdateFile, updateFileName } from './update-file.ts'

/** Lives of two processes that take the same file; each ends by SIGKILL wherever it is, but the last. */
const LIVES = 4
const RECORDS = 400
const NUMBERS = ['4000000000930018', '4000000000930026'] as const

test('kill -9 again and again, of two that take one file: each record is applied once, in order', async (t) => {
  const platform = await startPlatform()
  t.after(() => platform.close())
  const card = await platform.saveCard(NUMBERS[0])
  const folder = `${await temporaryFolder(t)}/updates`
  mkdirSync(folder, { mode: 0o700 })
  // There and back: one that were left out, or came twice, would leave all after it without a card.
  const updates = Array.from({ length: RECORDS }, (_, at) => ({
    reason: 'new_number' as const,
    number: NUMBERS[at % 2] ?? '',
    newNumber: NUMBERS[(at + 1) % 2] ?? '',
    expiryMonth: 1 + (at % 12),
    expiryYear: 2041,
  }))
  const header = { networkId: 'KILLNET', acquirerId: '400555', sequence: 7, createdAt: new Date() }
  const path = `${folder}/${updateFileName(7)}`
  writeFileSync(path, printUpdateFile(header, updates), { mode: 0o600 })

  const script = `${folder}-taker.mjs`
  const here = (file: string) => JSON.stringify(import.meta.resolve(file))
  writeFileSync(
    script,
    `
    const { pino } = await import(${here('../../../node_modules/pino/pino.js')})
    const { openDatabase } = await import(${here('../../db/sql.ts')})
    const { readConfig } = await import(${here('../../ground/config.ts')})
    const { openVaultKeys } = await import(${here('../data-keys.ts')})
    const { openKeks } = await import(${here('../kek/open-keks.ts')})
    const { existsSync } = await import('node:fs')
    const { setTimeout: delay } = await import('node:timers/promises')
    const { startTakingUpdates } = await import(${here('./take-update-files.ts')})
    const { openUpdateFolder } = await import(${here('./update-folder.ts')})
    const config = readConfig()
    const db = openDatabase(config.vaultDatabaseUrl, 2, () => undefined)
    const keys = await openVaultKeys(db, await openKeks(config))
    const folder = openUpdateFolder(${JSON.stringify(folder)})
    process.send('begun')
    startTakingUpdates({ db, keys, folder, log: pino({ level: 'silent' }), acquirerId: '400555' })
    while (existsSync(${JSON.stringify(path)})) await delay(20)
    process.exit(0)`,
  )
  const env = {
    ...process.env,
    JETPAY_DATA: platform.config.dataFolder,
    VAULT_DATABASE_URL: platform.config.vaultDatabaseUrl,
  }
  const start = async (): Promise<ChildProcess> => {
    const child = fork(script, { env })
    t.after(() => child.kill('SIGKILL'))
    await once(child, 'message')
    return child
  }
  const applied = async () =>
    (
      await platform.vaultDb.first<{ applied: number }>(
        sql`select applied from account_update_files where network_id = 'KILLNET'`,
      )
    )?.applied ?? 0

  for (let life = 1; life < LIVES; life++) {
    const takers = await Promise.all([start(), start()])
    await until(
      'some records to be applied',
      async () => (await applied()) >= (life * RECORDS) / (LIVES + 1),
      60_000,
    )
    const ended = takers.map((taker) => once(taker, 'exit'))
    for (const taker of takers) taker.kill('SIGKILL')
    await Promise.all(ended)
  }
  const before = await applied()
  assert.ok(before < RECORDS && existsSync(path), `${before}`)
  const last = await Promise.all([start(), start()])
  await Promise.all(last.map((taker) => taker.exitCode ?? once(taker, 'exit')))

  assert.equal(existsSync(path), false)
  const log = await platform.vaultDb.many<{ data: Record<string, unknown> }>(
    sql`select data from card_log where card_id = ${card.cardId} and kind = 'updated' order by log_id`,
  )
  assert.deepEqual(
    log.map(({ data }) => [data.last4, data.expiry_month]),
    updates.map(({ newNumber, expiryMonth }) => [newNumber.slice(-4), expiryMonth]),
  )
  const taken = await platform.vaultDb.many<{ data: { says: string } }>(
    sql`select data from card_log where kind = 'update_file' order by log_id`,
  )
  assert.deepEqual(
    taken.map(({ data }) => data.says),
    [`KILLNET 7: ${RECORDS} of ${RECORDS}`],
  )
})
