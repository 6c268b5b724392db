/**
 * A key file that is not its database's starts nothing, and keys are made only where nothing was sealed yet.
 */
import assert from 'node:assert/strict'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { newId } from '../ground/ids.ts'
import { openContext } from '../process/context.ts'
import { ensureVaultKeys } from '../vault/ensure-keys.ts'
import { ensureMainKeys } from './seal-checks.ts'
import { sealedColumns } from './sealing/sealed-columns.ts'
import { sql } from './sql.ts'

let platform: Platform
let card: Awaited<ReturnType<Platform['saveCard']>>
before(async () => {
  platform = await startPlatform()
  card = await platform.saveCard()
  const body = { email: 'a@example.com', name: 'Ada' }
  await platform.good('PUT', '/contact', body)
})
after(() => platform.close())

type Side = { file: string; db: Platform['db']; settle(): Promise<string[]>; names: string[] }
const sides = (): Record<'vault' | 'main', Side> => ({
  vault: {
    file: platform.config.vaultKeyFile,
    db: platform.vaultDb,
    settle: () => ensureVaultKeys(platform.vaultDb as never, platform.config),
    names: ['kek_1'],
  },
  main: {
    file: platform.config.mainKeyFile,
    db: platform.db,
    settle: () => ensureMainKeys(platform.db as never, platform.config),
    names: ['sealing_key'],
  },
})
const files = () => Object.values(sides()).map(({ file }) => file)
const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>
const write = (file: string, keys: unknown) => writeFileSync(file, JSON.stringify(keys))
const otherKey = () => Buffer.alloc(32, newId()).toString('base64url')

beforeEach(() => {
  for (const file of files()) writeFileSync(`${file}.kept`, readFileSync(file), { mode: 0o600 })
})
afterEach(async () => {
  for (const file of files()) {
    rmSync(file, { recursive: true, force: true })
    renameSync(`${file}.kept`, file)
  }
  for (const { settle } of Object.values(sides())) assert.deepEqual(await settle(), [])
})

/** One line that names the file and says what to do. */
async function refused(side: Side, says: RegExp): Promise<void> {
  await assert.rejects(side.settle(), (error: Error) => {
    assert.equal(error.name, 'OperatorError')
    assert.ok(error.message.includes(side.file) && !error.message.includes('\n'), error.message)
    assert.match(error.message, says)
    return true
  })
}

for (const which of ['vault', 'main'] as const) {
  test(`without the ${which} key file nothing starts, and no new keys are made`, async () => {
    const side = sides()[which]
    rmSync(side.file)
    await refused(side, /is missing, and the \w+ database has data .* put it back from its backup/)
    assert.ok(!existsSync(side.file))
  })

  test(`each key of the ${which} key file must be the one that the database knows`, async () => {
    const side = sides()[which]
    for (const name of side.names) {
      const keys = read(side.file)
      write(side.file, { ...keys, [name]: otherKey() })
      await refused(side, new RegExp(`The key "${name}" .* is not the one .* put the right file back`))
      write(side.file, keys)
    }
  })

  test(`a ${which} key file that is empty, cut short, no JSON, null, a list, incomplete or a folder is named`, async () => {
    const side = sides()[which]
    const whole = readFileSync(side.file, 'utf8')
    for (const text of [
      '',
      ' \n',
      whole.slice(0, 40),
      'null',
      '[]',
      '{}',
      '"x"',
      '{"kek_1": null}',
      '{"kek_1": "AAAA"}',
    ]) {
      writeFileSync(side.file, text)
      await refused(side, /backup/)
    }
    rmSync(side.file)
    mkdirSync(side.file, { mode: 0o700 })
    await refused(side, /cannot be read \(EISDIR\); make it a file/)
  })

  test(`a ${which} key file that its group or others can read is named, with the command that mends it`, async () => {
    const side = sides()[which]
    for (const mode of [0o640, 0o604, 0o660]) {
      chmodSync(side.file, mode)
      await refused(side, new RegExp(`run: chmod 600 ${side.file}`))
    }
  })
}

test('a main database from before there were checks takes the keys that open its records, and no others', async () => {
  const side = sides().main
  const keys = read(side.file)
  await side.db.run(sql`delete from key_checks`)
  for (const name of side.names) {
    write(side.file, { ...keys, [name]: otherKey() })
    await refused(side, new RegExp(`The key "${name}" `))
    assert.equal(await checksOf(side), 0, 'nothing was taken for true')
  }
  rmSync(side.file)
  await refused(side, /is missing/)
  write(side.file, keys)
  chmodSync(side.file, 0o600)
  assert.deepEqual(await side.settle(), [])
  assert.equal(await checksOf(side), side.names.length)
})

test('a database that has nothing sealed yet gets a key file, private to its user', async () => {
  const other = await startPlatform()
  const { vaultKeyFile, mainKeyFile } = other.config
  assert.deepEqual(Object.keys(read(mainKeyFile)), ['sealing_key'])
  assert.deepEqual(Object.keys(read(vaultKeyFile)), ['kek_1'])
  for (const file of [mainKeyFile, vaultKeyFile]) assert.equal(statSync(file).mode & 0o777, 0o600)
  // Also where a key file was made and its process died before anything was stored.
  await other.vaultDb.run(sql`delete from data_keys`)
  await other.vaultDb.run(sql`delete from key_encryption_keys`)
  const keys = read(vaultKeyFile)
  assert.deepEqual(await ensureVaultKeys(other.vaultDb as never, other.config), [])
  assert.deepEqual(read(vaultKeyFile), keys)
  await other.close()
})

const checksOf = async ({ db }: Side) => (await db.many(sql`select key_name from key_checks`)).length

test('main and vault key files in each other’s place start nothing', async () => {
  const { main, vault } = sides()
  const keys = [read(main.file), read(vault.file)] as const
  write(main.file, keys[1])
  write(vault.file, keys[0])
  await refused(main, /has no key "sealing_key"/)
  await refused(vault, /has no key "kek_1"/)
})

test('a further key-encryption key is known from its first start, and a file from before it is refused once keys need it', async () => {
  const { main } = sides()
  const before = read(main.file)
  write(main.file, { ...before, kek_2: otherKey() })
  assert.deepEqual(await main.settle(), [])
  write(main.file, { ...before, kek_2: otherKey() })
  await refused(main, /The key "kek_2" .* is not the one/)
  write(main.file, before)
  assert.deepEqual(await main.settle(), [], 'nothing is wrapped by it yet')
  await platform.good('GET', '/.well-known/jwks.json')
  const { key_encryption_key_id } = await platform.db.one<{ key_encryption_key_id: string }>(
    sql`select key_encryption_key_id from signing_keys`,
  )
  await platform.db.run(sql`update signing_keys set key_encryption_key_id = 'kek_2'`)
  await refused(main, /has no key "kek_2"/)
  await platform.db.run(sql`update signing_keys set key_encryption_key_id = ${key_encryption_key_id}`)
})

test('every table of the main database with something sealed in it is tried', async () => {
  const tried = Object.keys(sealedColumns).map((name) => name.split('.')[0]!)
  // By the key-encryption key that each names.
  tried.push('signing_keys')
  const columns = await platform.db.many<{ table_name: string }>(sql`
    select distinct table_name::text from information_schema.columns
    where table_schema = 'public' and column_name like '%sealed'`)
  assert.ok(columns.length >= 6)
  assert.deepEqual(
    columns.map(({ table_name }) => table_name).filter((name) => !tried.includes(name)),
    [],
  )
})

test('a process whose key file is not its database’s does not come up', async () => {
  const { main } = sides()
  write(main.file, { sealing_key: otherKey() })
  await assert.rejects(openContext('api', platform.config), /is not the one that the main database/)
})

test('a card that cannot be opened is not sent: its charge, its hold and its refund end at once, and nothing is reversed', async () => {
  const paid = await platform.charge(card)
  assert.equal(paid.status, 200)
  const { company_id } = platform.demo
  await platform.vaultDb.run(sql`
    update cards set number_ciphertext = set_byte(number_ciphertext, 20, get_byte(number_ciphertext, 20) # 1)
    where company_id = ${company_id} and card_id = ${card.cardId}`)
  const body = { amount: 3, to_bank_account_id: platform.demo.bank_account_id, statement: 'Unreadable' }
  for (const operation of ['charge', 'preauthorize']) {
    const answer = await platform.call('POST', `${card.path}/${operation}`, body)
    assert.deepEqual(
      [answer.status, answer.body.code, answer.body.fail_reason, answer.body.transaction_state],
      [503, 'service_unavailable', 'card_unreadable', 'failed'],
    )
    const debit = await platform.call('GET', `/transaction/${answer.body.debit_id}`)
    assert.deepEqual([debit.body.state, debit.body.fail_reason], ['failed', 'card_unreadable'])
  }
  const refund = await platform.call('POST', `/debit/${paid.body.debit_id}/refund`, { amount: 1 })
  assert.deepEqual([refund.status, refund.body.fail_reason], [503, 'card_unreadable'])
  const states = await platform.db.many<{ state: string; reversals_sent: number }>(sql`
    select state, reversals_sent from attempts where company_id = ${company_id} and state <> 'approved'`)
  assert.deepEqual(states, Array(3).fill({ state: 'unsent', reversals_sent: 0 }))
  await until('its log line', async () => platform.lines.some((line) => line.includes('could not be opened')))
})
