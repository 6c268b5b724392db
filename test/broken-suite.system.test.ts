/**
 * What fails without being a test fails the run: this file, run once more by `npm test`, is a file with such
 * a suite.
 */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { after, describe, test } from 'node:test'
import { projectFolder } from '../src/ground/config.ts'

if (process.env.JETPAY_TEST_BROKEN) {
  describe('a suite', () => {
    after(() => assert.fail('its hook fails'))
    test('passes', () => undefined)
  })
} else {
  test('a hook of a suite that fails, or a file that cannot be read, is counted though no test has failed', () => {
    const { NODE_TEST_CONTEXT: _, ...env } = process.env
    const run = spawnSync(process.execPath, ['test/run.ts', 'test/broken-suite'], {
      cwd: projectFolder,
      env: { ...env, JETPAY_TEST_BROKEN: 'yes' },
      encoding: 'utf8',
      timeout: 120_000,
    })
    assert.equal(run.status, 1, run.stdout)
    assert.match(run.stdout, /1 passed, 1 failed/)
  })
}
