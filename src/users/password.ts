import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { z } from 'zod'
import { Problem } from '../ground/errors.ts'
import { invalidFields } from '../ground/field-errors.ts'
import { openLine } from '../http/line.ts'

/** OWASP Password Storage: argon2id with 19 MiB, two passes, one lane. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 } as const
const TAG_BYTES = 32
const SALT_BYTES = 16

/**
 * Hashes at a time, 19 MiB and some 30 ms of a core each: strangers may ask for them, so they are few, some
 * wait, and the next is told to come back.
 */
const line = openLine({ running: 2, waiting: 30, waitMs: 5_000 })

const derive = promisify(argon2) as (algorithm: 'argon2id', how: Argon2Parameters) => Promise<Buffer>

/** Long enough by itself (NIST SP 800-63B section 3.1.1.2); what a person takes in several words. */
const PASSWORD_MIN = 12
const PASSWORD_MAX = 200

/** A password that is entered: of whatever characters, compared as composed (NFC). */
export const enteredPassword = z
  .string()
  .min(1, 'must not be empty')
  .max(PASSWORD_MAX, `must have at most ${PASSWORD_MAX} characters`)
  .overwrite((text) => text.normalize('NFC'))

/** One that is chosen. */
export const newPassword = z
  .string()
  .min(PASSWORD_MIN, `must have at least ${PASSWORD_MIN} characters`)
  .max(PASSWORD_MAX, `must have at most ${PASSWORD_MAX} characters`)
  .overwrite((text) => text.normalize('NFC'))
  .refine((text) => new Set(text.toLowerCase()).size >= 5, 'must have at least 5 different characters')

/** Refuses a password that is in the address, or the other way round. */
export function requireUnlike(password: string, email: string): void {
  const [typed, address] = [password.toLowerCase(), email.toLowerCase()]
  const name = address.split('@')[0]!
  if (typed.includes(address) || address.includes(typed) || (typed.includes(name) && name.length > 3))
    throw invalidFields([{ path: 'password', message: 'must not have your address in it' }])
}

async function hash(password: string, salt: Buffer, cost: typeof COST): Promise<Buffer> {
  const leave = await line.enter()
  if (!leave)
    throw new Problem('service_unavailable', 'Too many people sign in right now. Try again.', {
      headers: { 'retry-after': '2' },
    })
  try {
    return await derive('argon2id', { message: password, nonce: salt, tagLength: TAG_BYTES, ...cost })
  } finally {
    leave()
  }
}

/** A PHC string, `$argon2id$v=19$m=…,t=…,p=…$salt$hash`: what it was made with is in it. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const made = await hash(password, salt, COST)
  const { memory, passes, parallelism } = COST
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${salt.toString('base64url')}$${made.toString('base64url')}`
}

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w-]+)\$([\w-]+)$/

/** Compared with where there is no password, so that it takes as long. */
const nobodys = `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${Buffer.alloc(SALT_BYTES).toString('base64url')}$${Buffer.alloc(TAG_BYTES).toString('base64url')}`

/** Whether it is the password; of nobody (null) it never is, and that takes as long to say. */
export async function isPassword(password: string, stored: string | null): Promise<boolean> {
  const [, memory, passes, parallelism, salt, expected] = PHC.exec(stored ?? nobodys)!
  const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) }
  const made = await hash(password, Buffer.from(salt!, 'base64url'), cost as typeof COST)
  return timingSafeEqual(made, Buffer.from(expected!, 'base64url')) && stored !== null
}
