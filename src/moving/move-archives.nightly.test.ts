/** A company whose old events are in files moves between two real cells, with the files. */
import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { existsSync, readdirSync, renameSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { addEvents, ageCheckpoints, closeBlocks } from '../../test/event-log.ts'
import { until } from '../../test/platform.ts'
import { startTwoCells, type TwoCells } from '../../test/two-cells.ts'
import { verifiesClean } from '../../test/verifies-clean.ts'
import { sql } from '../db/sql.ts'
import { archiveEvents } from '../events/archive-events.ts'
import { archiveFilesOf } from '../events/archive-file.ts'
import { readLog } from '../events/export-log.ts'
import { proveEvent } from '../events/prove.ts'
import { sequenceEvents } from '../events/sequence-events.ts'
import { projectFolder } from '../ground/config.ts'

const RETENTION_DAYS = 30
let cells: TwoCells
let settings: string
let company: string
before(async () => {
  cells = await startTwoCells({ oneNetwork: true })
  settings = cells.settings()
  company = cells.a.demo.company_id
})
after(() => cells?.close())

type Cell = TwoCells['a']
const words = (to: string) => ['company', 'move', company, '--to', to, '--settings', settings]
const environment = () => ({ ...process.env, ...cells.environment(), NO_COLOR: '1' })
const jetpay = (given: string[]) =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const options = { cwd: projectFolder, env: environment() }
    execFile(process.execPath, ['src/main.ts', ...given], options, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    )
  })
async function move(to: string) {
  const moved = await jetpay(words(to))
  assert.equal(moved.code, 0, moved.err)
}
const killedAt = (to: string, line: RegExp) =>
  new Promise<boolean>((resolve) => {
    const child = spawn(process.execPath, ['src/main.ts', ...words(to)], {
      cwd: projectFolder,
      env: environment(),
    })
    child.stderr.on('data', (text) => line.test(String(text)) && child.kill('SIGKILL'))
    child.on('close', (_, signal) => resolve(signal === 'SIGKILL'))
  })

const folderIn = ({ config }: Cell) => `${config.eventArchiveFolder}/${company}`
const filesIn = (cell: Cell) => (existsSync(folderIn(cell)) ? readdirSync(folderIn(cell)).sort() : [])
/** As a worker of that cell does whose events stay for so many days. */
const archiveIn = ({ context }: Cell) =>
  archiveEvents(0).run({ ...context, config: { ...context.config, eventRetentionDays: RETENTION_DAYS } })
const sequence = async ({ context }: Cell) => {
  while (await sequenceEvents(10).run(context));
}

/** Makes what the company has by now old enough for a file. */
async function age(cell: Cell) {
  await sequence(cell)
  await closeBlocks(cell)
  await ageCheckpoints(cell, company, RETENTION_DAYS + 2)
}

async function exported({ db, context }: Cell) {
  let text = ''
  for await (const piece of readLog(db, archiveFilesOf(context), company, 0n)) text += piece
  return text.split('\n').slice(0, -1)
}
const prove = ({ db, context }: Cell, eventId: bigint, to: bigint) =>
  proveEvent(db, archiveFilesOf(context), company, eventId, to)

/** What the company's own program reads of a log that begins later. */
async function feed() {
  const { status, body } = await cells.a.call('GET', '/events?after=0')
  const { data } = await cells.a.good('GET', `/events?after=${body.oldest_event_id - 1}&limit=100`)
  return { status, oldest: body.oldest_event_id as number, data }
}

test('events in files go along: the log reads, proves and is refused as before, byte for byte', async () => {
  const { a, b } = cells
  const contact = await a.createContact('Grace Hopper')
  await addEvents(a, company, 600, RETENTION_DAYS + 2)
  await age(a)
  await archiveIn(a)
  await archiveIn(a)
  await addEvents(a, company, 300)
  await age(a)
  // One whose rows are deleted, and one whose rows are there as well.
  await archiveIn(a)
  await addEvents(a, company, 50)
  await closeBlocks(a)
  const states = await a.db.many<{ deleted: boolean }>(sql`
    select deleted_at is not null as deleted from event_archives where company_id = ${company} order by first_event_id`)
  assert.deepEqual(
    states.map(({ deleted }) => deleted),
    [true, false],
  )
  const before = { log: await exported(a), files: filesIn(a), feed: await feed() }
  const told = before.log.findIndex((line) => line.includes('"Grace Hopper"')) + 1
  assert.ok(told > 0 && before.log.length > 900)
  const newest = BigInt(before.log.length)
  const proofs = await Promise.all([1n, BigInt(told), 700n].map((id) => prove(a, id, newest)))
  assert.equal(before.feed.status, 410)

  await move('b')
  assert.deepEqual(filesIn(b), before.files)
  assert.deepEqual(filesIn(a), [], 'no copy stays where it was')
  const now = await exported(b)
  assert.deepEqual(now.slice(0, before.log.length), before.log)
  assert.deepEqual(await Promise.all([1n, BigInt(told), 700n].map((id) => prove(b, id, newest))), proofs)
  assert.deepEqual((await feed()).oldest, before.feed.oldest)
  assert.deepEqual((await feed()).data.slice(0, 50), before.feed.data.slice(0, 50))

  // It goes on there: the rows of the second go, a third is made, and what is erased is erased in the file.
  await age(b)
  await archiveIn(b)
  await archiveIn(b)
  assert.equal(filesIn(b).length, before.files.length + 1)
  const reason = { confirm_contact_id: contact, reason: 'no_longer_needed' }
  await a.good('POST', `/contact/${contact}/erase`, reason)
  await until(
    'its erasure',
    async () => (await a.good('GET', `/contact/${contact}/erasure`)).state === 'erased',
  )
  assert.ok(!(await exported(b)).some((line) => line.includes('"Grace Hopper"')))
  for (const cell of [a, b]) await verifiesClean(cell)
})

test('a file that this host cannot reach keeps the company where it is, and the line says which', async () => {
  const { a, b } = cells
  const [name = ''] = filesIn(b)
  renameSync(`${folderIn(b)}/${name}`, `${folderIn(b)}.away`)
  const { code, err } = await jetpay([...words('a'), '--dry-run'])
  assert.notEqual(code, 0)
  assert.match(
    err,
    new RegExp(`1 of 3 files of its archived events cannot be reached from here, such as .*${name}`),
  )
  assert.match((await jetpay(words('a'))).err, /cannot be reached/)
  renameSync(`${folderIn(b)}.away`, `${folderIn(b)}/${name}`)
  assert.deepEqual(filesIn(a), [])
})

test('the command, killed while it copies files or takes them away, goes on; given up, it leaves none', async () => {
  const { a, b } = cells
  const before = { log: await exported(b), files: filesIn(b) }
  assert.ok(await killedAt('a', /files of archived events, 2/))
  assert.ok(filesIn(a).length >= 2)
  const given = await jetpay([...words('a'), '--cancel'])
  assert.equal(given.code, 0, given.err)
  assert.deepEqual([filesIn(a), filesIn(b)], [[], before.files])

  assert.ok(await killedAt('a', /files of archived events, 1/))
  // What is old meanwhile goes into one more file of the cell that it leaves.
  await addEvents(b, company, 300, RETENTION_DAYS + 2)
  await age(b)
  await archiveIn(b)
  assert.ok(await killedAt('a', /its requests go to the new cell/))
  assert.deepEqual(filesIn(b).length, before.files.length + 1)
  assert.ok(await killedAt('a', /its rows leave the old cell: event_archives/))
  await move('a')
  assert.equal(filesIn(a).length, before.files.length + 1)
  assert.deepEqual(filesIn(b), [])
  assert.deepEqual((await exported(a)).slice(0, before.log.length), before.log)
  for (const cell of [a, b]) await verifiesClean(cell)
})
