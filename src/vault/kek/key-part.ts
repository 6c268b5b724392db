/**
 * A key-encryption key of two custodians (PCI DSS 3.6.1.3, 3.7.6): each knows one part of 32 bytes of chance,
 * the key is one XOR the other, and a part alone tells nothing about it. Each part is entered apart; between
 * the two the first lies in a file beside the key file, of mode 600.
 */
import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { OperatorError, UsageError } from '../../ground/errors.ts'
import { checkValueOf } from './kek-provider.ts'

const PART_BYTES = 32

/** As it is written down: groups of four, with the check value that tells a slip of the pen. */
export function newPart(): { part: string; check_value: string } {
  const bytes = randomBytes(PART_BYTES)
  const text = bytes.toString('hex').toUpperCase()
  const check_value = checkValueOf(bytes)
  bytes.fill(0)
  return { part: (text.match(/.{4}/g) ?? []).join(' '), check_value }
}

/** What a custodian has typed. */
export function readPart(text: string): Buffer {
  const digits = text.replaceAll(/[\s-]/g, '')
  if (!/^[0-9a-f]{64}$/i.test(digits))
    throw new UsageError(
      'A part is 64 digits of 0 to 9 and A to F, in groups or not; this was something else.',
    )
  return Buffer.from(digits, 'hex')
}

const fileOf = (keyFile: string) => `${keyFile}.part`

export const hasFirstPart = (keyFile: string): boolean => existsSync(fileOf(keyFile))

/** Keeps the first part until the second comes. */
export function keepFirstPart(keyFile: string, part: Buffer): void {
  let file: number
  try {
    file = openSync(fileOf(keyFile), 'wx', 0o600)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new OperatorError(`The part cannot be kept in ${fileOf(keyFile)} (${code}).`)
  }
  writeSync(file, part.toString('hex'))
  closeSync(file)
}

export function dropFirstPart(keyFile: string): boolean {
  const there = hasFirstPart(keyFile)
  rmSync(fileOf(keyFile), { force: true })
  return there
}

/**
 * The key of the part that is kept and this one. The caller wipes it. Throws where both are the same part.
 */
export function joinParts(keyFile: string, second: Buffer): Buffer {
  const first = readPart(readFileSync(fileOf(keyFile), 'utf8'))
  try {
    if (first.equals(second))
      throw new OperatorError('This is the part that was entered first: the other custodian’s is needed.')
    return Buffer.from(first.map((byte, at) => byte ^ (second[at] ?? 0)))
  } finally {
    first.fill(0)
  }
}
