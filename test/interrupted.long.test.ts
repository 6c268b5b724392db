/**
 * `npm test` that is interrupted leaves no database and no folder: at once where it can, else at the next
 * run.
 */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { after, before, test } from 'node:test'
import { postgresProcessesIn } from '../src/db/postgres-processes.ts'
import { projectFolder } from '../src/ground/config.ts'
import { until } from './platform.ts'
import { openRunFolder } from './run-folder.ts'

/** A temporary folder of its own, so that no other run's are touched. */
let temporary: string
const outer = process.env.TMPDIR
before(() => {
  temporary = mkdtempSync(`${process.env.JETPAY_TEST_FOLDER ?? tmpdir()}/t-`)
  chmodSync(temporary, 0o711)
})
after(() => {
  if (outer === undefined) delete process.env.TMPDIR
  else process.env.TMPDIR = outer
  rmSync(temporary, { recursive: true, force: true })
})

/** A run whose database has just come up: it is still being prepared, or the first tests are under way. */
async function runningTests(): Promise<ChildProcess> {
  const env: NodeJS.ProcessEnv = { ...process.env, TMPDIR: temporary, NODE_TEST_CONTEXT: '' }
  delete env.NODE_TEST_CONTEXT
  const run = spawn(process.execPath, ['test/run.ts', 'src/contacts'], {
    cwd: projectFolder,
    env,
    stdio: 'ignore',
  })
  await until('its database', async () => postgresProcessesIn(temporary).length > 3, 120_000)
  return run
}

const left = () => readdirSync(temporary).filter((name) => name.startsWith('jetpay-test-'))

test('a run that is told to end takes its database and its folder with it', async () => {
  const run = await runningTests()
  run.kill('SIGTERM')
  await once(run, 'exit')
  assert.deepEqual(postgresProcessesIn(temporary), [])
  assert.deepEqual(left(), [])
})

test('a run that is told to end while it prepares its database takes it and its folder with it', async () => {
  const run = await runningTests()
  // What the run is at does not get further, and fails when the database is ended under it.
  for (const { pid } of postgresProcessesIn(temporary)) process.kill(pid, 'SIGSTOP')
  run.kill('SIGTERM')
  await once(run, 'exit')
  assert.deepEqual(postgresProcessesIn(temporary), [])
  assert.deepEqual(left(), [])
})

test('what a killed run has left is done away with by the next one, and a living one’s is not', async () => {
  const run = await runningTests()
  run.kill('SIGKILL')
  await once(run, 'exit')
  assert.equal(left().length, 1)
  process.env.TMPDIR = temporary
  const next = await openRunFolder()
  assert.deepEqual(postgresProcessesIn(temporary), [])
  const another = await openRunFolder()
  assert.equal(left().length, 2)
  await another.remove()
  await next.remove()
  assert.deepEqual(left(), [])
})
