import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { openCommandLines } from '../../../test/command-lines.ts'
import { companyWithEvents } from '../../../test/event-log.ts'
import { type Platform, startPlatform } from '../../../test/platform.ts'

let platform: Platform
let lines: ReturnType<typeof openCommandLines>
let companyId: string
before(async () => {
  platform = await startPlatform()
  lines = openCommandLines(platform)
  await platform.stopWorker()
  companyId = await companyWithEvents(platform, 300)
})
after(async () => {
  lines?.close()
  await platform?.close()
})

/** `jetpay events …`; `offline` has no database to ask. */
const events = (args: string[], offline = false) =>
  lines
    .run(['events', ...args], offline ? { DATABASE_URL: 'postgres://nobody@127.0.0.1:9/nothing' } : {})
    .then(({ code, out, err }) => ({ code, stdout: out, stderr: err }))

test('a proof that the command prints is verified offline, alone and against a checkpoint that was kept', async () => {
  const { hash, last_event_id } = JSON.parse(
    (await events(['checkpoint', '--company', companyId, '--json'])).stdout,
  )
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

test('what is missing is said in a line, with code 1, and a wrong command line with code 2', async () => {
  for (const [args, said, exit] of [
    [['prove', '301', '--company', companyId], /in no checkpoint/, 1],
    [['prove', 'x', '--company', companyId], /not an event's id/, 2],
    [['prove', '1', '--company', 'x'], /not a company's id/, 2],
    [['prove', '1', '--until', '3'], /Unknown option `--until`.*\n?Usage: jetpay events prove/, 2],
    [['conjure'], /There is no `jetpay events conjure`/, 2],
    [['verify-proof'], /`<file>` is missing/, 2],
  ] as const) {
    const { code, stderr } = await events([...args])
    assert.equal(code, exit, stderr)
    assert.match(stderr, said)
    assert.ok(!stderr.includes('    at '), stderr)
  }
})
