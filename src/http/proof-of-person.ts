import { Instant } from '../db/instant.ts'
import { Problem } from '../ground/errors.ts'
import type { Caller } from './authenticate.ts'

/** Long enough to do a few things one after the other, short enough for a screen that was left open. */
export const PROOF_MINUTES = 10

/** Until when a proof that was given at this moment holds, as every time is printed. */
export const provenUntil = (at: Date) => new Instant(at.getTime() + PROOF_MINUTES * 60_000, 0).toISOString()

/**
 * Refuses a member who has shown no second factor, where the company demands one, and an operator, where the
 * installation does: what is their own they reach, so that they can set one up.
 */
export function requireSecondFactor({ actor }: Caller): void {
  if (actor.kind !== 'user' || !actor.lacksSecondFactor) return
  throw new Problem(
    'second_factor_missing',
    `${actor.role === null ? 'This installation demands a second factor of its operators' : 'This company demands a second factor of its members'}: show yours (POST /session/reauthenticate), or set one up first (PUT /session/totp, POST /session/passkeys).`,
  )
}

/**
 * Refuses a person who has not shown lately that it is them, before money moves, keys are made, or it is said
 * where money or events go. By real time, which is what passes for people, whatever the demo's clock says.
 */
export function requireProof({ actor }: Caller): void {
  if (actor.kind !== 'user') return
  if (Date.now() - actor.provenAt.getTime() < PROOF_MINUTES * 60_000) return
  throw new Problem(
    'reauthentication_required',
    `This moves money, makes keys or says where money or events go: show first that it is you (POST /session/reauthenticate), then try again. It holds for ${PROOF_MINUTES} minutes.`,
  )
}
