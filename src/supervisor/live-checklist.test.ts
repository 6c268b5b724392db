import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { createDatabases } from '../../test/platform.ts'
import { openDatabase } from '../db/sql.ts'
import { readConfig } from '../ground/config.ts'
import { databaseChecklist, type Point, requireSafe, settingsChecklist } from './live-checklist.ts'

const folder = mkdtempSync(`${process.env.JETPAY_TEST_FOLDER}/live-`)
let databases: Awaited<ReturnType<typeof createDatabases>>
before(async () => {
  databases = await createDatabases()
})
after(async () => {
  await databases?.drop()
  rmSync(folder, { recursive: true })
})

/** As an installation that goes live sets them. */
const good = {
  JETPAY_ENVIRONMENT: 'live',
  JETPAY_DATA: folder,
  JETPAY_PUBLIC_URL: 'https://pay.example',
  JETPAY_VAULT_PUBLIC_URL: 'https://cards.example',
  JETPAY_NETWORK_PORT: '8583',
  JETPAY_ACQUIRER_ID: '12345678901',
  JETPAY_TERMINAL_ID: 'TERM0001',
  JETPAY_MERCHANT_ID: 'MERCHANT0000001',
  JETPAY_BANK_ORIGINATOR_ID: '0123456789',
}
const checked = (env: Record<string, string>) => settingsChecklist(readConfig(env), env)
const unsafeOf = (points: Point[]) => points.filter(({ found }) => found === 'unsafe').map(({ says }) => says)

test('settings of a live installation are safe', () => {
  assert.deepEqual(unsafeOf(checked(good)), [])
})

test('each thing that is the demo’s, or open to others, is unsafe and named', () => {
  const { JETPAY_NETWORK_PORT: _, ...noPort } = good
  const { JETPAY_MERCHANT_ID: __, ...noMerchant } = good
  assert.match(unsafeOf(checked(noPort)).join(), /^JETPAY_NETWORK_PORT is not set/)
  assert.match(unsafeOf(checked(noMerchant)).join(), /^JETPAY_MERCHANT_ID: the demo's/)
  assert.match(
    unsafeOf(checked({ ...good, JETPAY_ENVIRONMENT: 'demo' })).join(),
    /^JETPAY_ENVIRONMENT is demo/,
  )
  writeFileSync(`${folder}/demo.json`, '{}')
  writeFileSync(`${folder}/database.json`, '{}', { mode: 0o600 })
  chmodSync(`${folder}/database.json`, 0o640)
  assert.equal(unsafeOf(checked(good)).length, 2)
})

test('a server that may lose what it has committed is unsafe; what is said tells each point', async () => {
  const db = openDatabase(databases.databaseUrl, 1, () => undefined)
  try {
    // The tests' server has fsync off, as it keeps nothing.
    const said: string[] = []
    const found = await databaseChecklist(db, 'main')
    assert.throws(
      () => requireSafe(found, (line) => said.push(line)),
      /^OperatorError: Not started live: 1 of/,
    )
    assert.match(said[0]!, /^\[!\] The server of the main database has .*fsync.* off/)
  } finally {
    await db.close()
  }
})
