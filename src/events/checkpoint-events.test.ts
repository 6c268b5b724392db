import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import pg from 'pg'
import {
  addEvents,
  asAdministrator,
  closeBlocks,
  companyWithEvents,
  failingChecks,
} from '../../test/event-log.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'
import { type Context, openContext } from '../process/context.ts'
import { type Checkpoint, checkpointHash, GENESIS, leafInSql } from './checkpoint.ts'
import { checkpointEvents } from './checkpoint-events.ts'
import { type EventRow, eventColumns, eventJson, eventText } from './event.ts'
import { leafHash, treeRoot } from './merkle.ts'

let platform: Platform
let rival: Context
before(async () => {
  platform = await startPlatform()
  // The tests close blocks themselves, when they mean to.
  await platform.stopWorker()
  rival = await openContext('worker', platform.config, { write: () => undefined })
})
after(async () => {
  await rival?.close()
  await platform?.close()
})

const checkpointsOf = (companyId: string) =>
  platform.db.many<Checkpoint>(
    sql`select * from event_checkpoints where company_id = ${companyId} order by first_event_id`,
  )
const ranges = (checkpoints: Checkpoint[]) =>
  checkpoints.map((c) => [Number(c.first_event_id), Number(c.last_event_id)])

/** The chain as docs/events.md defines it, from the texts that are delivered. */
async function chainOf(companyId: string, checkpoints: Checkpoint[]): Promise<Buffer[]> {
  const events = await platform.db.many<EventRow>(
    sql`select ${eventColumns} from events where company_id = ${companyId} order by event_id`,
  )
  let previous: Buffer = GENESIS
  return checkpoints.map(({ first_event_id, last_event_id }) => {
    const leaves = events
      .slice(Number(first_event_id) - 1, Number(last_event_id))
      .map((event) => leafHash(eventJson(event)))
    previous = checkpointHash(previous, companyId, {
      first_event_id,
      last_event_id,
      root: Buffer.from(treeRoot(leaves)),
    })
    return previous
  })
}

test('the text that the database hashes is the one that is delivered, byte for byte', async () => {
  const companyId = await companyWithEvents(platform, 20)
  const rows = await platform.db.many<EventRow & { text: string; leaf: Buffer }>(sql`
    select ${eventColumns}, ${eventText} as text, ${leafInSql} as leaf from events where company_id = ${companyId}`)
  assert.equal(rows.length, 20)
  for (const row of rows) {
    assert.equal(row.text, eventJson(row))
    assert.deepEqual(row.leaf, leafHash(eventJson(row)))
    assert.deepEqual(Object.keys(JSON.parse(row.text)), ['id', 'createdAt', 'type', 'data'])
  }
})

test('blocks are of 256 events, the last of what has waited, and their chain is over the texts as delivered', async () => {
  const companyId = await companyWithEvents(platform, 600)
  await addEvents(platform, companyId, 1)
  await closeBlocks(platform)
  const checkpoints = await checkpointsOf(companyId)
  assert.deepEqual(ranges(checkpoints), [
    [1, 256],
    [257, 512],
    [513, 600],
    [601, 601],
  ])
  assert.deepEqual(
    checkpoints.map(({ hash }) => hash),
    await chainOf(companyId, checkpoints),
  )
})

test('a block that is neither full nor old stays open', async () => {
  const companyId = await companyWithEvents(platform, 300, { closed: false })
  while (await checkpointEvents().run(platform.context));
  assert.deepEqual(ranges(await checkpointsOf(companyId)), [[1, 256]])
})

test('workers that close the same blocks at once make one chain', async () => {
  const companyId = await companyWithEvents(platform, 0)
  for (let round = 0; round < 8; round++) {
    await addEvents(platform, companyId, 1 + 150 * (round % 3))
    await Promise.all(
      [platform.context, rival, platform.context, rival].map((context, at) =>
        checkpointEvents(at % 2 === 0 ? 0 : 60_000).run(context),
      ),
    )
  }
  await closeBlocks(platform)
  const checkpoints = await checkpointsOf(companyId)
  assert.deepEqual(
    checkpoints.map(({ hash }) => hash),
    await chainOf(companyId, checkpoints),
  )
  assert.deepEqual(await failingChecks(platform), [])
})

test('nobody can change or remove an event or a checkpoint, not the owner and not the administrator', async () => {
  await companyWithEvents(platform, 3)
  const { adminPassword } = JSON.parse(process.env.JETPAY_TEST_INSTALLATION!)
  const url = new URL(platform.config.databaseUrl!)
  const owner = url.href
  url.username = 'postgres'
  url.password = adminPassword
  const changes = [
    [`update events set type = 'contacts.updated' where event_id = 2`, /permission denied/, /append-only/],
    [`delete from events where event_id = 2`, /is in no archive/, /is in no archive/],
    [`truncate events`, /permission denied/, /append-only/],
    [`update event_checkpoints set root = hash`, /permission denied/, /append-only/],
    [`delete from event_checkpoints`, /permission denied/, /append-only/],
    [`truncate event_checkpoints`, /permission denied/, /append-only/],
  ] as const
  for (const [who, connectionString] of [owner, url.href].entries()) {
    const client = new pg.Client({ connectionString })
    await client.connect()
    for (const [change, ...refusals] of changes)
      await assert.rejects(client.query(change), refusals[who]!, change)
    await client.end()
  }
  assert.deepEqual(await failingChecks(platform), [])
})

test('a checkpoint that does not follow the last one is refused', async () => {
  const companyId = await companyWithEvents(platform, 3)
  for (const first of [1, 3, 5]) {
    const insert = platform.db.run(sql`
      insert into event_checkpoints values (${companyId}, ${first}, 9, ${GENESIS}, ${GENESIS}, jetpay_now())`)
    await assert.rejects(insert, /the next checkpoint begins at event 4/)
  }
})

/** Who may do anything changes the log past every trigger. Each is put right again after. */
const tampering: [what: string, change: string][] = [
  ['an event that was changed', `update events set data = data || '{"name": "Eve"}' where event_id = 300`],
  [
    'an event’s time',
    `update events set created_at = created_at + interval '1 microsecond' where event_id = 1`,
  ],
  ['an event that was removed', `delete from events where event_id = 257`],
  [
    'two events that were exchanged',
    `update events set event_id = case event_id when 4 then 5 else 4 end where event_id in (4, 5)`,
  ],
  ['a root', `update event_checkpoints set root = sha256('forged') where first_event_id = 257`],
  ['a hash of the chain', `update event_checkpoints set hash = sha256('forged') where first_event_id = 1`],
  ['a checkpoint that was removed', `delete from event_checkpoints where first_event_id = 257`],
  [
    'a block that was cut short',
    `update event_checkpoints set last_event_id = 599 where first_event_id = 513`,
  ],
]
test('verify sees every change to what was logged', async () => {
  const companyId = await companyWithEvents(platform, 600)
  const tables = ['events', 'event_checkpoints']
  for (const [what, change] of tampering) {
    await asAdministrator(platform, async (admin) => {
      // A primary key that is checked at once would refuse the exchange.
      await admin.query('alter table events drop constraint events_pkey')
      for (const table of tables) await admin.query(`create temporary table was_${table} as table ${table}`)
      const { rowCount } = await admin.query(`${change} and company_id = '${companyId}'`)
      assert.ok(rowCount! > 0, what)
      assert.ok((await failingChecks(platform)).includes('checkpoints_hold'), what)
      for (const table of tables) {
        await admin.query(`delete from ${table}`)
        await admin.query(`insert into ${table} select * from was_${table}`)
      }
      await admin.query('alter table events add primary key (company_id, event_id)')
    })
  }
  assert.deepEqual(await failingChecks(platform), [])
})
