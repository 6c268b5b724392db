/**
 * The packages as whoever begins has them: installed in a blank project from what is packed, right under
 * strict types, and run to a charge and a verified webhook in each runtime that comes from the registry.
 * Where one cannot be installed its test fails.
 */
import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { after, before, describe, it } from 'node:test'
import { promisify } from 'node:util'
import { build } from 'vite'
import { projectFolder } from '../src/ground/config.ts'
import { freePort } from '../src/ground/free-port.ts'
import { installAside } from '../test/install-aside.ts'
import { installPacked } from '../test/install-packed.ts'
import { type Platform, startPlatform, until } from '../test/platform.ts'
import {
  expected,
  pythonSource,
  type Settings,
  serverSource,
  shopSource,
  workerConfig,
  workerSource,
} from './first-shops.ts'

/** Pinned: what is tested is our client, not what others have changed since. */
const DENO = 'deno@2.9.6'
const BUN = 'bun@1.4.5'
const EDGE = 'workerd@1.20261117.1'
const PYTHON_TYPES = 'pyright@1.1.414'
/** An installation from the registry is the longest of these. */
const STEP_MS = 180_000

describe('a blank project', () => {
  let platform: Platform
  let app: string
  let settings: Settings
  const run = async (file: string, args: string[], cwd = app, env: Record<string, string> = {}) =>
    (
      await promisify(execFile)(file, args, {
        cwd,
        timeout: STEP_MS,
        env: { ...process.env, ...env },
      })
    ).stdout
  const write = (name: string, text: string) => writeFileSync(`${app}/${name}`, text)
  /** The binary in a package that has one for each machine. */
  const binary = async (name: string, pattern: string) => {
    const folder = `${await installAside(name)}/node_modules`
    const [found] = globSync(pattern, { cwd: folder })
    assert.ok(found, `${name} has no binary for this machine`)
    return `${folder}/${found}`
  }
  const comesTo = (printed: string) => assert.deepEqual(JSON.parse(printed), expected)
  const ofServer = () => JSON.stringify({ ...settings, callback: 'http://127.0.0.1' })

  before(async () => {
    app = mkdtempSync(`${process.env.JETPAY_TEST_FOLDER ?? tmpdir()}/first-`)
    platform = await startPlatform()
    const { contactId, cardId } = await platform.saveCard()
    const { api_token: token, bank_account_id: account } = platform.demo
    settings = { url: platform.url, token, account, contact: contactId, card: cardId, callback: '' }
    write('package.json', '{ "type": "module" }')
    await installPacked(app)
    write('shop.ts', shopSource)
    write('shop.cts', shopSource)
    write('main.js', serverSource)
    write(
      'main.cjs',
      serverSource
        .replaceAll(/^import (.*) from '(.*)'$/gm, "const $1 = require('$2')")
        .replace('shop.js', 'shop.cjs'),
    )
    write('worker.js', workerSource)
  })
  after(async () => {
    await platform?.close()
    rmSync(app, { recursive: true, force: true })
  })

  it('compiles with the TypeScript of this project', async () => {
    const project = ['--strict', '--module', 'nodenext', '--target', 'es2022', '--types', '']
    const lib = ['--lib', 'es2022,dom,dom.iterable']
    await run(`${projectFolder}/node_modules/.bin/tsc`, [...project, ...lib, 'shop.ts', 'shop.cts'])
  })

  it('buys and hears of it in Node, as a module and as CommonJS', async () => {
    comesTo(await run(process.execPath, ['main.js', ofServer()]))
    comesTo(await run(process.execPath, ['main.cjs', ofServer()]))
  })

  it('buys and hears of it in Deno', async () => {
    const deno = await binary(DENO, '@deno/*/deno*')
    const env = { HOME: app, DENO_DIR: `${app}/deno`, DENO_NO_UPDATE_CHECK: '1' }
    const args = [
      'run',
      '--allow-net',
      '--no-prompt',
      '--no-remote',
      '--node-modules-dir=manual',
      'main.js',
      ofServer(),
    ]
    comesTo(await run(deno, args, app, env))
  })

  it('buys and hears of it in Bun', async () => {
    const bun = await binary(BUN, '@oven/*/bin/bun*')
    comesTo(await run(bun, ['run', '--no-install', 'main.js', ofServer()], app, { HOME: app }))
  })

  it('buys and hears of it in a worker at an edge, which has nothing of Node', async () => {
    const workerd = await binary(EDGE, '@cloudflare/*/bin/workerd*')
    await build({
      root: app,
      configFile: false,
      logLevel: 'error',
      build: {
        outDir: 'bundle',
        minify: false,
        lib: { entry: 'worker.js', formats: ['es'], fileName: () => 'worker.js' },
      },
    })
    const port = await freePort('127.0.0.1')
    const at = `http://127.0.0.1:${port}`
    write('worker.capnp', workerConfig({ ...settings, callback: `${at}/` }, port))
    const child = spawn(workerd, ['serve', 'worker.capnp'], { cwd: app, stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk))
    const ended = once(child, 'close')
    try {
      const ask = async (path: string) => {
        assert.equal(child.exitCode, null, said)
        const response = await fetch(at + path).catch(() => undefined)
        return response && { status: response.status, text: await response.text() }
      }
      await until('the worker to listen', async () => (await ask('/heard'))?.status === 200)
      const bought = (await ask('/buy'))!
      assert.equal(bought.status, 200, said)
      const { heard } = await until('the webhook', async () => {
        const told = JSON.parse((await ask('/heard'))!.text)
        return told.heard && told
      })
      comesTo(JSON.stringify({ ...JSON.parse(bought.text), heard }))
    } finally {
      child.kill()
      await ended
    }
  })

  it('buys and hears of it in Python, from a folder that pip installed, right under strict types', async () => {
    // A copy: building writes beside its source.
    cpSync(`${projectFolder}/sdk/python`, `${app}/python`, { recursive: true })
    await run('python3', ['-m', 'venv', 'venv'])
    const python = `${app}/venv/bin/python`
    await run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', './python'])
    write('shop.py', pythonSource)
    comesTo(await run(python, ['shop.py', ofServer()]))
    write(
      'pyrightconfig.json',
      JSON.stringify({
        include: ['shop.py', 'python/tests/typed.py'],
        typeCheckingMode: 'strict',
        reportUnnecessaryTypeIgnoreComment: true,
        pythonVersion: '3.11',
      }),
    )
    const pyright = `${await installAside(PYTHON_TYPES)}/node_modules/pyright/index.js`
    await run(process.execPath, [pyright, '--pythonpath', python])
  })
})
