import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import { z } from 'zod'
import { type Db, sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import type { Seal } from '../ground/seal.ts'
import { text } from '../http/schema.ts'
import { membershipsOf } from './membership.ts'
import { aboutTotp, type UserRow } from './user.ts'

const PERIOD_S = 30
/** A phone's clock may be a step off, and a person takes a while to type. */
const STEPS_OFF = 1

/** What every authenticator app takes: SHA-1, six digits, thirty seconds (RFC 6238). */
const totpOf = (secret: string, email: string) =>
  new TOTP({ issuer: 'Jetpay', label: email, secret: Secret.fromBase32(secret), period: PERIOD_S, digits: 6 })

/** A new secret, and the address by which an app takes it up (shown as a QR code). */
export function newTotp(email: string): { secret: string; uri: string } {
  const secret = new Secret({ size: 20 }).base32
  return { secret, uri: totpOf(secret, email).toString() }
}

export const totpCode = z
  .string()
  .overwrite((text) => text.replaceAll(/\s/g, ''))
  .regex(/^\d{6}$/, 'must be the six digits that the app shows')

/** The time step of a code, if it is one of now. Each candidate is compared in constant time. */
export function stepOfCode(secret: string, email: string, code: string): number | null {
  const totp = totpOf(secret, email)
  const now = Math.floor(Date.now() / 1000 / PERIOD_S)
  let found: number | null = null
  for (let step = now - STEPS_OFF; step <= now + STEPS_OFF; step++) {
    const expected = totp.generate({ timestamp: step * PERIOD_S * 1000 })
    if (timingSafeEqual(Buffer.from(expected), Buffer.from(code))) found = step
  }
  return found
}

/** Whether it is a code of this person's app, and takes it: none is good twice (RFC 6238 section 5.2). */
export async function takeTotpCode(db: Db, seal: Seal, user: UserRow, code: string): Promise<boolean> {
  if (user.totp_sealed === null) return false
  const step = stepOfCode(seal.open(user.totp_sealed, aboutTotp(user.user_id)), user.email, code)
  if (step === null) return false
  return (
    (await db.run(sql`
      update users set totp_last_step = ${step}
      where user_id = ${user.user_id} and (totp_last_step is null or totp_last_step < ${step})`)) > 0
  )
}

const RECOVERY_CODES = 10
/** Base32 without what looks alike: 80 bits, so that a hash tells nothing. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'
const CODE_LENGTH = 16

const hashCode = (userId: string, code: string) =>
  createHash('sha256')
    .update(`${userId} ${code.toLowerCase().replaceAll(/[\s-]/g, '')}`)
    .digest()

function newCode(): string {
  const letters: string[] = []
  // Bytes that would make some letters likelier are drawn anew.
  while (letters.length < CODE_LENGTH)
    for (const byte of randomBytes(CODE_LENGTH))
      if (byte < LETTERS.length * 8 && letters.length < CODE_LENGTH)
        letters.push(LETTERS[byte % LETTERS.length]!)
  return letters.join('').replaceAll(/(.{4})(?=.)/g, '$1-')
}

/** What somebody has beside a password. */
export type Factors = { totp: boolean; passkeys: number }

export async function factorsOf(db: Db, userId: string): Promise<Factors> {
  const { totp, passkeys } = await db.one<{ totp: boolean; passkeys: number }>(sql`
    select totp_sealed is not null as totp,
      (select count(*)::integer from passkeys p where p.user_id = users.user_id) as passkeys
    from users where user_id = ${userId}`)
  return { totp, passkeys }
}

/**
 * Refuses to take away the last second factor of somebody from whom one is demanded: their next request would
 * find them shut out. Asked within the transaction that has taken it.
 */
export async function requireOneLeft(db: Db, userId: string, ofOperators: boolean): Promise<void> {
  const { totp, passkeys } = await factorsOf(db, userId)
  if (totp || passkeys > 0) return
  const company = (await membershipsOf(db, userId)).find((one) => one.second_factor_required)
  const { is_operator } = await db.one<{ is_operator: boolean }>(sql`
    select exists (select from operators where user_id = ${userId}) as is_operator`)
  const demanded =
    company !== undefined
      ? `${company.company_name} demands a second factor of its members`
      : is_operator && ofOperators && 'This installation demands a second factor of its operators'
  if (demanded)
    throw new Problem(
      'wrong_state',
      `${demanded}, and this is your last: set up another one first (PUT /session/totp, POST /session/passkeys).`,
    )
}

/**
 * Where the last second factor is gone, so are its recovery codes, and what sessions have shown counts no
 * more: a company that demands one asks for a new one.
 */
export async function forgetIfNone(db: Db, userId: string): Promise<void> {
  const { totp, passkeys } = await factorsOf(db, userId)
  if (totp || passkeys > 0) return
  await db.run(sql`delete from recovery_codes where user_id = ${userId}`)
  await db.run(sql`
    update sessions set second_factor = false
    where user_id = ${userId} and ended_at is null and method <> 'demo_link'`)
}

/** Ten new recovery codes, in place of all that there were. Shown once: only hashes are kept. */
export async function renewRecoveryCodes(db: Db, userId: string): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, newCode)
  await db.run(sql`delete from recovery_codes where user_id = ${userId}`)
  await db.run(sql`
    insert into recovery_codes (user_id, code_hash)
    select ${userId}, hash from unnest(${codes.map((code) => hashCode(userId, code))}::bytea[]) as hash`)
  return codes
}

export const recoveryCode = text(40)

/** Whether it is a recovery code that is left, and uses it up. */
export const takeRecoveryCode = async (db: Db, userId: string, code: string): Promise<boolean> =>
  (await db.run(sql`
    update recovery_codes set used_at = now()
    where user_id = ${userId} and code_hash = ${hashCode(userId, code)} and used_at is null`)) > 0
