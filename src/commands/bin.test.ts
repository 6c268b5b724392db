/** `bin/jetpay`: how a person comes to the command, wherever they are. */
import assert from 'node:assert/strict'
import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { projectFolder } from '../ground/config.ts'

test('a command leaves the checkout as it was, mode bits too', async () => {
  const git = (...words: string[]) =>
    execFileSync('git', ['-c', 'core.fileMode=true', ...words], {
      cwd: projectFolder,
      encoding: 'utf8',
    }).split('\n')
  // Only what a command could do, so that somebody may edit meanwhile: a changed mode, a file that was not
  // there.
  const changes = () => [
    ...git('diff', '--raw').filter((line) => line && line.slice(1, 7) !== line.slice(8, 14)),
    ...git('status', '--porcelain', '--', 'bin', 'docs', 'migrations', 'src').filter((line) =>
      line.startsWith('??'),
    ),
  ]
  const before = changes()
  await promisify(execFile)(`${projectFolder}/bin/jetpay`, ['help'], { cwd: projectFolder })
  assert.deepEqual(changes(), before)
})

test('it runs from any folder: by its path, by a link to it, on the PATH; and Node of the machine is no matter', async () => {
  const folder = mkdtempSync(`${tmpdir()}/jetpay-elsewhere-`)
  try {
    symlinkSync(`${projectFolder}/bin/jetpay`, `${folder}/first`)
    symlinkSync('first', `${folder}/jetpay`)
    const { version } = JSON.parse(readFileSync(`${projectFolder}/package.json`, 'utf8'))
    // A Node that is too old for this program; nothing else of it is asked.
    writeFileSync(`${folder}/node`, '#!/bin/sh\nexit 1\n', { mode: 0o755 })
    const env = { PATH: `${folder}:/usr/bin:/bin` }
    for (const command of [`${projectFolder}/bin/jetpay`, './jetpay', 'jetpay']) {
      const { stdout } = await promisify(execFile)(command, ['--version'], { cwd: folder, env })
      assert.equal(stdout, `${version}\n`, command)
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('a closed stdout takes no answer, which is no success', async () => {
  const closed = promisify(execFile)('sh', ['-c', `${projectFolder}/bin/jetpay version >&-`])
  await assert.rejects(closed, { code: 1, stderr: /^The answer could not be printed whole/ })
})

test('nothing printed or written tells a reader to have npx ask the registry for us', () => {
  const said = execFileSync(
    'git',
    ['grep', '-nE', '\\bnpx( --?[a-z-]+)* jetpay\\b', '--', '*.md', '*.ts', '*.tsx', '*.mjs'],
    {
      cwd: projectFolder,
      encoding: 'utf8',
    },
  )
  // The page that warns of it, and what was said in releases before.
  const elsewhere = said
    .trim()
    .split('\n')
    .filter((line) => !/^(CHANGELOG\.md|docs\/command-line\.md|test\/command-line-page\.ts)/.test(line))
  assert.deepEqual(elsewhere, [])
})
