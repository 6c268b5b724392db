/** The house rules that a machine can check (docs/adr/0001): the source is read as text. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { alarmKinds } from '../src/alarms/alarm.ts'
import { projectFolder, settingNames } from '../src/ground/config.ts'
import { everyCheck } from '../src/verify/verify.ts'
import { commandLinePage } from './command-line-page.ts'
import { rolesPage } from './roles-page.ts'
import { networkCodesPage, testDataPage } from './test-data-pages.ts'
import { isWrapped, wrapComments } from './wrap-comments.ts'
import { failReasonsPage, lifecyclePage, problemsPage, readmeWithTestCards } from './write-docs.ts'

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: projectFolder,
  encoding: 'utf8',
})
  .split('\n')
  .filter(Boolean)
const read = (file: string) => readFileSync(`${projectFolder}/${file}`, 'utf8')
const sources = tracked.filter((file) => /^(src|sdk|test|bench)\//.test(file) && isWrapped(file))
const program = sources.filter((file) => /^(src|sdk)\//.test(file) && !file.endsWith('.test.ts'))
const lines = (file: string) => read(file).split('\n').length - 1

const offenders = (files: string[], offends: (file: string) => boolean | string) =>
  files.flatMap((file) => {
    const found = offends(file)
    return found ? [found === true ? file : `${file}: ${found}`] : []
  })

/** Tables of the house, each read as one page: in parts they would only be harder to look through. */
const data = [
  'src/endpoints.ts',
  'src/events/event-types.ts',
  'src/ground/fail-reasons.ts',
  'src/lifecycle/lifecycle.ts',
  'src/rails/nacha/return-reasons.ts',
]

test('no file but a table of data is over 300 lines, and most of the program are under 130', () => {
  assert.deepEqual(
    offenders(sources, (file) => !data.includes(file) && lines(file) > 300 && `${lines(file)} lines`),
    [],
  )
  assert.deepEqual(
    offenders(data, (file) => !program.includes(file)),
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

test('comments are wrapped at 110 columns', () => {
  const loose = (file: string) => wrapComments(read(file)) !== read(file)
  assert.deepEqual(offenders(sources, loose), [], 'run: npm run fix')
})

test('only config.ts reads the environment', () => {
  const mayReadIt = /^src\/(ground\/config|ground\/environment|commands\/start)\.ts$|^sdk\/examples\//
  const reads = (file: string) => /process\.env\b/.test(read(file)) && !mayReadIt.test(file)
  assert.deepEqual(offenders(program, reads), [])
})

test('a bound of a list that may be missing has a value all the same: no plan for every value seeks by it', () => {
  const missing = (file: string) => /\}(::\w+)? is null or [^\n]{0,80} [<>]=? /.exec(read(file))?.[0] ?? ''
  assert.deepEqual(
    offenders(
      program.filter((file) => file.startsWith('src/')),
      missing,
    ),
    [],
  )
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

test('the guide’s test data and network codes are those of the simulator and of the vault', () => {
  for (const [name, page] of [
    ['docs/guide/test-data.md', testDataPage],
    ['docs/guide/network-codes.md', networkCodesPage],
  ] as const)
    assert.equal(read(name), page(read(name)), 'run: npm run docs')
})

test('the page of states and moves is that of the program', () => {
  assert.equal(read('docs/lifecycle.md'), lifecyclePage(), 'run: npm run docs')
})

test('the page of problems is that of the program', () => {
  assert.equal(read('docs/problems.md'), problemsPage(), 'run: npm run docs')
})

test('the page of roles is that of the program', () => {
  assert.equal(read('docs/roles.md'), rolesPage(), 'run: npm run docs')
})

test('the page of the command line is that of the program', () => {
  assert.equal(read('docs/command-line.md'), commandLinePage(), 'run: npm run docs')
})

test('the page of fail reasons is that of the program', () => {
  assert.equal(read('docs/fail-reasons.md'), failReasonsPage(), 'run: npm run docs')
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
