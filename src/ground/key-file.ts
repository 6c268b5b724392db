import { randomBytes } from 'node:crypto'
import {
  chownSync,
  closeSync,
  constants,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { OperatorError } from './errors.ts'
import { othersCanRead } from './private-file.ts'

const KEY_BYTES = 32

/** Whether there is one. A link that leads nowhere is a file that is lost, not one that was never made. */
export function hasKeyFile(path: string): boolean {
  try {
    lstatSync(path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw unreadable(path, error)
  }
}

/**
 * All 256-bit keys of a JSON file (base64url values), by name. The file must be private to its user (PCI DSS
 * 3.6.1.2). It stands where a KMS or HSM stands in production. Throws an OperatorError that names the file
 * for one that is not there, not private, or not whole.
 */
export function readKeys(path: string): Map<string, Buffer> {
  let text: string
  try {
    if (othersCanRead(statSync(path)))
      throw new OperatorError(`The key file ${path} can be read by others; run: chmod 600 ${path}`)
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof OperatorError) throw error
    throw unreadable(path, error)
  }
  if (text.trim() === '') throw new OperatorError(`The key file ${path} is empty; ${RESTORE}.`)
  const stored = parse(text)
  if (typeof stored !== 'object' || stored === null || Array.isArray(stored))
    throw new OperatorError(`The key file ${path} is not a whole JSON object of keys; ${RESTORE}.`)
  return new Map(
    Object.entries(stored).map(([name, value]) => {
      const key = Buffer.from(typeof value === 'string' ? value : '', 'base64url')
      if (key.length === KEY_BYTES) return [name, key]
      throw new OperatorError(`The key "${name}" in ${path} is not 32 bytes in base64url; ${RESTORE}.`)
    }),
  )
}

const RESTORE = 'restore it from its backup'

/** The keys of these names. Throws an OperatorError that names the file and the key that it lacks. */
export function readKeyFile<Name extends string>(path: string, names: readonly Name[]): Record<Name, Buffer> {
  const keys = readKeys(path)
  const lacking = names.find((name) => !keys.has(name))
  if (lacking !== undefined)
    throw new OperatorError(`The key file ${path} has no 256-bit key "${lacking}"; ${RESTORE}.`)
  return Object.fromEntries(keys) as Record<Name, Buffer>
}

/**
 * Makes the file with fresh keys of these names; leaves one that is there. For a database that has nothing
 * sealed yet.
 */
export function createKeyFile(path: string, names: readonly string[]): void {
  const folder = dirname(path)
  const keys = Object.fromEntries(names.map((name) => [name, randomBytes(KEY_BYTES).toString('base64url')]))
  const draft = `${path}.${process.pid}`
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    writeDurably(draft, keys)
    // link, not rename: of two processes that start at once, the first one's keys win and the other reads
    // them.
    linkSync(draft, path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'EEXIST')
      throw new OperatorError(
        `The key file ${path} cannot be made (${code}); give this user the right to write in ${folder}.`,
      )
  } finally {
    rmSync(draft, { force: true })
  }
}

const DURABLY = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_SYNC

/** By O_SYNC: within Node's permission model, which the vault runs in, there is no fsync. */
function writeDurably(path: string, keys: Record<string, string>): void {
  const file = openSync(path, DURABLY, 0o600)
  try {
    writeFileSync(file, `${JSON.stringify(keys, null, 2)}\n`)
  } finally {
    closeSync(file)
  }
}

/** A new key of chance. */
export const makeKey = (): Buffer => randomBytes(KEY_BYTES)

/**
 * Adds a key to the file, whole or not at all, whenever process or machine end; the file stays its owner's.
 * Throws an OperatorError where there is one of that name: what it sealed would be lost.
 */
export function addToKeyFile(path: string, name: string, key: Buffer): void {
  const keys = readKeys(path)
  if (keys.has(name)) throw new OperatorError(`The key file ${path} has a key "${name}" already.`)
  const texts = [...keys, [name, key] as const].map(([of, bytes]) => [of, bytes.toString('base64url')])
  const draft = `${path}.${process.pid}`
  try {
    const { uid, gid } = statSync(path)
    writeDurably(draft, Object.fromEntries(texts))
    if (uid !== process.getuid?.()) chownSync(draft, uid, gid)
    renameSync(draft, path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new OperatorError(
      `A key cannot be added to ${path} (${code}); run it as the user that owns the file, or as root.`,
    )
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Null for what is no JSON: the parser's own message would quote a part of the keys. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function unreadable(path: string, error: unknown): OperatorError {
  const { code } = error as NodeJS.ErrnoException
  return new OperatorError(
    code === 'ENOENT'
      ? `The key file ${path} is missing; put it back from its backup.`
      : `The key file ${path} cannot be read (${code}); make it a file that this user owns and nobody else reads.`,
  )
}
