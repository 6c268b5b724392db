/**
 * The worst day: the disk is lost, the backup is from before, and network and bank went on. Everything that
 * they did in the lost time is told once, nothing is invented, and nobody is charged twice without being
 * told.
 */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { projectFolder } from '../../src/ground/config.ts'
import { until } from '../platform.ts'
import { newDataFolder, type System, saveCard, startSystem } from '../system.ts'

const run = promisify(execFile)
const dataFolder = newDataFolder()
const elsewhere = mkdtempSync(`${process.env.JETPAY_TEST_FOLDER}/backups-`)
chmodSync(elsewhere, 0o711)
let system: System
let card: { contactId: string; cardId: string }

before(async () => {
  system = await startSystem(dataFolder)
  card = await saveCard(system)
})
after(async () => {
  await system?.stop()
  for (const folder of [dataFolder, elsewhere]) rmSync(folder, { recursive: true, force: true })
})

/** `jetpay <words>` on this data folder; what it answers. */
async function jetpay(...words: string[]): Promise<any> {
  const { stdout } = await run(`${projectFolder}/bin/jetpay`, [...words, '--json'], {
    env: { ...process.env, JETPAY_DATA: dataFolder },
  })
  return stdout ? JSON.parse(stdout) : undefined
}
const refused = (...words: string[]) =>
  jetpay(...words).then(
    () => assert.fail(`jetpay ${words.join(' ')} was done`),
    ({ stderr }) => JSON.parse(stderr) as { code: string; message: string },
  )

async function call(method: string, path: string, body?: unknown, key?: string) {
  const response = await fetch(`${system.demo.api_url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${system.demo.api_token}`,
      'content-type': 'application/json',
      ...(key ? { 'idempotency-key': key } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  return { status: response.status, body: (await response.json()) as any }
}
const charge = (amount: string, key: string) =>
  call(
    'POST',
    `/contact/${card.contactId}/creditcards/${card.cardId}/charge`,
    { amount: Number(amount), to_bank_account_id: system.demo.bank_account_id, statement: key },
    key,
  )
const books = async (path: string) =>
  (await fetch(`${system.demo.simulator_url}${path}`)).json() as Promise<any>
/** A debit of the contact's bank account, which goes to the bank with the next file. */
async function byBank(amount: number): Promise<string> {
  const account = {
    contact_id: card.contactId,
    institution: 'Demo Bank',
    title: 'Chequing',
    account_type: 'chequing',
    account_number: '7654321',
    institution_number: '001',
    transit_number: '00011',
    holder_name: 'Bench',
    holder_address: '1 Main Street',
    holder_address_postal_code: 'H2X 1Y4',
    holder_address_city: 'Montreal',
    holder_address_country: 'CA',
    holder_email: 'bench@example.com',
  }
  const { body } = await call('PUT', '/contact/bank_account', account)
  const debit = {
    contact_id: card.contactId,
    amount,
    statement: 'bank',
    to_bank_account: system.demo.bank_account_id,
  }
  const { identifier } = (await call('PUT', '/debit', debit)).body
  const paid = await call('POST', `/debit/${identifier}/pay`, { from_bank_account: body.identifier })
  assert.equal(paid.status, 200, JSON.stringify(paid.body))
  return identifier
}
/** Amounts of debits in the bank's books. */
const pulled = async () =>
  (await books('/bank/books?limit=1000')).items
    .filter(({ type }: any) => type === 'D')
    .map(({ amount }: any) => amount)
/** The sum of the credits in the bank's books: payouts to the company. */
const paidOut = async () =>
  (await books('/bank/books?limit=1000')).items
    .filter(({ type }: any) => type === 'C')
    .reduce((sum: number, { amount }: any) => sum + amount, 0)
const captured = async () => {
  const { entries } = await books('/books?limit=1000')
  return entries.filter(({ state }: any) => state === 'captured').map(({ amount }: any) => amount)
}

let newestBefore: number
/** A debit by bank that was queued when the backup was taken. */
let queued: string
const backup = `${elsewhere}/backup`
const keys = `${elsewhere}/keys`

test('a backup is taken while the platform runs; keys are never in it, and are said', async () => {
  assert.equal((await charge('10.01', 'kept-1')).status, 200)
  // Its file is not written before the backup is taken.
  process.kill(system.pidOf('worker')!, 'SIGSTOP')
  queued = await byBank(50.05)
  const { message } = await refused('backup', backup, '--keys', `${backup}/keys`)
  assert.match(message, /must not lie together/)
  const taken = await jetpay('backup', backup, '--keys', keys)
  assert.match(taken.keys, /main\.json.*vault\.json.*database\.json/)
  assert.deepEqual(readdirSync(backup).sort(), ['backup.json', 'event-archive', 'postgres'])
  assert.deepEqual(readdirSync(keys).sort(), ['database.json', 'main.json', 'vault.json'])
  assert.equal((await refused('backup', backup)).code, 'wrong_state')
})

test('what is done after it is lost with the disk', async () => {
  assert.equal((await charge('20.02', 'lost-1')).status, 200)
  assert.equal((await charge('30.03', 'lost-2')).status, 200)
  process.kill(system.pidOf('worker')!, 'SIGCONT')
  await byBank(60.06)
  await until('the bank to have both', async () => (await pulled()).length === 2)
  await until('both to be paid out', async () => (await paidOut()) === 11011)
  newestBefore = (await call('GET', '/events?limit=1')).body.newest_event_id
  assert.deepEqual(await captured(), [1001, 2002, 3003])
})

test('a restore moves aside what was there, and is refused while the platform runs', async () => {
  assert.match((await refused('restore', backup, '--keys', keys)).message, /in use/)
  await system.stop()
  const file = `${backup}/postgres/data/global/pg_control`
  const whole = readFileSync(file)
  writeFileSync(
    file,
    whole.map((byte, at) => (at === 100 ? byte ^ 1 : byte)),
  )
  assert.match((await refused('restore', backup, '--keys', keys)).message, /is damaged: .*pg_control/)
  writeFileSync(file, whole)
  rmSync(`${dataFolder}/keys`, { recursive: true })
  assert.equal((await refused('restore', backup)).code, 'not_found')
  const restored = await jetpay('restore', backup, '--keys', keys)
  assert.ok(existsSync(restored.moved_aside))
  assert.ok(restored.event_ids_skipped >= 100)
  system = await startSystem(dataFolder)
})

test('until an operator has looked nothing goes to the network, and a request is told to come back', async () => {
  assert.equal((await charge('40.04', 'new-1')).status, 503)
  assert.equal((await charge('20.02', 'lost-1')).status, 503)
  assert.deepEqual(await captured(), [1001, 2002, 3003])
  assert.equal((await charge('10.01', 'kept-1')).status, 200, 'an answer that is known is given')
  assert.equal((await refused('recovery', 'go', '--by', 'Ada', '--note', 'test')).code, 'wrong_state')
})

let items: any[]
const lost = (amount: string) => items.find((item) => item.amount === Number(amount))
test('what the network did in the lost time is told once, and nothing else', async () => {
  const told = async () => (await jetpay('recovery', 'check')).data
  items = await told()
  const known = ({ kind, amount, last4, state }: any) => [kind, amount, last4, state]
  // One payout of both, or one of each, as it came.
  const credits = items.filter(({ kind }) => kind === 'bank_credit')
  assert.equal(
    credits.reduce((sum, { amount }) => sum + amount * 100, 0),
    11011,
  )
  assert.deepEqual(items.filter((item) => !credits.includes(item)).map(known), [
    ['charge', 20.02, '4242', 'open'],
    ['charge', 30.03, '4242', 'open'],
    ['bank_debit', 60.06, '4321', 'open'],
  ])
  assert.deepEqual(await told(), items)
})

test('event ids that receivers may have seen are not given to other events', async () => {
  await until('the log to go on', async () => {
    const { newest_event_id } = (await call('GET', '/events?limit=1')).body
    return newest_event_id > newestBefore
  })
  const { data } = (await call('GET', `/events?after=${newestBefore}&limit=1`)).body
  assert.equal(data[0].type, 'events.restored')
})

test('a repeat of a lost charge is told, and charged once a person has settled the lost one', async () => {
  await jetpay('recovery', 'go', '--by', 'Ada', '--note', 'test')
  assert.equal(await paidOut(), 11011, 'what the bank may have paid waits')
  const repeated = await charge('20.02', 'lost-1')
  assert.deepEqual([repeated.status, repeated.body.code], [409, 'idempotency_in_progress'])
  assert.match(repeated.body.detail, new RegExp(lost('20.02').reference))
  assert.equal((await charge('40.04', 'new-1')).status, 200)

  await jetpay(
    'recovery',
    'resolve',
    lost('20.02').identifier,
    '--as',
    'reversed',
    '--by',
    'Ada',
    '--note',
    'test',
  )
  await until('the reversal', async () => !(await captured()).includes(2002))
  await until('it to be known', async () => {
    const { data } = await jetpay('recovery', 'list', '--all')
    return data.some(({ state }: any) => state === 'reversed')
  })
  await jetpay(
    'recovery',
    'resolve',
    lost('30.03').identifier,
    '--as',
    'kept',
    '--by',
    'Ada',
    '--note',
    'shipped',
  )
  for (const { kind, identifier } of items)
    if (kind.startsWith('bank_'))
      await jetpay('recovery', 'resolve', identifier, '--as', 'kept', '--by', 'Ada', '--note', 'told')
  assert.equal((await charge('20.02', 'lost-1')).status, 200)
  assert.equal((await charge('30.03', 'lost-2')).status, 409)
  assert.deepEqual((await captured()).sort(), [1001, 2002, 3003, 4004])
})

test('what was queued and has left is not sent again, and the next file has the next number', async () => {
  await byBank(70.07)
  await until('the bank to have it', async () => (await pulled()).length === 3)
  assert.deepEqual((await pulled()).sort(), [5005, 6006, 7007])
  const { files } = await books('/bank/books?limit=1')
  assert.deepEqual(
    files.filter(({ outcome }: any) => outcome !== 'accepted'),
    [],
  )
  assert.notEqual((await call('GET', `/debit/${queued}`)).body.state, 'initiated')
})

test('once it is worked off everything holds, the books of network and bank included', async () => {
  const { stdout } = await run(`${projectFolder}/bin/jetpay`, ['verify', '--json'], {
    env: { ...process.env, JETPAY_DATA: dataFolder },
    maxBuffer: 10_000_000,
  }).catch((error) => error)
  assert.deepEqual(
    JSON.parse(stdout).checks.filter(({ ok }: any) => !ok),
    [],
  )
  assert.deepEqual((await jetpay('alarm', 'list')).data, [])
})
