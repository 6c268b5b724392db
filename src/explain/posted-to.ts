import type { Account } from '../ledger/account.ts'
import type { EntryRow } from '../ledger/entry.ts'

/** What these entries post to an account. What the company is owed, the ledger has below zero. */
export const postedTo = (of: Account, rows: EntryRow[]) =>
  rows.reduce((sum, { account, amount }) => (account === of ? sum + amount : sum), 0n)
