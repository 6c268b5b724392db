/** EFT by one bank and ACH by another: each with its own folder, or its own server. */
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { after, before, beforeEach, test } from 'node:test'
import { entriesIn, nachaFile, returned } from '../../test/ach-stage.ts'
import { type BankJobsStage, startBankJobsStage } from '../../test/bank-jobs-stage.ts'
import { startSftpServer } from '../../test/sftp-server.ts'
import { systemClock } from '../ground/clock.ts'
import type { Config } from '../ground/config.ts'
import type { Context } from '../process/context.ts'
import { openBank } from '../simulator/bank.ts'
import { type BankConnection, openBankConnections } from './bank-connection.ts'

type Exchange = NonNullable<Config['bank']['ach']['exchange']>

let stage: BankJobsStage
/** The ACH bank's, on our machine. */
let ours: string
before(async () => {
  stage = await startBankJobsStage()
  ours = mkdtempSync(`${tmpdir()}/jetpay-ach-bank-`)
})
after(async () => {
  await stage?.close()
  rmSync(ours, { recursive: true, force: true })
})
beforeEach(() => {
  stage.emptyFolders()
  for (const name of readdirSync(ours)) rmSync(`${ours}/${name}`, { recursive: true })
  mkdirSync(`${ours}/incoming`)
})

const usd = async (fields: Parameters<BankJobsStage['queue']>[0] = {}) =>
  stage.queue({
    bankAccountId: await stage.createAccount('1234567', { routing_number: '021000021' }),
    currency: 'USD',
    ...fields,
  })

/** The two banks with ACH exchanged as told, and the context that says so. */
function twoBanks(exchange: Partial<Exchange>): {
  context: Context
  eft: BankConnection
  ach: BankConnection
} {
  const { bank } = stage.context.config
  const none = { sftpUrl: undefined, sftpKeyFile: undefined, sftpPassword: undefined, sftpHostKey: undefined }
  const ach = {
    ...bank.ach,
    exchange: { ...none, folder: ours, sftpFolders: 'outgoing,incoming', ...exchange },
  }
  const config = { ...stage.context.config, bank: { ...bank, ach } }
  const [first, second, ...others] = openBankConnections(config.bank)
  assert.deepEqual(others, [])
  return { context: { ...stage.context, config }, eft: first!, ach: second! }
}

const visible = (folder: string) =>
  existsSync(folder) ? readdirSync(folder).filter((name) => !name.startsWith('.')) : []

test('two folders: each bank gets the files of its rail and no other, and what it answers is read from its own', async () => {
  const { context, eft, ach } = twoBanks({})
  const canadian = await stage.queue()
  const american = await usd()
  await stage.sendFiles(context, ach)
  assert.deepEqual(await stage.words(canadian), [])
  const later = await usd()
  await stage.sendFiles(context, eft)
  assert.match(stage.sentFile(), /^EFT\./)
  assert.deepEqual(await stage.words(later), [])
  await stage.sendFiles(context, ach)
  assert.deepEqual(
    visible(`${ours}/outgoing`).map((name) => name.slice(0, 4)),
    ['ACH.', 'ACH.'],
  )
  const bank = openBank({
    folder: stage.folder,
    dataFolder: `${ours}/books`,
    originatorId: 'JETPAYDEMO',
    profile: 'demo',
    ach: context.config.bank.ach,
    clock: systemClock,
    lookMs: 600_000,
  })
  await bank.look()
  await bank.close()
  await stage.readFiles(context, eft)
  assert.deepEqual(await stage.words(canadian), ['sent', 'settled'])
  assert.deepEqual(await stage.words(american), ['sent'])
  await stage.readFiles(context, ach)
  assert.deepEqual(await stage.words(american), ['sent', 'settled'])
  assert.deepEqual(visible(`${ours}/incoming`), [])
  assert.ok(visible(`${ours}/done`).length > 0)
})

test('one bank cannot speak of what went by the other', async () => {
  const { context, eft, ach } = twoBanks({})
  const american = await usd()
  await stage.sendFiles(context, ach)
  const [name] = visible(`${ours}/outgoing`)
  const [payment] = await entriesIn(readFileSync(`${ours}/outgoing/${name}`))
  const file = await nachaFile([returned(payment!)], 'T')
  stage.drop('returns.ach', file)
  await stage.readFiles(context, eft)
  assert.match(stage.read('rejected/returns.ach.reason').toString(), /is for another originator/)
  assert.deepEqual(await stage.words(american), ['sent'])
  writeFileSync(`${ours}/incoming/returns.ach`, file)
  await stage.readFiles(context, ach)
  assert.deepEqual(await stage.words(american), ['sent', 'returned'])
})

test('a folder and a server: each file goes its way, and a bank that cannot be reached holds up no other', async (t) => {
  const remote = mkdtempSync(`${tmpdir()}/jetpay-ach-remote-`)
  for (const name of ['outgoing', 'incoming']) mkdirSync(`${remote}/bank/${name}`, { recursive: true })
  const server = await startSftpServer(remote, 'jetpay', 'correct horse')
  t.after(async () => {
    await server.close()
    rmSync(remote, { recursive: true, force: true })
  })
  const sftp = { sftpUrl: server.url, sftpPassword: 'correct horse', sftpHostKey: server.hostKey }
  const canadian = await stage.queue()
  const american = await usd()
  const unreachable = twoBanks({ ...sftp, sftpUrl: 'sftp://jetpay@127.0.0.1:1/bank' })
  await assert.rejects(stage.sendFiles(unreachable.context, unreachable.ach))
  await stage.sendFiles(unreachable.context, unreachable.eft)
  assert.match(stage.sentFile(), /^EFT\./)
  assert.deepEqual(await stage.words(canadian), ['sent'])
  assert.deepEqual(await stage.words(american), [])
  const { context, eft, ach } = twoBanks(sftp)
  await stage.sendFiles(context, ach)
  const [name] = visible(`${remote}/bank/outgoing`)
  assert.match(name!, /^ACH\./)
  assert.deepEqual(await stage.words(american), ['sent'])
  const [payment] = await entriesIn(readFileSync(`${remote}/bank/outgoing/${name}`))
  writeFileSync(`${remote}/bank/incoming/returns.ach`, await nachaFile([returned(payment!)], 'S'))
  await stage.readFiles(context, eft)
  assert.deepEqual(visible(`${remote}/bank/incoming`), ['returns.ach'])
  await stage.readFiles(context, ach)
  assert.deepEqual(await stage.words(american), ['sent', 'returned'])
  assert.deepEqual(visible(`${ours}/done`), ['returns.ach'])
  assert.deepEqual(visible(`${remote}/bank/incoming`), [])
})

test('a file that was opened leaves by its own bank, also after its rail was switched off', async () => {
  const { context, eft, ach } = twoBanks({})
  const american = await usd()
  const dying = { ...ach.transport, stage: () => Promise.reject(new Error('dead')) }
  await assert.rejects(stage.sendFiles(context, { ...ach, transport: dying }), /dead/)
  const { bank } = context.config
  const off = { ...bank, ach: { ...bank.ach, profile: 'none' as const } }
  for (const connection of [eft, ach])
    await stage.sendFiles({ ...context, config: { ...context.config, bank: off } }, connection)
  assert.deepEqual(stage.files('outgoing'), [])
  assert.equal(visible(`${ours}/outgoing`).length, 1)
  assert.deepEqual(await stage.words(american), ['sent'])
})
