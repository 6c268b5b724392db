import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { companyWithEvents } from '../../test/event-log.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { projectFolder } from '../ground/config.ts'

let platform: Platform
let companyId: string
before(async () => {
  platform = await startPlatform()
  await platform.stopWorker()
  companyId = await companyWithEvents(platform, 300)
})
after(() => platform?.close())

/** `jetpay events …`; `offline` has no database to ask. */
const events = (args: string[], offline = false) =>
  promisify(execFile)(process.execPath, ['src/main.ts', 'events', ...args], {
    cwd: projectFolder,
    env: {
      ...process.env,
      JETPAY_DATA: platform.config.dataFolder,
      DATABASE_URL: offline ? 'postgres://nobody@127.0.0.1:9/nothing' : platform.config.databaseUrl!,
    },
    maxBuffer: 1e8,
  }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({
      code: code as number,
      stdout: stdout as string,
      stderr: stderr as string,
    }),
  )

test('a proof that the command prints is verified offline, alone and against a checkpoint that was kept', async () => {
  const { hash, last_event_id } = JSON.parse((await events(['checkpoint', '--company', companyId])).stdout)
  assert.equal(last_event_id, 300)
  const proved = await events(['prove', '7', '--company', companyId])
  assert.equal(proved.code, 0, proved.stderr)
  const file = `${platform.config.dataFolder}/proof.json`
  writeFileSync(file, proved.stdout)
  const alone = await events(['verify-proof', file], true)
  assert.equal(alone.code, 0)
  assert.match(alone.stdout, new RegExp(`^ok    event 7 is under the checkpoint ${hash}\n`))
  const kept = await events(['verify-proof', file, '--checkpoint', hash.toUpperCase()], true)
  assert.deepEqual([kept.code, kept.stdout.startsWith('ok    event 7 is in the log')], [0, true])

  const other = await events(['verify-proof', file, '--checkpoint', '0'.repeat(64)], true)
  assert.deepEqual([other.code, other.stdout.startsWith('FAIL  event 7 is not under')], [1, true])
  writeFileSync(file, proved.stdout.replace('ada@example.com', 'eve@example.com'))
  const changed = await events(['verify-proof', file, '--checkpoint', hash], true)
  assert.deepEqual([changed.code, changed.stdout.slice(0, 4)], [1, 'FAIL'])
  writeFileSync(file, 'no proof')
  assert.match((await events(['verify-proof', file], true)).stderr, /cannot be read as JSON/)
})

test('the log is exported as JSON lines, from where it is asked for', async () => {
  const ids = (stdout: string) =>
    stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).id)
  const whole = ids((await events(['export', '--company', companyId])).stdout)
  assert.deepEqual([whole.length, whole[0], whole.at(-1)], [300, 1, 300])
  assert.deepEqual(
    ids((await events(['export', '--company', companyId, '--after', '298'])).stdout),
    [299, 300],
  )
})

test('what is missing or wrong in a command is said in a line, with code 1', async () => {
  for (const [args, said] of [
    [['prove', '301', '--company', companyId], /in no checkpoint/],
    [['prove', 'x', '--company', companyId], /not an event's id/],
    [['prove', '1', '--company', 'x'], /not a company's id/],
    [['prove', '1', '--until', '3'], /Usage: jetpay events prove/],
    [['conjure'], /There is no `jetpay events conjure`/],
    [['verify-proof'], /Name the proof's file/],
  ] as const) {
    const { code, stderr } = await events([...args])
    assert.equal(code, 1)
    assert.match(stderr, said)
    assert.ok(!stderr.includes('    at '), stderr)
  }
})
