/**
 * `npm run build`: writes JavaScript and types to `dist/` (or the folder given), a package to be published as
 * it is.
 */
import { execFileSync } from 'node:child_process'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const folder = resolve(process.argv[2] ?? join(here, 'dist'))
const compiler = join(
  dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
  'bin',
  'tsc',
)

// Without Node's types: what only Node has does not compile. The embed runs in pages, the rest without one.
for (const project of [here, join(here, 'embed')])
  execFileSync(process.execPath, [compiler, '-p', project, '--outDir', folder], { stdio: 'inherit' })
const { scripts: _, exports, ...description } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'))
const built = Object.entries<string>(exports).map(([name, source]) => {
  const path = source.replace(/\.ts$/, '')
  return [name, { types: `${path}.d.ts`, default: `${path}.js` }]
})
writeFileSync(
  join(folder, 'package.json'),
  `${JSON.stringify({ ...description, exports: Object.fromEntries(built) }, null, 2)}\n`,
)
copyFileSync(join(here, 'README.md'), join(folder, 'README.md'))
