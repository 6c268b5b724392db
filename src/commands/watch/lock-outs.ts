import { readConfig } from '../../ground/config.ts'
import { ownAccount } from '../../ground/own-account.ts'
import { liftLockOut, listLockOuts } from '../../vault/velocity/lock-outs.ts'
import type { Given } from '../command.ts'
import { onVaultDatabase } from '../keys/vault-database.ts'

/** `jetpay lockout list`. */
export const lockOuts = () =>
  onVaultDatabase(async (db) => ({
    data: await listLockOuts(db, readConfig().cardTesting),
    next_cursor: null,
  }))

/** `jetpay lockout lift`. */
export const lift = (given: Given) =>
  onVaultDatabase((db) =>
    liftLockOut(db, readConfig().cardTesting, {
      subject: given.word,
      by: given.need('by'),
      note: given.need('note'),
      user: ownAccount(),
    }),
  )
