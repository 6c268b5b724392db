import { sql } from '../db/sql.ts'
import { type Labels, labelTerms } from '../http/metadata.ts'
import type { SearchedList } from '../search/searched-list.ts'
import { authorizationCodes, authorizationTerm } from './authorization-codes.ts'
import { type Failing, failingColumns, tellFailing } from './failing.ts'

type Row = {
  state: string
  rail: string | null
  currency: string
  fail_reason: string | null
  to_bank_account_id: string
  from_bank_account_id: string | null
  amount: bigint
  statement: string
  note: string | null
  authorization_codes: string[] | null
} & Labels &
  Failing

/** What blocks of debits are told. */
export const debitList = {
  name: 'debits',
  table: sql`debits`,
  id: sql`debit_id`,
  createdAt: sql`created_at`,
  columns: sql`state, rail, currency, fail_reason, to_bank_account_id, from_bank_account_id, amount, statement, note,
    external_reference, metadata, ${failingColumns(sql`debits`, sql`debit_id`)}, ${authorizationCodes}`,
  tell({ state, rail, currency, fail_reason, to_bank_account_id, from_bank_account_id, ...row }: Row) {
    const facet = { state, rail, currency, fail_reason, account: to_bank_account_id }
    // `completed` is what nearly every paid debit becomes, so that move says nothing (migration 0166).
    const { time, terms } = tellFailing(row)
    const isPaid = state === 'paid'
    return {
      facets: isPaid ? [facet, { ...facet, state: 'completed' }] : [facet],
      open: isPaid,
      others: from_bank_account_id === null ? [] : [['otherAccount', from_bank_account_id] as const],
      amount: row.amount,
      time,
      text: row.statement,
      longText: row.note ?? undefined,
      terms: [...labelTerms(row), ...terms, ...(row.authorization_codes ?? []).map(authorizationTerm)],
    }
  },
} satisfies SearchedList
