/**
 * An incremental run looks at what has happened since a mark, whatever clocks and transactions do, and never
 * takes for proven what was not.
 */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { after, before, beforeEach, test } from 'node:test'
import { promisify } from 'node:util'
import pg from 'pg'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { refundStage } from '../../test/refund-stage.ts'
import { failing, openTampering, type Tampering } from '../../test/tampering.ts'
import { databaseUrl, type Installation } from '../db/provision.ts'
import { sql } from '../db/sql.ts'
import { checkpointEvents } from '../events/checkpoint-events.ts'
import { projectFolder } from '../ground/config.ts'
import { openMarks } from './marks.ts'
import { everyCheck, type Report, verify } from './verify.ts'

let platform: Platform
let stage: ReturnType<typeof refundStage>
let card: Awaited<ReturnType<Platform['saveCard']>>
let tamper: Tampering
before(async () => {
  platform = await startPlatform()
  stage = refundStage(platform)
  card = await platform.saveCard()
  tamper = await openTampering(platform)
})
after(async () => {
  await tamper?.close()
  await platform?.close()
})

/**
 * Nothing but what has an event is looked at before the mark: the hour beside it would hide what is shown
 * here.
 */
const run = (incremental: boolean): Promise<Report> =>
  verify(
    platform.db,
    { sentMaxMs: 60_000, simulatorUrl: null },
    { marks: openMarks(platform.config.mainKeyFile), incremental, overlapMs: 0 },
  )
const inFull = () => run(false)
const sinceTheMark = () => run(true)
const extents = ({ checks }: Report) => new Set(checks.map(({ extent }) => extent))
const extentOf = ({ checks }: Report, check: string) => checks.find(({ name }) => name === check)!.extent
const settled = () =>
  until('each event to have its id', async () => {
    const open = await platform.db.many(sql`select from outbox`)
    return open.length === 0
  })

let old: string
beforeEach(async () => {
  old = await stage.paid(card)
  await settled()
  await checkpointEvents(0).run(platform.context)
  await tamper.query('delete from verify_runs')
  assert.deepEqual(failing(await inFull()), [])
})

test('where there is no mark everything is looked at; from a mark on only what has happened since', async () => {
  await tamper.query('delete from verify_runs')
  const first = await sinceTheMark()
  assert.deepEqual([first.ok, first.since, [...extents(first)]], [true, null, ['full']])
  const second = await sinceTheMark()
  assert.deepEqual([second.ok, second.since!.transactions], [true, 0])
  await stage.paid(card)
  await settled()
  const third = await sinceTheMark()
  assert.deepEqual([failing(third), third.since!.transactions], [[], 1])
  const kept = await platform.db.many(sql`select from verify_runs`)
  assert.equal(kept.length, 1, 'only the newest run is gone on from')
})

test('a refund of an old debit has both looked at, and what is wrong with it is found', async () => {
  assert.equal((await stage.refund(old, '10.00')).status, 200)
  await settled()
  await tamper.query(`update debits set amount_refunded = 0 where debit_id = '${old}'`)
  const found = await sinceTheMark()
  assert.ok(failing(found).includes('refunded_within_captured'))
  assert.equal(extentOf(found, 'refunded_within_captured'), 'incremental')
  await tamper.query(`update debits set amount_refunded = 1000 where debit_id = '${old}'`)
  assert.deepEqual(failing(await sinceTheMark()), [])
})

test('an old row that was changed and names nothing new is found by the full run, and stays found by both', async () => {
  await tamper.query(`update debits set state = 'failed' where debit_id = '${old}'`)
  assert.deepEqual(failing(await sinceTheMark()), [])
  assert.ok(failing(await inFull()).includes('history_leads_to_state'))
  await tamper.query(`update debits set state = 'paid' where debit_id = '${old}'`)
  assert.deepEqual(failing(await sinceTheMark()), [])
})

test('a check that did not hold keeps the mark that it had, and finds the same again until it is mended', async () => {
  const recent = await stage.paid(card)
  await settled()
  await tamper.query(`update debits set state = 'failed' where debit_id = '${recent}'`)
  for (const found of [await sinceTheMark(), await sinceTheMark(), await sinceTheMark()])
    assert.deepEqual(
      [failing(found).includes('history_leads_to_state'), extentOf(found, 'history_leads_to_state')],
      [true, 'incremental'],
    )
  await tamper.query(`update debits set state = 'paid' where debit_id = '${recent}'`)
  assert.deepEqual(failing(await sinceTheMark()), [])
})

test('a check that is not the one that was proven is run in full', async () => {
  const { proven } = await platform.db.one<{ proven: string }>(sql`select proven from verify_runs`)
  const other = JSON.parse(proven)
  other.checks.history_leads_to_state = 'another text'
  delete other.checks.paid_means_captured
  const marks = openMarks(platform.config.mainKeyFile)
  const [kept] = await marks.read(platform.db)
  await marks.keep(platform.db, { ...kept!, checks: other.checks }, [])
  await tamper.query('delete from verify_runs where run_number < (select max(run_number) from verify_runs)')
  const found = await sinceTheMark()
  const full = found.checks.filter(({ extent }) => extent === 'full').map(({ name }) => name)
  const always = everyCheck.filter(({ reads }) => reads === 'all').map(({ name }) => name)
  assert.deepEqual(
    new Set(full.filter((name) => !always.includes(name))),
    new Set(['history_leads_to_state', 'paid_means_captured']),
  )
})

test('a mark that was not made with the main key is not believed', async () => {
  await tamper.query(`update verify_runs set proven = replace(proven, '"at":"2', '"at":"3')`)
  assert.deepEqual([...extents(await sinceTheMark())], ['full'])
})

test('what commits behind the mark is looked at after it', async () => {
  const admin = JSON.parse(process.env.JETPAY_TEST_INSTALLATION!) as Installation
  const name = new URL(platform.config.databaseUrl!).pathname.slice(1)
  const late = new pg.Client({ connectionString: databaseUrl(admin, 'postgres', admin.adminPassword, name) })
  await late.connect()
  try {
    await late.query('set session_replication_role = replica')
    await late.query('begin')
    await late.query(`update debits set state = 'failed' where debit_id = '${old}'`)
    await late.query(`insert into outbox (company_id, type, data, created_at)
      select company_id, 'transactions.debits.failed', debit_event_data(d), now() from debits d where debit_id = '${old}'`)
    assert.deepEqual(failing(await inFull()), [])
    await late.query('commit')
    await settled()
    const found = failing(await sinceTheMark())
    for (const broken of ['history_leads_to_state', 'one_event_per_move', 'paid_means_captured'])
      assert.ok(found.includes(broken), `${broken}: ${found}`)
  } finally {
    await late.end()
    await tamper.query(`update debits set state = 'paid' where debit_id = '${old}'`)
    // All as it was, with whatever the worker has made of it meanwhile.
    const ofIt = `company_id = '${platform.demo.company_id}' and`
    const last = `(select last_event_id from event_heads where company_id = '${platform.demo.company_id}')`
    await tamper.query(`delete from event_checkpoints where ${ofIt} last_event_id >= ${last}`)
    await tamper.query(`delete from events where ${ofIt} event_id = ${last}`)
    await tamper.query(
      `update event_heads set last_event_id = last_event_id - 1 where company_id = '${platform.demo.company_id}'`,
    )
  }
})

test('what is made after the clock was set back is looked at', async () => {
  const marks = openMarks(platform.config.mainKeyFile)
  const [kept] = await marks.read(platform.db)
  await marks.keep(
    platform.db,
    { ...kept!, at: '2126-01-01T00:00:00.000000Z', at_by_server: '2126-01-01T00:00:00.000000Z' },
    [],
  )
  const recent = await stage.paid(card)
  await settled()
  await tamper.query(`update attempts set amount = amount + 1 where debit_id = '${recent}'`)
  assert.ok(failing(await sinceTheMark()).includes('paid_means_captured'))
  await tamper.query(`update attempts set amount = amount - 1 where debit_id = '${recent}'`)
})

test('a log that was rewritten with its whole chain holds by itself, and not against a mark', async () => {
  await tamper.query('create temporary table was_events as table events')
  await tamper.query('create temporary table was_checkpoints as table event_checkpoints')
  try {
    await tamper.query(`update events set data = data || '{"note": "another"}' where event_id = 1`)
    await tamper.query('delete from event_checkpoints')
    await checkpointEvents(0).run(platform.context)
    const byItself = await verify(platform.db, { sentMaxMs: 60_000, simulatorUrl: null })
    assert.deepEqual(failing(byItself), [])
    for (const against of [await inFull(), await sinceTheMark()])
      assert.deepEqual(failing(against), ['checkpoints_hold'])
  } finally {
    await tamper.query('delete from events')
    await tamper.query('insert into events select * from was_events')
    await tamper.query('delete from event_checkpoints')
    await tamper.query('insert into event_checkpoints select * from was_checkpoints')
  }
})

test('a charge that time alone has made late is found: it is in no file of its days', async () => {
  const file = `insert into clearing_files (network_id, sequence, business_date, cutoff_at, created_at, sha256, records, state, checked_at)
    values ('LATE', 1, current_date, now() + interval '3 days', now(), '', 0, 'checked', now() + interval '3 days')`
  await tamper.query(file)
  const found = await sinceTheMark()
  await tamper.query(`delete from clearing_files where network_id = 'LATE'`)
  assert.deepEqual(failing(found), ['paid_is_cleared_in_time'])
  assert.equal(extentOf(found, 'paid_is_cleared_in_time'), 'incremental')
})

test('a run that is interrupted, and one that cannot write, leave no mark', async () => {
  const kept = () => platform.db.many(sql`select run_number from verify_runs`)
  const before = await kept()
  await tamper.query('begin')
  await tamper.query('lock table clearing_files in access exclusive mode')
  const interrupted = inFull().then(
    () => 'it ended',
    () => 'it was ended',
  )
  await until('a check to wait', async () => {
    const ended = await platform.db.many(sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock' and query like '%violation%'`)
    return ended.length > 0
  })
  assert.equal(await interrupted, 'it was ended')
  await tamper.query('rollback')
  assert.deepEqual(await kept(), before)

  const marks = openMarks(platform.config.mainKeyFile)
  const keep = () => Promise.reject(new Error('cannot execute INSERT in a read-only transaction'))
  const report = await verify(
    platform.db,
    { sentMaxMs: 60_000, simulatorUrl: null },
    { marks: { ...marks, keep } },
  )
  assert.deepEqual([report.ok, report.unmarked], [true, 'cannot execute INSERT in a read-only transaction'])
})

test('the command goes on where it is told to, says what it read, and is full without a word', async () => {
  const jetpay = (...args: string[]) =>
    promisify(execFile)(process.execPath, ['src/main.ts', 'verify', ...args], {
      cwd: projectFolder,
      env: {
        ...process.env,
        DATABASE_URL: platform.config.databaseUrl!,
        JETPAY_MAIN_KEY_FILE: platform.config.mainKeyFile,
      },
    }).then(
      ({ stdout }) => stdout,
      ({ stdout, stderr }) => `${stdout}${stderr}`,
    )
  assert.match(await jetpay(), /verify: all (\d+) checks hold: \1 in full \(\d+ ms\)\n$/)
  const since = await jetpay('--incremental')
  assert.match(since, /^ok {4}history_leads_to_state \(\d+ ms, incremental\)$/m)
  assert.match(
    since,
    /checks hold: \d+ incremental, since 20\S+Z \(\d+ transactions\), \d+ in full, none left to the full run \(\d+ ms\)\n$/,
  )
  const kept = () => platform.db.many(sql`select run_number from verify_runs`)
  const runs = await kept()
  assert.match(
    await jetpay('--check', 'postings_sum_to_zero,moves_are_allowed'),
    /^ok {4}moves_are_allowed \(\d+ ms\)\nok {4}postings_sum_to_zero \(\d+ ms\)\nverify: all 2 checks hold: 2 in full/,
  )
  assert.deepEqual(await kept(), runs, 'some checks are no proof of all')
  assert.match(await jetpay('--check', 'postings_sum_to_nil'), /Did you mean `postings_sum_to_zero`\?/)
})
