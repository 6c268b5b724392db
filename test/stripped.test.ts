/** The program without its types, as `bin/stripped` makes it ahead: what a process reads of it, and when. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { projectFolder } from '../src/ground/config.ts'

const folder = mkdtempSync(`${process.env.JETPAY_TEST_FOLDER}/stripped-`)
after(() => rmSync(folder, { recursive: true, force: true }))

/** What has run, and whether it took Node's compiler for types into its memory. */
const COMPILER = `process.moduleLoadList.some((name) => name.includes('amaro'))`

/** Without what the test run itself has compiled. */
const env = { ...process.env, NODE_COMPILE_CACHE: '' }

function run(root: string, ...words: string[]): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, words, { cwd: root, env, encoding: 'utf8' })
  assert.equal(status, 0, stderr)
  assert.equal(stderr, '')
  return stdout.trim()
}

const reads = (root: string, module: string, show: string) =>
  run(
    root,
    '--import',
    './bin/stripped/use.mjs',
    '--eval',
    `import('${module}').then((of) => console.log(${show}))`,
  )

// The shop is a stranger, and strips its page as a stranger would.
test('no role has Node’s compiler for types in its memory', () => {
  run(projectFolder, 'bin/stripped/make.mjs')
  const programs = [
    'api',
    'vault/vault',
    'worker/worker',
    'directory/directory',
    'simulator/server',
    'shop/shop',
  ]
  for (const program of programs)
    assert.equal(reads(projectFolder, `./src/${program}.ts`, COMPILER), 'false', program)
})

test('a file that was edited since is read as it stands, and the next time without the compiler again', () => {
  const root = newProject('one')
  const show = `of.answer, ${COMPILER}`
  assert.equal(reads(root, './src/answer.ts', show), 'one true', 'nothing is made yet')
  run(root, 'bin/stripped/make.mjs')
  assert.equal(reads(root, './src/answer.ts', show), 'one false')
  write(root, 'two')
  assert.equal(reads(root, './src/answer.ts', show), 'two true')
  run(root, 'bin/stripped/make.mjs')
  assert.equal(reads(root, './src/answer.ts', show), 'two false')
  assert.equal(globSync(`${root}/build/stripped/*/*`).length, 2, 'what no source asks for any more is gone')
})

test('whoever may read what was made and write nothing reads it', () => {
  const root = newProject('three')
  run(root, 'bin/stripped/make.mjs')
  chmodSync(`${root}/build`, 0o555)
  const limits = ['--permission', `--allow-fs-read=${root}/*`]
  const said = run(root, ...limits, '--import', './bin/stripped/use.mjs', './src/said.ts')
  assert.equal(said, 'three false')
})

function newProject(answer: string): string {
  const root = mkdtempSync(`${folder}/project-`)
  cpSync(`${projectFolder}/bin/stripped`, `${root}/bin/stripped`, { recursive: true })
  mkdirSync(`${root}/src`)
  writeFileSync(`${root}/package.json`, '{ "type": "module" }')
  write(root, answer)
  writeFileSync(
    `${root}/src/said.ts`,
    `import { answer } from './answer.ts'\nconsole.log(answer, ${COMPILER})\n`,
  )
  return root
}

const write = (root: string, answer: string) =>
  writeFileSync(`${root}/src/answer.ts`, `export const answer: string = '${answer}'\n`)
