import type { Logger } from 'pino'
import { type Database, type Db, sql } from '../../db/sql.ts'
import { logSparsely } from '../../ground/log.ts'
import type { TakeUpdate } from '../card-network.ts'
import type { VaultKeys } from '../keys.ts'
import { stackFrames } from '../stack-frames.ts'
import { applyAccountUpdate } from './apply-account-update.ts'
import { isNewNumber } from './is-new-number.ts'

/** A network repeats a message for minutes, at most for days. */
const KEPT_DAYS = 30

/**
 * Applies what the network tells in a message of its own, once whatever process of whichever vault dies when:
 * the message is noted in the transaction of what it changes. Never rejects.
 */
export function openUpdateTaker(vault: { db: Database; keys: VaultKeys; log: Logger }): TakeUpdate {
  const logFailed = logSparsely(vault.log, 'error', 'an account update was not applied', (error) => ({
    stack: stackFrames(error),
  }))
  return async (update, message) => {
    if (update.reason === 'new_number' && !isNewNumber(update.newNumber, update.number)) {
      vault.log.warn({ message }, 'the network told a new number that no card can have')
      return 'refused'
    }
    try {
      const changed = await applyAccountUpdate(vault, update, {
        told: { message },
        claim: async (db, cards) => (await note(db, message, cards)) > 0,
      })
      // So that its repeat changes no card that is entered meanwhile.
      if (changed === 0) await note(vault.db, message, 0)
      return 'applied'
    } catch (error) {
      logFailed(error as Error, { code: (error as { code?: string }).code, message })
      return 'failed'
    }
  }
}

const note = (db: Db, message: string, cards: number) =>
  db.run(sql`
    insert into account_update_messages (message, cards) values (${message}, ${cards}) on conflict do nothing`)

/** Forgets messages that no network repeats any more. */
export const sweepUpdateMessages = (db: Db) =>
  db.run(sql`
    delete from account_update_messages where taken_at < jetpay_now() - make_interval(days => ${KEPT_DAYS})`)
