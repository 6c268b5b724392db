/** One failover of a real cluster under load; faults of all kinds, and many rounds: `npm run test:ha`. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { projectFolder } from '../src/ground/config.ts'
import { installLine, missingPackages } from './ha/programs.ts'

test('a primary is killed under load: nothing that was acknowledged is lost or made twice', async (t) => {
  const missing = missingPackages()
  if (missing.length > 0) return t.skip(installLine(missing))
  const run = spawn(process.execPath, ['test/ha/run.ts', '--rounds', '1', '--seed', '1', '--fault', 'kill'], {
    cwd: projectFolder,
  })
  // However this test ends, the run stops all that it has started.
  t.after(() => run.kill('SIGTERM'))
  let output = ''
  for (const stream of [run.stdout, run.stderr]) stream.on('data', (chunk) => (output += chunk))
  await once(run, 'close')
  assert.equal(run.exitCode, 0, output)
})
