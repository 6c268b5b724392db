/**
 * A rotation of the sealing key by a worker that is killed in the middle of it, with requests all the while.
 */
import assert from 'node:assert/strict'
import { readFileSync, rmSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { until } from '../../test/platform.ts'
import { newDataFolder, type System, startSystem } from '../../test/system.ts'
import { storeCheck } from '../db/key-checks.ts'
import { sealedColumns } from '../db/sealing/sealed-columns.ts'
import { askForSealingRotation, newestSealingRotation } from '../db/sealing/sealing-key.ts'
import { type Database, openDatabase, sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import { addToKeyFile, makeKey, readKeys } from '../ground/key-file.ts'
import { openSeal } from '../ground/seal.ts'
import { prefixOf } from '../ground/sealing-name.ts'

const ACCOUNTS = 12_000
const AT_ONCE = 2_000
const KEY = 'sealing_key_2'
const folder = newDataFolder()
const file = `${folder}/keys/main.json`
let system: System
let db: Database
before(async () => {
  system = await startSystem(folder)
  const { DATABASE_URL } = JSON.parse(readFileSync(`${folder}/run.json`, 'utf8'))
  db = openDatabase(DATABASE_URL, 4, () => undefined)
  const { company_id, bank_account_id } = system.demo
  const seal = openSeal(file)
  for (let made = 0; made < ACCOUNTS; made += AT_ONCE) {
    const ids = Array.from({ length: AT_ONCE }, newId)
    const sealed = ids.map((id) => seal.seal('12345678', `bank_account ${company_id} ${id}`))
    await db.run(sql`
      insert into bank_accounts
      select (jsonb_populate_record(account, jsonb_build_object('bank_account_id', id, 'account_number_sealed', sealed::text))).*
      from bank_accounts account, unnest(${ids}::uuid[], ${sealed}::bytea[]) as one (id, sealed)
      where company_id = ${company_id} and bank_account_id = ${bank_account_id}`)
  }
})
after(async () => {
  await db?.close()
  await system?.stop()
  rmSync(folder, { recursive: true, force: true })
})

let webhooks = 0
/** Seals a webhook's secret and opens it for the repeated answer. */
async function createWebhookTwice(): Promise<number[]> {
  webhooks += 1
  const { api_url, api_token } = system.demo
  const once = () =>
    fetch(`${api_url}/webhooks`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${api_token}`,
        'content-type': 'application/json',
        'idempotency-key': `webhook ${webhooks}`,
      },
      body: JSON.stringify({ callback_url: `http://127.0.0.1:9/${webhooks}` }),
    })
  return [(await once()).status, (await once()).status]
}

test('a worker that is killed in the middle of it goes on, no request fails, and everything opens with the new key', async () => {
  const killed = system.pidOf('jetpay worker')
  assert.ok(killed)
  addToKeyFile(file, KEY, makeKey())
  await storeCheck(db, KEY, readKeys(file).get(KEY)!)
  await askForSealingRotation(db, KEY)
  const seen = async () => (await newestSealingRotation(db))!
  await until('some of it to be done', async () => {
    assert.deepEqual(await createWebhookTwice(), [201, 201])
    return (await seen()).done >= 500n
  })
  process.kill(killed, 'SIGKILL')
  const { done } = await seen()
  assert.ok(done < ACCOUNTS, `${done} were done`)
  await until('it to end', async () => {
    assert.deepEqual(await createWebhookTwice(), [201, 201])
    return (await seen()).state === 'done'
  })
  const seal = openSeal(file)
  let rows = 0
  for (const { table, column, about } of Object.values(sealedColumns))
    for (const { sealed, bound } of await db.many<{ sealed: Buffer; bound: string }>(
      sql`select ${column} as sealed, ${about} as bound from ${table} where ${column} is not null`,
    )) {
      assert.deepEqual(sealed.subarray(0, 8), prefixOf(KEY))
      assert.ok(seal.open(sealed, bound))
      rows += 1
    }
  assert.ok(rows > ACCOUNTS)
})
