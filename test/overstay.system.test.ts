/**
 * A test file that leaves something open fails, and the run ends: this file, run once more by `npm test`, is
 * that file.
 */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { projectFolder } from '../src/ground/config.ts'

if (process.env.JETPAY_TEST_OVERSTAY_MS) {
  test('passes, and leaves a timer', () => void setInterval(() => undefined, 1_000))
} else {
  test('a file that does not end after its last test fails with what it left open, and the run ends', () => {
    const { NODE_TEST_CONTEXT: _, ...env } = process.env
    const run = spawnSync(process.execPath, ['test/run.ts', 'test/overstay.system'], {
      cwd: projectFolder,
      env: { ...env, JETPAY_TEST_OVERSTAY_MS: '200' },
      encoding: 'utf8',
      timeout: 120_000,
    })
    assert.equal(run.status, 1, run.stdout)
    assert.match(
      run.stdout,
      /test\/overstay\.system\.test\.ts has not ended 0\.2 s after its last test; open: .*Timeout/,
    )
    assert.match(run.stdout, /1 passed, 1 failed/)
  })
}
