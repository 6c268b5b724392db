import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { tokenFor } from '../../test/another-company.ts'
import {
  addEvents,
  ageCheckpoints,
  asAdministrator,
  closeBlocks,
  companyWithEvents,
  failingChecks,
  loggedIds,
  oneTo,
} from '../../test/event-log.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'
import { type Context, openContext } from '../process/context.ts'
import { type Archive, archiveColumns } from './archive.ts'
import { archiveEvents, deleteArchived, planArchive, writePlanned } from './archive-events.ts'
import { archiveFilesOf, archivePath, archiveText, writeArchive } from './archive-file.ts'
import { eventText } from './event.ts'
import { readLog } from './export-log.ts'

const RETENTION_DAYS = 30
let platform: Platform
let rival: Context
before(async () => {
  platform = await startPlatform({ eventRetentionDays: RETENTION_DAYS })
  await platform.stopWorker()
  rival = await openContext('worker', platform.config, { write: () => undefined })
})
after(async () => {
  await rival?.close()
  await platform?.close()
})

/** A company whose first events are due to be archived, and whose last hundred are not. */
async function companyWithOldEvents(count = 600) {
  const companyId = await companyWithEvents(platform, count, { daysAgo: RETENTION_DAYS + 2 })
  await ageCheckpoints(platform, companyId, RETENTION_DAYS + 2)
  await addEvents(platform, companyId, 100)
  await closeBlocks(platform)
  return companyId
}

const folderOf = (companyId: string) => `${platform.config.eventArchiveFolder}/${companyId}`
const textsOf = async (companyId: string) =>
  (
    await platform.db.many<{ text: string }>(
      sql`select ${eventText} as text from events where company_id = ${companyId} order by event_id`,
    )
  ).map(({ text }) => text)
const archivesOf = (companyId: string) =>
  platform.db.many<Archive>(
    sql`select ${archiveColumns} from event_archives where company_id = ${companyId} order by first_event_id`,
  )
const exported = async (companyId: string, after = 0n) => {
  let text = ''
  for await (const piece of readLog(platform.db, archiveFilesOf(platform.context), companyId, after))
    text += piece
  return text
}
const run = (context = platform.context) => archiveEvents(0).run(context)

test('what is older than the retention goes to a file, byte for byte as it was delivered, and then from the log', async () => {
  const companyId = await companyWithOldEvents()
  const texts = await textsOf(companyId)
  await run()
  assert.deepEqual(
    await loggedIds(platform, companyId),
    oneTo(700),
    'nothing is deleted in the run that writes',
  )
  await run()
  assert.deepEqual(await loggedIds(platform, companyId), oneTo(700).slice(600))
  const [name, ...others] = readdirSync(folderOf(companyId))
  assert.deepEqual([name, others], ['0000000000000001-0000000000000600.sealed.jsonl.gz', []])
  const { stdout } = await promisify(execFile)('zcat', [`${folderOf(companyId)}/${name}`], { maxBuffer: 1e8 })
  assert.equal(stdout, archiveText(texts.slice(0, 600)))
  const [archive] = await archivesOf(companyId)
  assert.equal(archive!.sha256!.toString('hex'), createHash('sha256').update(stdout).digest('hex'))
  assert.equal(await exported(companyId), archiveText(texts))
  assert.equal(await exported(companyId, 599n), archiveText(texts.slice(599)))
  assert.equal(await exported(companyId, 650n), archiveText(texts.slice(650)))
  assert.deepEqual(await failingChecks(platform), [])
})

test('a reader who asks for what is archived is told where the log begins', async () => {
  const companyId = await companyWithOldEvents()
  const { headers } = await tokenFor(platform, companyId)
  const read = (query: string) => platform.call('GET', `/events?limit=1&${query}`, undefined, headers)
  assert.equal((await read('after=0')).body.data[0].id, 1)
  await run()
  for (const after of [0, 1, 599]) {
    const { status, body } = await read(`after=${after}`)
    assert.deepEqual([status, body.code, body.oldest_event_id], [410, 'events_archived', 601], `${after}`)
    assert.match(body.detail, /after=600/)
  }
  assert.equal((await read('after=600')).body.data[0].id, 601)
  assert.equal((await read('')).body.data[0].id, 601)
})

test('a webhook can be led to no event that is archived, and is told from where it can go on', async () => {
  const companyId = await companyWithOldEvents()
  const { headers } = await tokenFor(platform, companyId)
  const call = (method: string, path: string, body?: unknown) => platform.call(method, path, body, headers)
  await run()
  const long = '2020-01-01T00:00:00Z'
  for (const replay of [{ replay_from_event_id: 600 }, { replay_from_timestamp: long }]) {
    const { status, body } = await call('POST', '/webhooks', {
      callback_url: 'http://127.0.0.1:9/',
      ...replay,
    })
    assert.equal(status, 422)
    assert.match(body.errors[0].message, /must be (at least 601:|\d.* or later:)/)
  }
  const { body: webhook } = await call('POST', '/webhooks', {
    callback_url: 'http://127.0.0.1:9/',
    replay_from_event_id: 601,
  })
  assert.equal(webhook.last_sent_event_id, 600)
  const path = `/webhooks/${webhook.identifier}`
  await asAdministrator(platform, (admin) =>
    admin.query(`update webhooks set last_sent_event_id = 599, state = 'failed' where company_id = $1`, [
      companyId,
    ]),
  )
  for (let tries = 0; tries < 2; tries++) {
    const { status, body } = await call('POST', `${path}/resume`)
    assert.deepEqual([status, body.code, body.oldest_event_id], [410, 'events_archived', 601])
  }
  await call('PATCH', path, { replay_from_event_id: 601 })
  assert.equal((await call('POST', `${path}/resume`)).status, 200)
  assert.equal((await call('POST', `${path}/redeliver`, { from_event_id: 600 })).body.code, 'events_archived')
  assert.equal((await call('DELETE', path)).status, 200)
})

test('with a retention of 0 all stays in the log', async () => {
  const companyId = await companyWithOldEvents(10)
  const forEver = { ...platform.context, config: { ...platform.config, eventRetentionDays: 0 } }
  await run(forEver)
  assert.deepEqual(await archivesOf(companyId), [])
})

test('events that are open, young or few for less than a day stay', async () => {
  const open = await companyWithEvents(platform, 10, { daysAgo: 99, closed: false })
  await planArchive(platform.context, open)
  assert.deepEqual(await archivesOf(open), [])
  const few = await companyWithEvents(platform, 10)
  for (const [days, planned] of [
    [RETENTION_DAYS - 1, 0],
    [1, 0],
    [1, 1],
  ] as const) {
    await ageCheckpoints(platform, few, days)
    await planArchive(platform.context, few)
    assert.equal((await archivesOf(few)).length, planned)
  }
})

/** Kills at each point between two steps: what the steps before it left is what the next worker finds. */
const deaths: [when: string, leave: (companyId: string) => Promise<unknown>][] = [
  ['after the plan', (companyId) => planArchive(platform.context, companyId)],
  [
    'in the middle of the file',
    async (companyId) => {
      await planArchive(platform.context, companyId)
      await writeArchive(`${folderOf(companyId)}/other`, '')
      rmSync(`${folderOf(companyId)}/other`)
      writeFileSync(`${folderOf(companyId)}/0000000000000001-0000000000000600.jsonl.gz.dead.draft`, 'half')
    },
  ],
  [
    'after the file, before its record',
    async (companyId) => {
      await planArchive(platform.context, companyId)
      const [plan] = await archivesOf(companyId)
      const text = archiveText((await textsOf(companyId)).slice(0, 600))
      await writeArchive(archivePath(platform.config.eventArchiveFolder, companyId, plan!), text)
    },
  ],
  [
    'after the record',
    async (companyId) => {
      await planArchive(platform.context, companyId)
      await writePlanned(platform.context, companyId)
    },
  ],
]
for (const [when, leave] of deaths) {
  test(`a worker that was killed ${when} is followed by one that finishes the same file`, async () => {
    const companyId = await companyWithOldEvents()
    const texts = await textsOf(companyId)
    await leave(companyId)
    assert.equal(await exported(companyId), archiveText(texts), 'meanwhile nothing is missing')
    // What happens in between changes no range that was planned.
    await addEvents(platform, companyId, 300, RETENTION_DAYS + 2)
    await closeBlocks(platform)
    await ageCheckpoints(platform, companyId, RETENTION_DAYS + 2)
    const all = await textsOf(companyId)
    for (let runs = 0; runs < 6; runs++) await run(runs % 2 ? rival : platform.context)
    const archives = await archivesOf(companyId)
    assert.deepEqual(
      archives.map((a) => [Number(a.first_event_id), Number(a.last_event_id), a.deleted_at !== null]),
      [
        [1, 600, true],
        [601, 1000, true],
      ],
    )
    assert.deepEqual(await loggedIds(platform, companyId), [])
    assert.equal(await exported(companyId), archiveText(all))
    assert.deepEqual(await failingChecks(platform), [])
  })
}

test('two workers at once write and delete each range once', async () => {
  const companies = await Promise.all([companyWithOldEvents(300), companyWithOldEvents(257)])
  const before = await Promise.all(companies.map(textsOf))
  for (let round = 0; round < 3; round++) await Promise.all([run(), run(rival), run(), run(rival)])
  for (const [at, companyId] of companies.entries()) {
    assert.equal((await archivesOf(companyId)).length, 1)
    assert.equal(readdirSync(folderOf(companyId)).length, 1)
    assert.equal(await exported(companyId), archiveText(before[at]!))
  }
  assert.deepEqual(await failingChecks(platform), [])
})

test('events that a webhook has not got are kept, until it has failed for 30 days', async () => {
  const companyId = await companyWithOldEvents()
  const webhook = (fields: string) =>
    asAdministrator(platform, (admin) =>
      admin.query(`update webhooks set ${fields} where company_id = $1`, [companyId]),
    )
  const { headers } = await tokenFor(platform, companyId)
  const created = await platform.call(
    'POST',
    '/webhooks',
    { callback_url: 'http://127.0.0.1:9/', replay_from_event_id: 301 },
    headers,
  )
  assert.equal(created.status, 201)
  await run()
  assert.deepEqual(
    (await archivesOf(companyId)).map((a) => a.last_event_id),
    [256n],
  )
  // Set back after the range was planned and written: its rows stay.
  await webhook('last_sent_event_id = 100')
  await run()
  assert.equal((await loggedIds(platform, companyId))[0], 1)
  await webhook(`last_sent_event_id = 300, state = 'failed', failing_since = now() - interval '29 days'`)
  await run()
  await run()
  assert.equal((await loggedIds(platform, companyId))[0], 257)
  await webhook(`failing_since = now() - interval '31 days'`)
  await run()
  await run()
  assert.equal((await loggedIds(platform, companyId))[0], 601)
  assert.deepEqual(await failingChecks(platform), [])
})

test('what was tampered with is not archived, and rows whose file is lost or changed are not deleted', async () => {
  const tampered = await companyWithOldEvents(10)
  const change = (text: string) =>
    asAdministrator(platform, (admin) =>
      admin.query(
        `update events set data = jsonb_set(data, '{name}', $2) where company_id = $1 and event_id = 3`,
        [tampered, JSON.stringify(text)],
      ),
    )
  const [, , text] = await textsOf(tampered)
  await change('Eve')
  await planArchive(platform.context, tampered)
  await assert.rejects(writePlanned(platform.context, tampered), /are not those of their checkpoint/)
  await change(JSON.parse(text!).data.name)
  await writePlanned(platform.context, tampered)

  const [archive] = await archivesOf(tampered)
  const path = archivePath(platform.config.eventArchiveFolder, tampered, archive!)
  const file = readFileSync(path)
  const keeps = async (why: RegExp) => {
    await assert.rejects(deleteArchived(platform.context, tampered, 0), why)
    assert.equal((await loggedIds(platform, tampered)).length, 110)
  }
  rmSync(path)
  await keeps(/cannot be read \(ENOENT\)/)
  await writeArchive(path, gunzipSync(file).toString().replace('ada@', 'eve@'))
  await keeps(/is not the one that was written/)
  writeFileSync(path, file)
  await deleteArchived(platform.context, tampered, 60_000)
  assert.equal((await loggedIds(platform, tampered)).length, 110, 'too early')
  await deleteArchived(platform.context, tampered, 0)
  assert.equal((await loggedIds(platform, tampered)).length, 100)
  assert.deepEqual(await failingChecks(platform), [])
})
