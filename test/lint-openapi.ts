/**
 * Part of `npm run check`: our OpenAPI document held against a public linter, by the rules of `redocly.yaml`.
 * The document is made by the program, so it is written to a folder of its own first. The linter asks no
 * server.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describeApi } from '../src/api.ts'
import { projectFolder } from '../src/ground/config.ts'

/** Past any run on a loaded machine; alone it takes two seconds. */
const LINT_MS_MAX = 120_000

const folder = mkdtempSync(join(tmpdir(), 'jetpay-openapi-'))
const written = join(folder, 'openapi.json')
try {
  writeFileSync(written, JSON.stringify(describeApi('https://pay.jetpay.example'), null, 1), { mode: 0o600 })
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [`${projectFolder}/node_modules/@redocly/cli/bin/cli.js`, 'lint', written, '--config', 'redocly.yaml'],
    {
      cwd: projectFolder,
      env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
      encoding: 'utf8',
      timeout: LINT_MS_MAX,
    },
  )
  if (status !== 0) process.stderr.write(`${stdout}${stderr}`)
  process.exitCode = status ?? 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
