/**
 * `npm run build`: writes JavaScript and types to `dist/` (or the folder given), a package to be published as
 * it is. ES modules, and beside them the same in CommonJS with types of its own: TypeScript refuses those of
 * an ES module to a CommonJS project.
 */
import { execFileSync } from 'node:child_process'
import { copyFileSync, globSync, readFileSync, writeFileSync } from 'node:fs'
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
const COMMONJS = 'cjs'
const asCommonJs = [
  '--module',
  'commonjs',
  '--moduleResolution',
  'bundler',
  '--verbatimModuleSyntax',
  'false',
]

const compile = (project: string, outDir: string, ...args: string[]) =>
  execFileSync(process.execPath, [compiler, '-p', project, '--outDir', outDir, ...args], { stdio: 'inherit' })
// Without Node's types: what only Node has does not compile. The embed runs in pages, the rest without one.
for (const project of [here, join(here, 'embed')]) {
  compile(project, folder)
  compile(project, join(folder, COMMONJS), ...asCommonJs)
}

// The compiler writes `.js` for `.ts` into JavaScript only; older ones do not find `.ts` from types.
for (const name of globSync('**/*.d.ts', { cwd: folder })) {
  const types = readFileSync(join(folder, name), 'utf8')
  writeFileSync(join(folder, name), types.replaceAll(/(from '\.[^']+)\.ts'/g, "$1.js'"))
}

const { scripts: _, exports, ...description } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'))
const files = (path: string) => ({ types: `${path}.d.ts`, default: `${path}.js` })
const built = Object.entries<string>(exports).map(([name, source]) => {
  const path = source.replace(/^\.\//, '').replace(/\.ts$/, '')
  return { name, module: files(`./${path}`), required: files(`./${COMMONJS}/${path}`) }
})
const conditions = built.map(({ name, module, required }) => [name, { import: module, require: required }])
// Older resolution reads none of `exports`: `main` and `types` of the package, and of its parts this list.
const parts = built.filter(({ name }) => name !== '.')
const whole = built.find(({ name }) => name === '.')!.required
const old = {
  main: whole.default,
  types: whole.types,
  typesVersions: {
    '*': Object.fromEntries(parts.map(({ name, required }) => [name.slice(2), [required.types]])),
  },
}
const write = (name: string, content: object) =>
  writeFileSync(join(folder, name), `${JSON.stringify(content, null, 2)}\n`)
write('package.json', {
  ...description,
  ...old,
  exports: { ...Object.fromEntries(conditions), './package.json': './package.json' },
})
write(`${COMMONJS}/package.json`, { type: 'commonjs', sideEffects: false })
copyFileSync(join(here, '..', 'LICENSE'), join(folder, 'LICENSE'))
writeFileSync(join(folder, 'README.md'), packedReadme(readFileSync(join(here, 'README.md'), 'utf8')))

/**
 * The documentation is not in the package: what is a link in the tree names the page of the guide that each
 * installation serves. Which one is the reader's is not known here.
 */
function packedReadme(markdown: string): string {
  return markdown.replaceAll(
    /\[[^\]]*\]\(\.\.\/docs\/([\w/-]+)\.md(#[\w-]+)?\)/g,
    (_all, name: string, anchor = '') => {
      const page = name === 'problems' ? 'errors' : name.replace(/^guide\//, '')
      return `\`/docs/guide/${page}${anchor}\` of your installation`
    },
  )
}
