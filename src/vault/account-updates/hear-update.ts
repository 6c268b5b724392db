import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Database } from '../../db/sql.ts'
import { logSparsely } from '../../ground/log.ts'
import type { HearUpdate } from '../card-network.ts'
import type { VaultKeys } from '../keys.ts'
import { stackFrames } from '../stack-frames.ts'
import { applyAccountUpdate } from './apply-account-update.ts'
import { isNewNumber } from './is-new-number.ts'

/** How long an answer to a charge waits for the update that came with it: a charge has seconds in all. */
const WAIT_MS = 1_000

/**
 * Applies what came with the answer to a charge, before that is handed on where the database is well. One
 * that is lost comes again: with the next decline, and in a file.
 */
export function openUpdateEar(vault: { db: Database; keys: VaultKeys; log: Logger }): HearUpdate {
  const logFailed = logSparsely(vault.log, 'error', 'an account update was not applied', (error) => ({
    stack: stackFrames(error),
  }))
  return async (update, reference) => {
    if (update.reason === 'new_number' && !isNewNumber(update.newNumber, update.number))
      return vault.log.warn({ reference }, 'the network told a new number that no card can have')
    const applied = applyAccountUpdate(vault, update, { told: { reference } }).then(
      () => undefined,
      (error: Error) => logFailed(error, { code: (error as { code?: string }).code, reference }),
    )
    const over = new AbortController()
    await Promise.race([applied, delay(WAIT_MS, undefined, { ref: false, signal: over.signal })]).catch(
      () => undefined,
    )
    over.abort()
  }
}
