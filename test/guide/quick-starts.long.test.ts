/**
 * The quick starts as a newcomer follows them: a checkout, a blank folder beside it, and the page's blocks in
 * their order, until the first webhook is verified; it tells how long that took. The packages are those that
 * the page builds; what they depend on comes from the registry.
 */
import assert from 'node:assert/strict'
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { after, before, test } from 'node:test'
import { projectFolder } from '../../src/ground/config.ts'
import { freePort } from '../../src/ground/free-port.ts'
import { until } from '../platform.ts'
import { ended } from './run-samples.ts'
import { samplesOf } from './samples.ts'

/** A machine that does much else takes as long for the start alone. */
const START_MS = 150_000

const folder = mkdtempSync(`${process.env.JETPAY_TEST_FOLDER ?? tmpdir()}/newcomer-`)
const checkout = `${folder}/jetpay`
let port: number
let start: ChildProcess
let startMs: number

before(async () => {
  // The database's user goes through it.
  chmodSync(folder, 0o711)
  const files = execFileSync('git', ['ls-files', '-z'], { cwd: projectFolder, encoding: 'utf8' })
  for (const file of files.split('\0').filter((name) => name !== ''))
    cpSync(`${projectFolder}/${file}`, `${checkout}/${file}`)
  // Installed before: an `npm ci` of everything measures the registry, and nothing of the page.
  symlinkSync(`${projectFolder}/node_modules`, `${checkout}/node_modules`)
  port = await freePort('127.0.0.1')
  const began = performance.now()
  // As a newcomer has it: the settings of this test run are not theirs.
  const { JETPAY_DATA: _, ...env } = process.env
  start = spawn('npm', ['start'], {
    cwd: checkout,
    env: { ...env, JETPAY_PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let printed = ''
  start.stdout!.on('data', (chunk) => (printed += chunk))
  await until('npm start to be ready', async () => printed.includes('Jetpay is ready'), START_MS)
  startMs = performance.now() - began
})
after(async () => {
  if (start?.exitCode === null) {
    start.kill('SIGINT')
    await once(start, 'close')
  }
  rmSync(folder, { recursive: true, force: true })
})

/**
 * The page's blocks until it goes on to other things, as one shell: commands as they stand, and where the
 * page says “Save this as” the block goes into that file.
 */
function followed(page: string): string {
  const saved = /Save this as `([^`]+)`/.exec(readFileSync(`${checkout}/${page}`, 'utf8'))?.[1]
  const blocks = samplesOf(page, 'console', 'sh', 'js', 'python')
  const next = blocks.findIndex(({ source }) => source.startsWith('bin/jetpay listen'))
  const lines = blocks.slice(0, next < 0 ? undefined : next).map(({ language, source }) => {
    if (source === 'npm start\n') return ''
    if (language === 'console' || language === 'sh') return source
    assert.ok(saved, `${page} says where to save its program`)
    return `cat > ${saved} <<'END_OF_SAMPLE'\n${source}END_OF_SAMPLE\n`
  })
  return lines.join('\n').replaceAll('127.0.0.1:8400', `127.0.0.1:${port}`)
}

for (const [page, beside] of [
  ['docs/guide/quick-start-curl.md', false],
  ['docs/guide/quick-start-node.md', true],
  ['docs/guide/quick-start-python.md', true],
] as const)
  test(`a newcomer with ${page} comes to a verified webhook`, async (t) => {
    const own = mkdtempSync(`${folder}/own-`)
    // Beside a folder called `jetpay`, or in it.
    if (beside) symlinkSync(checkout, `${own}/jetpay`)
    const began = performance.now()
    const child = spawn('bash', ['-e', '-c', followed(page)], {
      cwd: beside ? own : checkout,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const { code, printed, complained } = await ended(child)
    const tookMs = performance.now() - began
    assert.equal(code, 0, `${printed}\n${complained}`)
    assert.match(printed, /^verified: event \d+, contacts\.created$/m, complained)
    const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`
    t.diagnostic(`${page}: ${seconds(startMs)} for npm start, ${seconds(tookMs)} for the rest`)
  })
