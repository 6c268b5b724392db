/** The house rules that a machine can check (docs/adr/0001): the source is read as text. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, normalize } from 'node:path'
import { test } from 'node:test'
import { alarmKinds } from '../src/alarms/alarm.ts'
import { projectFolder, settingNames } from '../src/config.ts'
import { everyCheck } from '../src/verify/verify.ts'
import { lifecyclePage, problemsPage, readmeWithTestCards } from './write-docs.ts'

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: projectFolder,
  encoding: 'utf8',
})
  .split('\n')
  .filter(Boolean)
const read = (file: string) => readFileSync(`${projectFolder}/${file}`, 'utf8')
const sources = tracked.filter((file) => /^(src|sdk|test|bench)\/.*\.(ts|tsx|css)$/.test(file))
const program = sources.filter((file) => /^(src|sdk)\//.test(file) && !file.endsWith('.test.ts'))
const lines = (file: string) => read(file).split('\n').length - 1

const offenders = (files: string[], offends: (file: string) => boolean | string) =>
  files.flatMap((file) => {
    const found = offends(file)
    return found ? [found === true ? file : `${file}: ${found}`] : []
  })

test('no file is over 300 lines, and most of the program are under 130', () => {
  assert.deepEqual(
    offenders(sources, (file) => lines(file) > 300 && `${lines(file)} lines`),
    [],
  )
  const long = program.filter((file) => lines(file) >= 130)
  assert.ok(
    long.length < program.length / 5,
    `${long.length} of ${program.length} are long: ${long.join(', ')}`,
  )
})

test('no file is named for a drawer that anything fits into', () => {
  const drawer =
    /(^|\/)(index|utils?|helpers?|services?|managers?|common|misc|repository|repositories)(\.|\/)/
  assert.deepEqual(
    offenders(sources, (file) => drawer.test(file)),
    [],
  )
})

test('file names are kebab-case', () => {
  assert.deepEqual(
    offenders(sources, (file) => !/^[a-z0-9-]+(\.[a-z]+)+$/.test(file.split('/').at(-1)!)),
    [],
  )
})

test('only config.ts reads the environment', () => {
  const mayReadIt = /^src\/(config|environment|commands\/start)\.ts$|^sdk\/examples\//
  const reads = (file: string) => /process\.env\b/.test(read(file)) && !mayReadIt.test(file)
  assert.deepEqual(offenders(program, reads), [])
})

test('whoever makes a file or a folder says who may read it, whatever the umask is', () => {
  const makes =
    /(?<![.\w])(mkdir|mkdirSync|writeFile|writeFileSync)\((?!file,)((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)/g
  const open = (file: string) =>
    [...read(file).matchAll(makes)]
      .filter(([call]) => !call.includes('mode:'))
      .map(([call]) => call)
      .join(', ')
  assert.deepEqual(
    offenders(
      program.filter((file) => file.startsWith('src/')),
      open,
    ),
    [],
  )
})

/** Files that each file imports of ours. */
const imports = new Map(
  program.map((file) => [
    file,
    [...read(file).matchAll(/from '(\.[^']+)'/g)].map(([, path]) => normalize(`${dirname(file)}/${path}`)),
  ]),
)

const groundFloor = [
  'address',
  'connections',
  'rate-limit-store',
  'answer-headers',
  'core-dumps',
  'operations',
  'accept-language',
  'bare-http',
  'card-number',
  'clock',
  'config',
  'country',
  'email-address',
  'encryption',
  'errors',
  'free-port',
  'host-name',
  'html',
  'ids',
  'json-text',
  'key-file',
  'known-paths',
  'log',
  'metrics',
  'money',
  'page-assets',
  'page-origin',
  'postal-code',
  'text',
  'unix-socket',
  'vault-protocol',
]
const ground = new RegExp(`^src/(${groundFloor.join('|')})[.]ts$|^src/settings/`)

test('the ground floor imports nothing above it', () => {
  const floor = program.filter((file) => ground.test(file))
  assert.deepEqual(
    offenders(floor, (file) =>
      imports
        .get(file)!
        .filter((path) => !ground.test(path))
        .join(', '),
    ),
    [],
  )
})

test('the vault imports nothing of the main side, and nothing of the main side imports the vault', () => {
  const vault = program.filter((file) => file.startsWith('src/vault/'))
  const allowed = (path: string) =>
    path.startsWith('src/vault/') || path.startsWith('src/db/') || ground.test(path)
  assert.deepEqual(
    offenders(vault, (file) =>
      imports
        .get(file)!
        .filter((path) => !allowed(path))
        .join(', '),
    ),
    [],
  )
  const outside = program.filter((file) => !/^src\/(vault|simulator|commands)\//.test(file))
  const intoVault = (file: string) =>
    imports
      .get(file)!
      .filter((path) => path.startsWith('src/vault/'))
      .join(', ')
  assert.deepEqual(offenders(outside, intoVault), [])
})

test('the shop is a stranger: it imports nothing of the platform', () => {
  const shop = program.filter((file) => file.startsWith('src/shop/'))
  const foreign = (file: string) =>
    imports
      .get(file)!
      .filter((path) => !path.startsWith('src/shop/'))
      .join(', ')
  assert.deepEqual(offenders(shop, foreign), [])
})

/** Floors from the ground up; a file imports only from its own or lower ones. */
const floors = [
  /^src\/(db|http|events|seal|context)/,
  /^src\/(companies|contacts|bank-accounts|cards|transactions|credits|ledger|clearing|payouts|refunds|disputes|alarms|rails|sandbox|schedules|webhooks)\//,
]
const slices = [
  'companies',
  'contacts',
  'bank-accounts',
  'cards',
  'transactions',
  'credits',
  'ledger',
  'clearing',
  'payouts',
  'refunds',
  'disputes',
  'sandbox',
  'schedules',
  'webhooks',
]

test('slices do not import what runs them', () => {
  const runners = /^src\/(main|api)\.ts$|^src\/(worker|supervisor|commands|simulator)\//
  const low = program.filter((file) => floors.some((floor) => floor.test(file)))
  assert.deepEqual(
    offenders(low, (file) =>
      imports
        .get(file)!
        .filter((path) => runners.test(path))
        .join(', '),
    ),
    [],
  )
})

test('an endpoint is imported by api.ts alone: slices share nouns, not operations', () => {
  const isEndpoint = (file: string) => /= endpoint\(\{/.test(read(file))
  const endpoints = new Set(program.filter(isEndpoint))
  assert.ok(endpoints.size >= 18)
  const importers = program.filter((file) => file !== 'src/api.ts')
  assert.deepEqual(
    offenders(importers, (file) =>
      imports
        .get(file)!
        .filter((path) => endpoints.has(path))
        .join(', '),
    ),
    [],
  )
  for (const file of endpoints)
    assert.ok(
      slices.concat('events').some((slice) => file.startsWith(`src/${slice}/`)),
      file,
    )
})

test('nothing is left unfinished, skipped or focused', () => {
  const unfinished = new RegExp(
    `\\b(${['TO', 'FIX', 'X', 'HA'].map((start, at) => start + ['DO', 'ME', 'XX', 'CK'][at]).join('|')})\\b`,
  )
  assert.deepEqual(
    offenders(program, (file) => unfinished.test(read(file))),
    [],
  )
  const skipped = /\b(test|it|describe)\.(skip|only|todo)\b|\b(skip|only|todo): *true/
  assert.deepEqual(
    offenders(sources, (file) => file !== 'test/tidy.test.ts' && skipped.test(read(file))),
    [],
  )
})

test('nothing names a path of somebody’s machine or a download address', () => {
  const own = tracked.filter((file) => !file.endsWith('package-lock.json') && !/\.(png|ico)$/.test(file))
  const path = new RegExp(`(^|[^A-Za-z0-9_.])/(${['work', 'farm'].join('|')})/`, 'm')
  assert.deepEqual(
    offenders(own, (file) => path.test(read(file))),
    [],
  )
  assert.ok(!/"resolved"/.test(read('package-lock.json')))
})

test('what npm links as a command is executable in git, so that installing changes no file of the checkout', () => {
  const { bin } = JSON.parse(read('package.json')) as { bin: Record<string, string> }
  for (const file of Object.values(bin)) {
    const listed = execFileSync('git', ['ls-files', '--stage', file], {
      cwd: projectFolder,
      encoding: 'utf8',
    })
    assert.match(listed, /^100755 /, file)
  }
})

test('the README’s test cards are those of the simulator', () => {
  assert.equal(read('README.md'), readmeWithTestCards(read('README.md')), 'run: npm run docs')
})

test('the page of states and moves is that of the program', () => {
  assert.equal(read('docs/lifecycle.md'), lifecyclePage(), 'run: npm run docs')
})

test('the page of problems is that of the program', () => {
  assert.equal(read('docs/problems.md'), problemsPage(), 'run: npm run docs')
})

test('every setting is documented for operators', () => {
  const settings = settingNames()
  assert.ok(settings.length > 80)
  const documented = read('docs/settings.md')
  assert.deepEqual(
    settings.filter((setting) => !documented.includes(`\`${setting}\``)),
    [],
  )
  const rows = [...documented.matchAll(/^\| (`[^|]*) \|/gm)].flatMap(([, cell]) => cell!.split(', '))
  assert.equal(new Set(rows).size, rows.length, 'each is told once')
})

test('every alarm is explained, with what to do', () => {
  const explained = read('docs/clearing.md')
  assert.deepEqual(
    alarmKinds.filter((kind) => !explained.includes(`| \`${kind}\` |`)),
    [],
  )
})

test('every check of `jetpay verify` is explained, and the page explains no other', () => {
  const [section = ''] = read('docs/verify-and-chaos.md').match(/^## `jetpay verify`[\s\S]*?(?=^## )/m) ?? []
  const explained = [...section.matchAll(/^\| `([^`]+)` \| \S.* \|$/gm)].map(([, name]) => name)
  assert.deepEqual(
    explained,
    everyCheck.map(({ name }) => name),
  )
})
