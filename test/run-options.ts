/** What `npm test -- …` is asked for, which test files that means, and what Node's runner is told. */
import { globSync, readFileSync } from 'node:fs'
import type { run } from 'node:test'
import { parseArgs } from 'node:util'
import { projectFolder } from '../src/ground/config.ts'

export type RunOptions = {
  /** Parts of paths: a file is run whose path has one of them; all quick ones where there is none. */
  parts: string[]
  /** Only tests whose name has these words in it, as they are written in the file. */
  name: string | undefined
  /** Each test file waits for a debugger before it begins. */
  inspect: boolean
  /** A table of the lines that no test has reached, at the end. */
  coverage: boolean
  /** Only files that work on a database and open no browser: what another PostgreSQL could break. */
  database: boolean
  /** What takes minutes (`*.long.test.ts`) and nothing else. */
  long: boolean
  /** What takes longer than CI has (`*.nightly.test.ts`) and nothing else. */
  nightly: boolean
}

const USAGE =
  'npm test -- [part/of/path …] [--name "words of a test’s name"] [--inspect] [--coverage] [--database]  (CONTRIBUTING.md)'

export function readRunOptions(words: string[]): RunOptions {
  try {
    const { values, positionals } = parseArgs({
      args: words,
      allowPositionals: true,
      options: {
        name: { type: 'string' },
        inspect: { type: 'boolean', default: false },
        coverage: { type: 'boolean', default: false },
        database: { type: 'boolean', default: false },
        long: { type: 'boolean', default: false },
        nightly: { type: 'boolean', default: false },
      },
    })
    if (values.name?.trim() === '') throw new Error('--name is empty')
    return { ...values, name: values.name, parts: positionals }
  } catch (error) {
    throw new Error(`${(error as Error).message}\nUsage: ${USAGE}`)
  }
}

/**
 * Of all test files (paths and their texts) those to run. A file is opened for its tests' names before it is
 * started, so that one test by name starts one server and not two hundred. Throws where nothing is left,
 * saying what was looked for.
 */
export function filesToRun(
  files: string[],
  { parts, name, database, long, nightly }: RunOptions,
  read = (file: string) => readFileSync(file, 'utf8'),
): string[] {
  const which = long ? 'long' : nightly ? 'nightly' : 'quick'
  const sizeOf = (file: string) => /\.(long|nightly)\.test\.ts$/.exec(file)?.[1] ?? 'quick'
  const asked = (file: string) =>
    parts.length === 0 ? sizeOf(file) === which : parts.some((part) => file.includes(part))
  const named = (file: string) => name === undefined || mayName(read(file), name)
  const stored = (file: string) => !database || worksOnDatabase(file, read)
  const wanted = files.filter((file) => asked(file) && stored(file) && named(file))
  if (wanted.length > 0) return wanted
  const where = parts.length === 0 ? `no ${which} test file` : `no file at ${parts.join(' or ')}`
  throw new Error(
    name === undefined ? `${where}; ${USAGE}` : `${where} has a test with "${name}" in its name`,
  )
}

/** By what it is called, and whether it imports the platform, or a stage that does. */
const worksOnDatabase = (file: string, read: (file: string) => string) =>
  !/\.(browser|system)\./.test(file) && /\/(platform|[\w-]+-stage)\.ts'/.test(read(file))

/** Where a test begins: `test('…'`, `it(`…${…}…`` and so on. */
const NAMES =
  /\b(?:test|it|describe)\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|`((?:[^`\\]|\\.)*)`|\w+,)/g
/**
 * What is told of a name that is made while the file runs has to be this long, to be found by a piece of it.
 */
const PIECE = 8

/**
 * Whether a file may have a test of such a name: one that is made while the file runs counts where a piece of
 * it fits.
 */
function mayName(source: string, name: string): boolean {
  for (const [, single, double, template] of source.matchAll(NAMES)) {
    const text = (single ?? double ?? template)?.replace(/\\(.)/g, '$1')
    // A name that stands in a list of cases.
    if (text === undefined ? source.includes(name) : text.includes(name)) return true
    const pieces = template?.split(/\$\{[^}]*\}/) ?? []
    const told = pieces.map((piece) => piece.trim()).filter((piece) => piece.length >= PIECE)
    if (told.some((piece) => name.includes(piece)) || (pieces.length > 1 && source.includes(name)))
      return true
  }
  return false
}

/** A name as Node's runner takes it: the words as they are, no pattern. */
export const asPattern = (name: string): RegExp => new RegExp(RegExp.escape(name))

/**
 * The default port of Node's debugger, where editors look for it. On loopback: whoever reaches it runs what
 * they like.
 */
const INSPECT = '127.0.0.1:9229'

type Runner = NonNullable<Parameters<typeof run>[0]> & { execArgv: string[] }

/** Files and runner options of a run; ends the process with one line where it cannot be. */
export function planRun(words: string[]): { files: string[]; runner: Runner } {
  try {
    const options = readRunOptions(words)
    const { parts, name, inspect, coverage } = options
    const files = filesToRun(globSync('{src,test,bench,sdk}/**/*.test.ts', { cwd: projectFolder }), options)
    if (inspect)
      console.log(
        `Each test file waits for a debugger at ${INSPECT}: attach your editor, or open chrome://inspect.`,
      )
    const measured =
      parts.length === 0 ? ['src/**'] : parts.flatMap((part) => [`**/*${part}*`, `**/*${part}*/**`])
    return {
      files,
      runner: {
        ...(name === undefined ? {} : { testNamePatterns: [asPattern(name)] }),
        // One debugger's port, and a person who thinks: one file after the other, without a limit.
        ...(inspect ? { concurrency: 1, timeout: Number.POSITIVE_INFINITY } : {}),
        execArgv: inspect ? [`--inspect-wait=${INSPECT}`] : [],
        ...(coverage
          ? { coverage, coverageIncludeGlobs: measured, coverageExcludeGlobs: ['**/*.test.ts', 'test/**'] }
          : {}),
      },
    }
  } catch (error) {
    console.error((error as Error).message)
    process.exit(1)
  }
}
