/** `jetpay keys rotate sealing` on a platform that seals and opens secrets meanwhile. */
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { openCommandLines } from '../../test/command-lines.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { ensureMainKeys } from '../db/seal-checks.ts'
import { withoutKey } from '../db/sealing/key-holders.ts'
import { reseal } from '../db/sealing/reseal.ts'
import { sealedColumns } from '../db/sealing/sealed-columns.ts'
import { askForSealingRotation, newestSealingRotation } from '../db/sealing/sealing-key.ts'
import { type Database, sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import { addToKeyFile, makeKey } from '../ground/key-file.ts'
import { openSeal } from '../ground/seal.ts'
import { prefixOf } from '../ground/sealing-name.ts'
import { openContext } from '../process/context.ts'

const ACCOUNTS = 1_200
let platform: Platform
let db: Database
let lines: ReturnType<typeof openCommandLines>
let contactId: string
before(async () => {
  platform = await startPlatform()
  db = platform.db as Database
  lines = openCommandLines(platform)
  contactId = await platform.createContact()
  // More than two batches of one column.
  const { company_id } = platform.demo
  const ids = Array.from({ length: ACCOUNTS }, newId)
  const sealed = ids.map((id) => platform.context.seal.seal('12345678', `bank_account ${company_id} ${id}`))
  const { identifier } = await saveAccount()
  await db.run(sql`
    insert into bank_accounts
    select (jsonb_populate_record(account, jsonb_build_object('bank_account_id', id, 'account_number_sealed', sealed::text))).*
    from bank_accounts account, unnest(${ids}::uuid[], ${sealed}::bytea[]) as one (id, sealed)
    where company_id = ${company_id} and bank_account_id = ${identifier}`)
})
after(async () => {
  lines?.close()
  await platform?.close()
})

const saveAccount = () =>
  platform.good('PUT', '/contact/bank_account', {
    institution: 'Northern Bank',
    title: 'Chequing',
    holder_name: 'Ada Lovelace',
    contact_id: contactId,
    account_type: 'chequing',
    transit_number: '12345',
    institution_number: '003',
    account_number: '7654321',
    holder_address: '1 Main Street',
    holder_address_postal_code: 'H2X 1Y4',
    holder_address_city: 'Montréal',
    holder_address_country: 'CA',
    holder_email: 'ada@example.com',
  })
let webhooks = 0
/** Seals two secrets, and opens one of them for the answer that is given again. */
async function createWebhookTwice() {
  webhooks += 1
  const body = { callback_url: `http://127.0.0.1:9/${webhooks}`, callback_api_key: 'secret of the receiver' }
  const once = () => platform.good('POST', '/webhooks', body, { 'idempotency-key': `webhook ${webhooks}` })
  const made = await once()
  assert.equal((await once()).signing_secret, made.signing_secret)
}

type Sealed = { sealed: Buffer; about: string }
async function everySealed(): Promise<Sealed[]> {
  const all: Sealed[] = []
  for (const { table, column, about } of Object.values(sealedColumns))
    all.push(
      ...(await db.many<Sealed>(
        sql`select ${column} as sealed, ${about} as about from ${table} where ${column} is not null`,
      )),
    )
  return all
}
const keysOf = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>

test('each sealed column of the database is known', async () => {
  const columns = await db.many<{ name: string }>(sql`
    select table_name || '.' || column_name as name from information_schema.columns
    where table_schema = 'public' and data_type = 'bytea' and column_name like '%\\_sealed' order by 1`)
  // Signing keys are under keys of their own, which are wrapped anew.
  const known = [...Object.keys(sealedColumns), 'signing_keys.private_jwk_sealed']
  assert.deepEqual(
    columns.map(({ name }) => name),
    known.toSorted(),
  )
})

test('a new sealing key takes over every secret while requests seal and open them, and the old one can go', async () => {
  await createWebhookTwice()
  let ended = false
  const rotating = lines.run(['keys', 'rotate', 'sealing', '--json']).finally(() => {
    ended = true
  })
  let made = 0
  while (!ended || made < 3) {
    await createWebhookTwice()
    await saveAccount()
    made += 1
  }
  const { code, out, err } = await rotating
  assert.equal(code, 0, err)
  const told = JSON.parse(out)
  assert.deepEqual([told.state, told.new_key], ['done', 'sealing_key_2'])
  assert.ok(told.sealed_anew > ACCOUNTS, `${told.sealed_anew}`)

  const all = await everySealed()
  assert.ok(all.length > ACCOUNTS)
  for (const { sealed } of all) assert.deepEqual(sealed.subarray(0, 8), prefixOf('sealing_key_2'))
  const file = platform.config.mainKeyFile
  const { sealing_key: _gone, ...left } = keysOf(file)
  writeFileSync(file, JSON.stringify(left))
  const seal = openSeal(file)
  for (const { sealed, about } of all) assert.ok(seal.open(sealed, about).length > 0)
  assert.deepEqual(await ensureMainKeys(db, platform.config), [])
  const again = await openContext('api', platform.config)
  await again.close()
  await createWebhookTwice()
  const signing = await db.many<{ key_encryption_key_id: string }>(
    sql`select key_encryption_key_id from signing_keys where private_jwk_sealed is not null`,
  )
  for (const key of signing) assert.equal(key.key_encryption_key_id, 'sealing_key_2')
  const { data } = JSON.parse((await lines.run(['keys', 'list', '--json'])).out)
  const stateOf = (name: string) => data.find((key: { name: string }) => key.name === name)?.state
  assert.deepEqual([stateOf('sealing_key'), stateOf('sealing_key_2')], ['retired', 'in_use'])
  writeFileSync(file, JSON.stringify({}))
  await assert.rejects(ensureMainKeys(db, platform.config), /has no key "sealing_key_2"/)
  writeFileSync(file, JSON.stringify(left))
})

test('a key does not seal before a process on another host has it, and a batch that dies is done again', async () => {
  const { context } = platform
  await platform.stopWorker()
  const seal = openSeal(platform.config.mainKeyFile)
  const elsewhere = newId()
  const tell = (held: string[]) =>
    db.run(sql`
      insert into sealing_key_holders (process_id, role, host, held, seals_with, seen_at)
      values (${elsewhere}, 'api', 'elsewhere', ${held}, 'sealing_key_2', statement_timestamp())
      on conflict (process_id) do update set held = excluded.held, seen_at = excluded.seen_at`)
  await tell(['sealing_key_2'])
  addToKeyFile(platform.config.mainKeyFile, 'sealing_key_3', makeKey())
  await askForSealingRotation(db, 'sealing_key_3')
  const step = (rewrap = async () => undefined) => reseal(db, seal, rewrap)
  await until('the api of here to say that it has the key', async () => {
    await tell(['sealing_key_2'])
    return (await withoutKey(db, 'sealing_key_3')).length === 1
  })
  assert.equal(await step(), 'wait')
  assert.match((await newestSealingRotation(db))?.stuck ?? '', /api on elsewhere has not the key/)
  await createWebhookTwice()

  await tell(['sealing_key_2', 'sealing_key_3'])
  await step()
  await db.run(sql`delete from sealing_key_holders where process_id = ${elsewhere}`)
  seal.sealWith('sealing_key_3')
  await until('the api to seal with it', async () => context.seal.sealsWith() === 'sealing_key_3')
  await until('the first batch', async () => (await step()) === 'more')
  const { last_row } = (await newestSealingRotation(db))!
  assert.ok(last_row)
  // The batch that dies: what it has done is undone with how far it came.
  const dying: Database = {
    ...db,
    transaction: (work) =>
      db.transaction(async (db) => {
        await work(db)
        throw new Error('killed')
      }),
  }
  await assert.rejects(
    reseal(dying, seal, async () => undefined),
    /killed/,
  )
  assert.deepEqual((await newestSealingRotation(db))!.last_row, last_row)
  await platform.startWorker()
  await until('it to end', async () => (await newestSealingRotation(db))!.state === 'done')
  for (const { sealed, about } of await everySealed()) {
    assert.deepEqual(sealed.subarray(0, 8), prefixOf('sealing_key_3'))
    assert.ok(seal.open(sealed, about))
  }
})
