/** Workers that archive, as processes of their own, are killed in the middle of it again and again. */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { ageCheckpoints, companyWithEvents, failingChecks, loggedIds } from '../../test/event-log.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'
import { projectFolder } from '../ground/config.ts'
import { archiveEvents } from './archive-events.ts'
import { archiveFilesOf } from './archive-file.ts'
import { eventText } from './event.ts'
import { readLog } from './export-log.ts'

const EVENTS = 30_720
/** Each pair of workers lives longer than the last, so that the work ends however slow the machine is. */
const KILLS_MAX = 40
let platform: Platform
before(async () => {
  platform = await startPlatform({ eventRetentionDays: 30 })
  await platform.stopWorker()
})
after(() => platform?.close())

/** A process that archives without a pause, and says when it begins. */
async function startArchiving(): Promise<ChildProcess> {
  const program = `
    import { readConfig } from './src/ground/config.ts'
    import { openContext } from './src/process/context.ts'
    import { archiveEvents } from './src/events/archive-events.ts'
    const context = await openContext('worker', readConfig())
    await context.db.one({ text: 'select 1', values: [] })
    process.send('ready')
    for (;;) await archiveEvents(0).run(context)`
  const { databaseUrl, dataFolder } = platform.config
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: projectFolder,
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl!,
      JETPAY_DATA: dataFolder,
      JETPAY_LOG_LEVEL: 'silent',
      JETPAY_EVENT_RETENTION_DAYS: '30',
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  // One that does not start must fail its test, not let it wait.
  const ended = once(child, 'exit').then(() =>
    assert.fail('the process that archives ended before it was ready'),
  )
  await Promise.race([once(child, 'message'), ended])
  return child
}

test('two archiving workers killed at any moment lose nothing, keep nothing twice and leave a log that holds', async () => {
  const companyId = await companyWithEvents(platform, EVENTS, { daysAgo: 40 })
  await ageCheckpoints(platform, companyId, 40)
  const texts = await platform.db.many<{ text: string }>(
    sql`select ${eventText} as text from events where company_id = ${companyId} order by event_id`,
  )
  const whole = createHash('sha256')
    .update(texts.map(({ text }) => `${text}\n`).join(''))
    .digest('hex')
  const exported = async () => {
    const hash = createHash('sha256')
    for await (const piece of readLog(platform.db, archiveFilesOf(platform.context), companyId, 0n))
      hash.update(piece)
    return hash.digest('hex')
  }
  let kills = 0
  for (; kills < KILLS_MAX && (await loggedIds(platform, companyId)).length > 0; kills++) {
    const workers = await Promise.all([startArchiving(), startArchiving()])
    // Not waiting for anything: any moment will do, and they differ from kill to kill.
    await delay(10 + 30 * kills)
    for (const worker of workers) worker.kill('SIGKILL')
    await Promise.all(workers.map((worker) => once(worker, 'exit')))
    assert.equal(await exported(), whole, `after kill ${kills}`)
  }
  assert.ok(kills > 1, 'the first ones were killed before they were done')
  for (let runs = 0; runs < 10; runs++) await archiveEvents(0).run(platform.context)
  assert.deepEqual(await loggedIds(platform, companyId), [])
  assert.equal(await exported(), whole)
  const files = readdirSync(`${platform.config.eventArchiveFolder}/${companyId}`)
  assert.equal(files.filter((name) => name.endsWith('.jsonl.gz')).length, EVENTS / 10_240)
  assert.deepEqual(await failingChecks(platform), [])
})
