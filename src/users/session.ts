import { type Db, type Statement, sql } from '../db/sql.ts'
import type { Config } from '../ground/config.ts'
import { hashSecret, newId, newSecret } from '../ground/ids.ts'
import { sessionCookie } from '../http/session-door.ts'

export type SignInMethod = 'password' | 'passkey' | 'recovery_code' | 'demo_link' | 'invitation' | 'reset'
/** A password with the app's code says so itself. The demo's link is asked for nothing. */
const shownBy: Record<SignInMethod, 1 | 2> = {
  password: 1,
  passkey: 2,
  recovery_code: 2,
  demo_link: 2,
  invitation: 1,
  reset: 1,
}
export type From = { address: string; userAgent: string | null }
type Lifetimes = Pick<Config, 'publicUrl' | 'sessionIdleMinutes' | 'sessionHours'>

/** Sessions that one person has at a time; the oldest ends when one more begins. */
const SESSIONS_MAX = 20

/**
 * Begins a session, always with a new secret (so that none that was planted before signing in is ever good),
 * and returns the header that gives the browser its cookie. The oldest beyond `SESSIONS_MAX` end. With a
 * password alone whoever has a passkey has not shown enough to move money (`proven_at`).
 */
export async function beginSession(
  db: Db,
  config: Lifetimes,
  {
    userId,
    method,
    from,
    secondFactor = shownBy[method] === 2,
  }: { userId: string; method: SignInMethod; from: From; secondFactor?: boolean },
): Promise<{ sessionId: string; headers: { 'set-cookie': string } }> {
  const secret = newSecret()
  const sessionId = newId()
  await db.run(sql`
    insert into sessions (session_id, session_hash, user_id, method, expires_at, address, user_agent, second_factor, proven_at)
    values (${sessionId}, ${hashSecret(secret)}, ${userId}, ${method}, now() + make_interval(hours => ${config.sessionHours}),
      ${from.address}, ${from.userAgent}, ${secondFactor},
      case when ${secondFactor}::boolean or not exists (select from passkeys p where p.user_id = ${userId}) then now()
        else to_timestamp(0) end)`)
  await db.run(sql`
    update sessions set ended_at = now() where ended_at is null and user_id = ${userId} and session_id in (
      select session_id from sessions where ended_at is null and user_id = ${userId}
      order by session_id desc offset ${SESSIONS_MAX})`)
  return { sessionId, headers: { 'set-cookie': sessionCookie(config, secret) } }
}

/** Whether a session is one that still lasts: neither ended, nor too old, nor left alone for too long. */
export const lasts = (idleMinutes: number): Statement =>
  sql`ended_at is null and expires_at > now() and last_seen_at > now() - make_interval(mins => ${idleMinutes})`

/** Ends sessions of a person: one, or all but one, or all. Returns how many. */
export const endSessions = (
  db: Db,
  userId: string,
  { only = null, but = null }: { only?: string | null; but?: string | null } = {},
) =>
  db.run(sql`
    update sessions set ended_at = now() where user_id = ${userId} and ended_at is null
      and (${only}::uuid is null or session_id = ${only}::uuid) and session_id is distinct from ${but}::uuid`)

/**
 * Notes that the person of this session has shown again that it is them, and whether by a second factor.
 */
export const noteProof = (db: Db, sessionId: string, secondFactor: boolean) =>
  db.run(sql`
    update sessions set proven_at = now(), second_factor = second_factor or ${secondFactor}
    where session_id = ${sessionId}`)

/** Notes that they have just made one, which is to have it at hand. */
export const noteSecondFactor = (db: Db, sessionId: string) =>
  db.run(sql`update sessions set second_factor = true where session_id = ${sessionId}`)
