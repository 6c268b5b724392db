import { sql } from '../db/sql.ts'
import { type Labels, labelTerms } from '../http/metadata.ts'
import type { SearchedList } from '../search/searched-list.ts'

type Row = {
  state: string
  currency: string
  fail_reason: string | null
  from_bank_account_id: string
  to_bank_account_id: string | null
  amount: bigint
  statement: string
} & Labels

/** What blocks of credits are told; in the same words as those of debits, since both are asked alike. */
export const creditList = {
  name: 'credits',
  table: sql`credits`,
  id: sql`credit_id`,
  createdAt: sql`created_at`,
  columns: sql`state, currency, fail_reason, from_bank_account_id, to_bank_account_id, amount, statement,
    external_reference, metadata`,
  tell: ({ state, currency, fail_reason, from_bank_account_id, to_bank_account_id, ...row }: Row) => ({
    facets: [{ state, currency, fail_reason, account: from_bank_account_id }],
    others: to_bank_account_id === null ? [] : [['otherAccount', to_bank_account_id] as const],
    amount: row.amount,
    text: row.statement,
    terms: labelTerms(row),
  }),
} satisfies SearchedList
