import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { OperatorError } from './errors.ts'

/**
 * Reads 256-bit keys by name from a JSON file (base64url values), making the file with fresh keys if there is none.
 * The file must be private to its user (PCI DSS 3.6.1.2). It stands where a KMS or HSM stands in production.
 */
export function readKeyFile<Name extends string>(path: string, names: readonly Name[]): Record<Name, Buffer> {
  try {
    statSync(path)
  } catch {
    createKeyFile(path, names)
  }
  if ((statSync(path).mode & 0o077) !== 0) {
    throw new OperatorError(`The key file ${path} can be read by others; run: chmod 600 ${path}`)
  }
  const stored = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>
  const keys = names.map((name) => [name, Buffer.from(stored[name] ?? '', 'base64url')] as const)
  const bad = keys.find(([, key]) => key.length !== 32)
  if (bad)
    throw new OperatorError(
      `The key file ${path} has no 256-bit key "${bad[0]}"; restore it from its backup.`,
    )
  return Object.fromEntries(keys) as Record<Name, Buffer>
}

/** The keys of an existing key file whose names fit the pattern. Throws where one is not 256 bits. */
export function readNamedKeys(path: string, pattern: RegExp): [string, Buffer][] {
  const stored = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>
  return Object.entries(stored)
    .filter(([name]) => pattern.test(name))
    .map(([name, text]) => {
      const key = Buffer.from(text, 'base64url')
      if (key.length === 32) return [name, key]
      throw new OperatorError(`The key "${name}" in ${path} is not 32 bytes in base64url.`)
    })
}

function createKeyFile(path: string, names: readonly string[]): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const keys = Object.fromEntries(names.map((name) => [name, randomBytes(32).toString('base64url')]))
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600, flush: true })
  try {
    // link, not rename: of two processes that start at once, the first one's keys win and the other reads them.
    linkSync(draft, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft, { force: true })
  }
}
