// Strips the types of the program's TypeScript, once for each version of a file, for use.mjs. `npm start` runs it before its roles, an
// installation of parts (docs/deploy.md) when it is deployed. In a process of its own, which then is gone with the compiler.
import { globSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { fileURLToPath } from 'node:url'
import { fileOf, folder } from './lookup.mjs'

// Node says once that stripping is experimental: its version is pinned, and all tests run what it has stripped.
process.removeAllListeners('warning')

const root = fileURLToPath(new URL('../../', import.meta.url))
/** What a browser's build or a test reads is stripped by whoever reads it. */
const isOfTheProgram = (path) => !/\.(test|d)\.ts$|^src\/dashboard\/app\//.test(path)

mkdirSync(folder, { recursive: true })
const there = new Set(readdirSync(folder))
for (const path of globSync('{src,sdk}/**/*.ts', { cwd: root }).filter(isOfTheProgram)) {
  const source = readFileSync(`${root}${path}`, 'utf8')
  const file = fileURLToPath(fileOf(source))
  if (there.delete(file.split('/').at(-1))) continue
  // Whole or not at all; two starts may be at it.
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, stripTypeScriptTypes(source))
  renameSync(draft, file)
}
// Of sources that are no more; another's draft is not ours to take.
for (const name of there) if (name.endsWith('.js')) rmSync(new URL(name, folder), { force: true })
