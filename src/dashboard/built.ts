/**
 * Where the dashboard's build is, and whether it is of the sources as they stand. The supervisor and the
 * tests ask here; Vite itself runs in a process of its own (`build.ts`), so that nobody keeps it in memory.
 */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { projectFolder } from '../ground/config.ts'

/** Ignored by git; replaced whole by each build. */
export const buildFolder = `${projectFolder}/build/dashboard`
/** In it: the hash of the sources that it was made of. */
export const SOURCES_FILE = 'sources.txt'
/** Beside it: why the last build failed; not there when it did not. */
export const failureFile = `${projectFolder}/build/dashboard-failure.txt`

/** A cold machine with one core takes a tenth of this. */
const BUILD_MS = 120_000

/** Whatever can change the build: the app, what it shares with the server, the libraries. */
const sources = ['src/dashboard/**/*', 'src/ground/*.ts', 'package-lock.json', 'tsconfig.json']

/** Some hundred small files: milliseconds. */
export function sourcesHash(): string {
  const hash = createHash('sha256')
  const files = globSync(sources, { cwd: projectFolder, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => `${file.parentPath}/${file.name}`)
    .filter((file) => !file.endsWith('.test.ts'))
  for (const file of files.sort())
    hash
      .update(`${file.slice(projectFolder.length)}\0`)
      .update(readFileSync(file))
      .update('\0')
  return hash.digest('hex')
}

/** The hash of the sources that the build was made of; undefined where there is none. */
export function builtHash(): string | undefined {
  try {
    return readFileSync(`${buildFolder}/${SOURCES_FILE}`, 'utf8')
  } catch {
    return undefined
  }
}

/**
 * Builds the dashboard where it is missing or older than its sources. Returns what to tell the operator, if
 * anything; it never throws, because the api serves without it and says on /dashboard what is wrong.
 */
export async function ensureDashboard(): Promise<string | undefined> {
  if (builtHash() === sourcesHash()) return undefined
  const began = performance.now()
  try {
    await promisify(execFile)(process.execPath, [`${import.meta.dirname}/build.ts`], { timeout: BUILD_MS })
    return `The dashboard was built anew (${((performance.now() - began) / 1000).toFixed(1)} s).`
  } catch (error) {
    const { stderr = '', message } = error as Error & { stderr?: string }
    return `The dashboard could not be built; all else works, and /dashboard says why: ${(stderr || message).trim().split('\n')[0]}`
  }
}
