import assert from 'node:assert/strict'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { after, before, type TestContext, test } from 'node:test'
import { accountUpdates, newNumber } from '../../../test/account-update-stage.ts'
import { temporaryFolder } from '../../../test/network.ts'
import { type Platform, startPlatform, until } from '../../../test/platform.ts'
import { type Database, sql } from '../../db/sql.ts'
import type { AccountUpdate } from '../card-network.ts'
import { openVaultKeys } from '../data-keys.ts'
import type { Message } from '../iso8583/codec.ts'
import { openFileUpdates } from '../iso8583/file-updates.ts'
import { openKeks } from '../kek/open-keks.ts'
import { askForRotation } from '../rotate/rotation.ts'
import { applyAccountUpdate } from './apply-account-update.ts'
import { enrolEarlierCards } from './enrol-accounts.ts'
import { printUpdateFile, updateFileName } from './update-file.ts'

/** Lives of two processes that take the same file; each ends by SIGKILL wherever it is, but the last. */
const LIVES = 4
const RECORDS = 400
const MESSAGES = 40
const NUMBERS = ['4000000000930018', '4000000000930026'] as const

let platform: Platform
before(async () => {
  platform = await startPlatform({ networkEnrolment: 'on' })
})
after(() => platform.close())

test('kill -9 again and again, of two that take one file: each record is applied once, in order', async (t) => {
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

  const start = await takers(
    t,
    `
    const { existsSync } = await import('node:fs')
    const { setTimeout: delay } = await import('node:timers/promises')
    const { startTakingUpdates } = await import(${here('./take-update-files.ts')})
    const { openUpdateFolder } = await import(${here('./update-folder.ts')})
    const folder = openUpdateFolder(${JSON.stringify(folder)})
    process.send('begun')
    startTakingUpdates({ db, keys, folder, log, acquirerId: '400555' })
    while (existsSync(${JSON.stringify(path)})) await delay(20)
    process.exit(0)`,
  )
  const applied = async () =>
    (
      await platform.vaultDb.first<{ applied: number }>(
        sql`select applied from account_update_files where network_id = 'KILLNET'`,
      )
    )?.applied ?? 0

  for (let life = 1; life < LIVES; life++) {
    const taking = await Promise.all([start(), start()])
    await until(
      'some records to be applied',
      async () => (await applied()) >= (life * RECORDS) / (LIVES + 1),
      60_000,
    )
    const ended = taking.map((taker) => once(taker, 'exit'))
    for (const taker of taking) taker.kill('SIGKILL')
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

test('kill -9 again and again, of two that are sent each message until one answers: each is applied once', async (t) => {
  const card = await platform.saveCard('5555555555554444')
  const start = await takers(
    t,
    `
    const { openUpdateTaker } = await import(${here('./take-update-message.ts')})
    const take = openUpdateTaker({ db, keys, log })
    process.on('message', async ({ update, message }) => process.send({ message, done: await take(update, message) }))
    process.send('begun')`,
  )
  const numbers = ['5555555555554444', '2223003122003222']
  const messageOf = (at: number): { update: AccountUpdate; message: string } => ({
    message: `M${at}`,
    update: {
      reason: 'new_number',
      number: numbers[at % 2] ?? '',
      newNumber: numbers[(at + 1) % 2] ?? '',
      expiryMonth: 1 + (at % 12),
      expiryYear: 2041,
    },
  })
  let running = await Promise.all([start(), start()])
  const tell = async (told: ReturnType<typeof messageOf>) => {
    const answers = running.map((taker) => once(taker, 'message'))
    for (const taker of running) taker.send(told)
    for (const [answer] of await Promise.all(answers))
      assert.deepEqual(answer, { message: told.message, done: 'applied' })
  }
  for (let at = 0; at < MESSAGES; at++) {
    if (at % 10 === 5) {
      // Nobody hears what they have done of it, if anything.
      const ended = running.map((taker) => once(taker, 'exit'))
      for (const taker of running) taker.send(messageOf(at))
      for (const taker of running) taker.kill('SIGKILL')
      await Promise.all(ended)
      running = await Promise.all([start(), start()])
    }
    await tell(messageOf(at))
    // A repeat that comes late: the card has the number of which it tells once more.
    if (at > 0) await tell(messageOf(at - 1))
  }
  const log = await platform.vaultDb.many<{ data: Record<string, unknown> }>(
    sql`select data from card_log where card_id = ${card.cardId} and kind = 'updated' order by log_id`,
  )
  assert.deepEqual(
    log.map(({ data }) => data.expiry_month),
    Array.from({ length: MESSAGES }, (_, at) => 1 + (at % 12)),
  )
})

const { updated, ofVault, auditOf, tell, ofNetwork } = accountUpdates(() => platform)
const REPLACED = '5555550000930018'
const FILED = '4000000000930018'

test('a message of the network’s own is applied and answered, in order, and its account stays as it says', async () => {
  const card = await platform.saveCard(FILED)
  const closing = await platform.saveCard('4000056655665556')
  const { messages } = await tell('message', [
    { number: FILED },
    { number: '4000056655665556', reason: 'new_expiry' },
    { number: '4000056655665556', reason: 'closed' },
  ])
  const { shown } = await updated(card)
  assert.deepEqual([shown.last4, shown.account_update.reason], ['0026', 'new_number'])
  const closed = await updated(closing, 2)
  assert.deepEqual([closed.shown.state, closed.shown.expiry_year], ['closed', 2049])
  await until('every message to be answered', async () => (await ofNetwork()).unanswered === 0)
  const lines = (await auditOf('"card.update"')).filter(({ card_id }) => card_id === card.cardId)
  assert.ok(String(lines[0]?.message).endsWith(messages[0]!), 'the audit log names the message')
  // Its issuer keeps to it too.
  const { url } = await platform.good('POST', `/contact/${card.contactId}/creditcards/url`)
  const refused = await platform.submitCard(url, '4000056655665556')
  assert.deepEqual([refused.status, refused.body.fail_reason], [402, 'closed_account'])
})

test('a message that has no name is refused: the next one would be taken for its repeat', async () => {
  const taken: string[] = []
  const answer = openFileUpdates(async (_update, message) => {
    taken.push(message)
    return 'applied'
  })
  const closed = { 2: FILED, 91: '3', 101: 'ACCOUNTS' }
  const codeOf = async (fields: Message['fields']) =>
    (await answer({ mti: '0302', fields: { ...closed, ...fields } }))?.fields[39]
  assert.equal(await codeOf({}), '27')
  assert.equal(await codeOf({ 7: '1130120000' }), '27')
  assert.equal(await codeOf({ 7: '1130120000', 11: '000001' }), '00')
  assert.deepEqual(taken, ['1130120000 000001 '])
})

test('the network is told which accounts are kept, once each, and which no more', async () => {
  const { vaultDb } = platform
  const stateOf = ({ cardId }: { cardId: string }) =>
    vaultDb
      .first<{ state: string }>(sql`select state from account_enrolments where card_id = ${cardId}`)
      .then((row) => row?.state)
  const kept = await platform.saveCard('5105105105105100')
  const gone = await platform.saveCard('5105105105105100')
  await until(
    'both to be told',
    async () => (await stateOf(kept)) === 'enrolled' && (await stateOf(gone)) === 'enrolled',
  )
  // One from before enrolments were kept: the network knows it, and says so.
  await vaultDb.run(sql`delete from account_enrolments where card_id = ${kept.cardId}`)
  assert.equal(await enrolEarlierCards(vaultDb), 1)
  await until('it to be told again', async () => (await stateOf(kept)) === 'enrolled')
  await platform.good('DELETE', gone.path)
  await until('the end to be told', async () => (await stateOf(gone)) === 'ended')
  await until('all to be told', async () => {
    const { due, enrolled } = await vaultDb.one<{ due: number; enrolled: number }>(sql`
      select count(*) filter (where state in ('due', 'ending'))::int as due,
        count(*) filter (where state = 'enrolled')::int as enrolled from account_enrolments`)
    return due === 0 && (await ofNetwork()).enrolled === enrolled
  })
  const used = (await auditOf('"card.enrol"')).flatMap(({ uses }) => uses as [string, string][])
  assert.ok(
    used.some(([cardId]) => cardId === kept.cardId),
    'each use of a number is logged',
  )
})

test('an update that meets a rotation of the fingerprint’s key leaves a card that is found by its new number', async () => {
  const vaultDb = platform.vaultDb as Database
  const { company_id } = platform.demo
  const openKeys = async () => openVaultKeys(vaultDb, await openKeks(platform.config))
  for (const [number, to, heardOfIt] of [
    [REPLACED, '5555550000930026', false],
    [FILED, '4000000000930026', true],
  ] as const) {
    const card = await platform.saveCard(number)
    const keys = await openKeys()
    let asked = false
    const changed = await applyAccountUpdate({ db: vaultDb, keys }, newNumber(number, to), {
      told: { reference: 'test' },
      // The card is held from here on. The rotation has opened it by then, with the number of before.
      async claim() {
        if (asked) return true
        asked = true
        await askForRotation(vaultDb, 'fingerprint', 'a test')
        await until('the rotation to wait for the card', () =>
          vaultDb.first(sql`
            select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
              and query like '%update cards card set number_mac%'`),
        )
        if (heardOfIt) await keys.reload()
        return true
      },
    })
    assert.ok(changed)
    await until('the rotation to end', async () => {
      const { open } = await vaultDb.one<{ open: bigint }>(
        sql`select count(*) as open from key_rotations where state <> 'done'`,
      )
      return open === 0n
    })
    const [active] = (await openKeys()).numberMacs(company_id, to)
    const { number_mac, fingerprint_key_id, last4 } = await ofVault(card)
    assert.deepEqual([number_mac, fingerprint_key_id, last4], [active.mac, active.keyId, to.slice(-4)])
    assert.equal((await platform.charge(card)).status, 200)
  }
})

const here = (file: string) => JSON.stringify(import.meta.resolve(file))

/** Starts processes with the vault's database and keys at hand, which end with the test. */
async function takers(t: TestContext, program: string): Promise<() => Promise<ChildProcess>> {
  const script = `${await temporaryFolder(t)}/taker.mjs`
  writeFileSync(
    script,
    `
    const { pino } = await import(${here('../../../node_modules/pino/pino.js')})
    const { openDatabase } = await import(${here('../../db/sql.ts')})
    const { readConfig } = await import(${here('../../ground/config.ts')})
    const { openVaultKeys } = await import(${here('../data-keys.ts')})
    const { openKeks } = await import(${here('../kek/open-keks.ts')})
    const config = readConfig()
    const db = openDatabase(config.vaultDatabaseUrl, 2, () => undefined)
    const keys = await openVaultKeys(db, await openKeks(config))
    const log = pino({ level: 'silent' })
    ${program}`,
  )
  const env = {
    ...process.env,
    JETPAY_DATA: platform.config.dataFolder,
    VAULT_DATABASE_URL: platform.config.vaultDatabaseUrl,
  }
  return async () => {
    const child = fork(script, { env })
    t.after(() => child.kill('SIGKILL'))
    await once(child, 'message')
    return child
  }
}
