import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Database, Db } from '../../db/sql.ts'
import { OperatorError } from '../../ground/errors.ts'
import { logSparsely } from '../../ground/log.ts'
import { appendAudit } from '../audit/append-audit.ts'
import type { AuditLine } from '../audit/audit-line.ts'
import type { Keks } from '../kek/open-keks.ts'
import type { VaultKeys } from '../keys.ts'
import { lookAgain } from '../look-again.ts'
import { stackFrames } from '../stack-frames.ts'
import { beginCards, rotateCards } from './rotate-cards.ts'
import { rotateKek } from './rotate-kek.ts'
import { beginTicket, endTicket } from './rotate-ticket.ts'
import { type RotationRow, sayStuck, takeRotation } from './rotation.ts'

/** How often it is looked whether a rotation is asked for. */
const LOOK_EVERY_MS = 1_000

export type Rotating = { db: Database; keys: VaultKeys; keks: Keks; log: Logger }

/**
 * Does the next part of the rotation that is due, in one transaction. Returns false where nothing is left to
 * do. The keys in memory are the new ones when it returns.
 */
export async function workOffRotation({ db, keys, keks, log }: Rotating): Promise<boolean> {
  let after = false
  const more = await db.transaction(async (db) => {
    const rotation = await takeRotation(db)
    if (!rotation) return false
    if (rotation.what === 'kek') {
      await rotateKek(db, keks, rotation)
      await appendAudit(db, lineOf(rotation, 'wrapped anew'))
      return true
    }
    if (rotation.what === 'ticket') {
      after = await ticketStep(db, keys, keks, rotation)
      return false
    }
    const cards = { ...rotation, what: rotation.what }
    if (rotation.state === 'asked') {
      await beginCards(db, keks, cards)
      await appendAudit(db, lineOf(rotation, 'begun'))
      after = true
      return true
    }
    // Another process may have made the key.
    if (keyInMemory(keys, cards)) {
      after = !(await rotateCards(db, keys, cards))
      await appendAudit(
        db,
        after ? lineOf(rotation, 'ended') : { ...lineOf(rotation, 'cards opened and sealed'), do: 'key.use' },
      )
    } else after = true
    if (after) log.info({ what: rotation.what, key: rotation.to_key }, 'keys are read again')
    return true
  })
  if (after) await keys.reload()
  return more
}

/** Returns whether the keys are to be read again. */
async function ticketStep(db: Db, keys: VaultKeys, keks: Keks, rotation: RotationRow): Promise<boolean> {
  if (rotation.state === 'asked') {
    await beginTicket(db, keks, rotation)
    await appendAudit(db, lineOf(rotation, 'begun'))
    return true
  }
  if (await endTicket(db, rotation)) {
    await appendAudit(db, lineOf(rotation, 'ended'))
    return true
  }
  return keys.ticketKey() !== rotation.to_key
}

/** A step of a rotation; of a batch of cards those after the last that was done. */
const lineOf = (rotation: RotationRow, step: string): AuditLine => ({
  do: 'key.change',
  by: 'vault',
  what: rotation.what,
  rotation: String(rotation.rotation_id),
  step,
  to_key: rotation.to_key,
  after_card: rotation.last_card,
})

const keyInMemory = (keys: VaultKeys, { what, to_key }: RotationRow): boolean =>
  what === 'data'
    ? keys.cardKey().id === to_key
    : keys.numberMacs('', '').some(({ keyId }, at) => at === 0 && keyId === to_key)

/**
 * Works off what `jetpay keys rotate` asks for, in a chain of timers that `stop` waits for. A token or
 * database that is away stops nothing else: cards are charged with the keys in memory, and it is tried again.
 */
export function startRotations(rotating: Rotating): { stop(): Promise<void> } {
  const { db, log } = rotating
  const logFailed = logSparsely(log, 'error', 'keys cannot be rotated now', (error) => ({
    stack: stackFrames(error),
  }))
  async function work(isStopped: () => boolean): Promise<void> {
    try {
      // Charges have their turn between two batches.
      while (!isStopped() && (await workOffRotation(rotating))) await nextTurn()
    } catch (error) {
      logFailed(error as Error, { code: (error as { code?: string }).code })
      const why = error instanceof OperatorError ? error.message : 'the vault’s log says why'
      await sayStuck(db, why.replace(' Nothing was started.', '')).catch(() => undefined)
    }
  }
  return lookAgain(LOOK_EVERY_MS, work)
}
