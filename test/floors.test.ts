/**
 * Imports go down only (docs/adr/0021): the floors of the house, from the ground up, and who may not know
 * whom.
 */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { dirname, normalize } from 'node:path'
import { test } from 'node:test'
import { projectFolder } from '../src/ground/config.ts'

/** The folders of `src/` and its loose files, each above all that stand before it. */
const floors = [
  // What knows nothing of payments.
  ['ground'],
  ['db'],
  ['vault-client'],
  ['process'],
  ['search'],
  ['http'],
  // What everything else writes to.
  ['alarms', 'events', 'ledger', 'lifecycle'],
  // Whose money it is, and where it is.
  ['companies', 'contacts', 'bank-accounts', 'cards', 'mail', 'users', 'cells', 'rails'],
  // What moves it.
  ['debits', 'charges', 'credits', 'refunds', 'disputes', 'transactions', 'payouts', 'schedules', 'clearing'],
  ['webhooks', 'payment-page'],
  // What the demo has beside it: its clock, its network and its mailbox.
  ['sandbox'],
  // What shows it whole, and acts on much of it at once.
  ['timeline', 'exports', 'bulk', 'views'],
  // What takes all of it away again, of one person.
  ['erasure'],
  // What tells it in numbers, and what each is made of.
  ['summaries', 'explain'],
  // The pages that show it: what runs in browsers asks the API as any program does.
  ['dashboard', 'guide'],
  // Whether what browsers get is what was released.
  ['page-audit'],
  // What runs all that, and what looks at it from outside: two lists, of endpoints and of jobs.
  ['verify', 'worker', 'operator', 'rehearsal', 'endpoints.ts', 'api.ts'],
  // What a restore has lost is asked of others' books, and told.
  ['recovery'],
  // An agent's door: a client of the API that lends the house its catalogue of problems.
  ['mcp'],
  // It stands in front of several installations, and knows of each where it is.
  ['directory'],
  // It carries a company from one of them to another.
  ['moving'],
  ['supervisor', 'commands', 'main.ts'],
].flat()
/**
 * They stand beside the house: the vault and the demo's network, bank and shop. Only what starts them, and
 * tests, may import them.
 */
const strangers = ['vault', 'simulator', 'shop']

const read = (file: string) => readFileSync(`${projectFolder}/${file}`, 'utf8')
const program = globSync('src/**/*.{ts,tsx}', { cwd: projectFolder }).filter(
  (file) => !file.endsWith('.test.ts'),
)
const imports = new Map(
  program.map((file) => [
    file,
    [...read(file).matchAll(/(?:from|import|import\() ?'(\.[^']+)'/g)].map(([, path]) =>
      normalize(`${dirname(file)}/${path}`),
    ),
  ]),
)
const roomOf = (file: string) => /^src\/([^/]+)/.exec(file)?.[1] ?? file.split('/')[0]!
const floorOf = (file: string) => floors.indexOf(roomOf(file))
const arrows = program.flatMap((from) => imports.get(from)!.map((to) => ({ from, to })))
const told = (found: typeof arrows) => found.map(({ from, to }) => `${from} imports ${to}`)

test('every folder of the program stands on one floor, or is a stranger', () => {
  assert.equal(new Set(floors).size, floors.length)
  const unknown = program.filter((file) => floorOf(file) < 0 && !strangers.includes(roomOf(file)))
  assert.deepEqual(unknown, [])
})

test('imports go down: none to a higher floor, types included', () => {
  const inHouse = ({ from, to }: (typeof arrows)[number]) => floorOf(from) >= 0 && floorOf(to) >= 0
  assert.deepEqual(
    told(arrows.filter((arrow) => inHouse(arrow) && floorOf(arrow.from) < floorOf(arrow.to))),
    [],
  )
})

test('no files import each other in a circle, types included', () => {
  const done = new Set<string>()
  const circles: string[] = []
  const walk = (file: string, path: string[]) => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' > '))
    if (path.includes(file) || done.has(file)) return
    for (const next of imports.get(file) ?? []) walk(next, [...path, file])
    done.add(file)
  }
  for (const file of program) walk(file, [])
  assert.deepEqual(circles, [])
})

test('the vault is a stranger: it shares the ground and the database’s tools with the main side, and nothing else', () => {
  const known = ['vault', 'ground', 'db']
  assert.deepEqual(
    told(arrows.filter(({ from, to }) => roomOf(from) === 'vault' && !known.includes(roomOf(to)))),
    [],
  )
  // `commands` starts it; the simulator speaks the network's format, which the vault has.
  const starters = ['vault', 'commands', 'simulator']
  assert.deepEqual(
    told(arrows.filter(({ from, to }) => roomOf(to) === 'vault' && !starters.includes(roomOf(from)))),
    [],
  )
})

test('a card network is an interface: in the vault only what opens one knows that there is ISO 8583', () => {
  const spoken = (file: string) => file.startsWith('src/vault/iso8583/')
  const inside = arrows.filter(({ from, to }) => roomOf(from) === 'vault' && !spoken(from) && spoken(to))
  assert.deepEqual(told(inside.filter(({ from }) => from !== 'src/vault/open-card-network.ts')), [])
  const out = arrows.filter(({ from, to }) => spoken(from) && roomOf(to) === 'vault' && !spoken(to))
  assert.deepEqual(told(out.filter(({ to }) => to !== 'src/vault/card-network.ts')), [])
})

test('a reference is passed on: STAN and RRN are named where it is kept, and where the network’s own files and books are read', () => {
  const names = /\b(stan|rrn|mti)\b/i
  // An example shows what one looks like.
  const isData = 'src/http/openapi-values.ts'
  const knows =
    /^src\/(charges\/network-reference[.]ts|clearing\/|verify\/|recovery\/|vault\/iso8583\/|simulator\/|dashboard\/app\/)/
  const named = program.filter((file) => !knows.test(file) && file !== isData && names.test(read(file)))
  assert.deepEqual(named, [])
})

test('the shop is a stranger: it imports nothing of the platform, and only its starter imports it', () => {
  // What the platform publishes for every receiver it may use as they do.
  const inShop = (file: string) => file.startsWith('src/shop/') || file.startsWith('sdk/')
  const foreign = arrows.filter(({ from, to }) => (roomOf(from) === 'shop') !== inShop(to))
  assert.deepEqual(told(foreign.filter(({ from }) => roomOf(from) !== 'commands')), [])
})

test('the dashboard runs in browsers: its app asks the API for all, and imports of the server what browsers share with it', () => {
  const app = (file: string) => file.startsWith('src/dashboard/app/')
  const shared = [
    'src/ground/addresses-in.ts',
    'src/ground/alarm-names.ts',
    'src/ground/card-number.ts',
    'src/ground/fail-reasons.ts',
    'src/ground/fail-reasons-fr.ts',
    'src/ground/postal-code.ts',
    'src/ground/text.ts',
    'src/ground/without-accents.ts',
  ]
  const out = arrows.filter(({ from, to }) => app(from) && !app(to) && !shared.includes(to))
  assert.deepEqual(told(out), [])
  assert.deepEqual(told(arrows.filter(({ from, to }) => !app(from) && app(to))), [])
})

test('a page of the dashboard is a leaf: nobody imports what it shows but the list of pages', () => {
  const page = (file: string) => /^src\/dashboard\/app\/pages\/.*\.tsx$/.test(file)
  const shown = program.filter((file) => page(file) && /^export default /m.test(read(file)))
  assert.ok(shown.length > 1)
  const into = arrows.filter(({ from, to }) => shown.includes(to) && from !== 'src/dashboard/app/pages.ts')
  assert.deepEqual(told(into), [])
})

test('nothing of the house but its starter imports the simulator', () => {
  const into = arrows.filter(({ from, to }) => roomOf(to) === 'simulator' && roomOf(from) !== 'simulator')
  assert.deepEqual(told(into.filter(({ from }) => roomOf(from) !== 'commands')), [])
})

/**
 * An endpoint is imported by `endpoints.ts`, and by the list of those that commands answer with, a job by
 * `worker.ts`: slices share nouns, not operations.
 */
function isLeaf(of: string[], made: RegExp, least: number): void {
  const leaves = new Set(program.filter((file) => !file.startsWith('src/process/') && made.test(read(file))))
  assert.ok(leaves.size >= least, `${leaves.size} found`)
  assert.deepEqual(told(arrows.filter(({ from, to }) => leaves.has(to) && !of.includes(from))), [])
}

test('endpoints are leaves: nobody imports one but their list', () =>
  isLeaf(['src/endpoints.ts', 'src/commands/operations.ts'], /= endpoint\(\{/, 60))

test('jobs are leaves: nobody imports one but the list of the worker', () =>
  isLeaf(['src/worker/worker.ts'], /: Job = \{|\): Job \{|\): Job =>|job: Job/, 25))

test('a command and a role read their own program only: what starts them imports no room of payments before it knows which', () => {
  const atOnce = (file: string) =>
    [...read(file).matchAll(/^(?:import|export)(?! type\b)[^'()]*'(\.[^']+)'/gm)].map(([, path]) =>
      normalize(`${dirname(file)}/${path}`),
    )
  const started = new Set(['src/main.ts'])
  for (const file of started) for (const path of atOnce(file)) started.add(path)
  const rooms = new Set([...started].map(roomOf))
  assert.deepEqual([...rooms].sort(), ['commands', 'ground', 'main.ts', 'supervisor'])
})
