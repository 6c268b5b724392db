import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { projectFolder } from '../ground/config.ts'

/** A cold machine with one core takes a tenth of this. */
const MAKE_MS = 60_000

/** Node's option with which a process reads the program as it is stripped already. */
export const USE_STRIPPED = `--import=${projectFolder}/bin/stripped/use.mjs`

/**
 * Strips the types of whatever of the program has changed since the last start (a second for all of it, 0.1 s
 * for nothing). Where the folder cannot be written each process strips what it reads by itself, as ever.
 */
export async function ensureStripped(): Promise<void> {
  const make = `${projectFolder}/bin/stripped/make.mjs`
  await promisify(execFile)(process.execPath, [make], { timeout: MAKE_MS }).catch(() => undefined)
}
