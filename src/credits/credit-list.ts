import { sql } from '../db/sql.ts'
import { type Failing, failingColumns, tellFailing } from '../debits/failing.ts'
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
  note: string | null
} & Labels &
  Failing

/** What blocks of credits are told; in the same words as those of debits, since both are asked alike. */
export const creditList = {
  name: 'credits',
  table: sql`credits`,
  id: sql`credit_id`,
  createdAt: sql`created_at`,
  columns: sql`state, currency, fail_reason, from_bank_account_id, to_bank_account_id, amount, statement, note,
    external_reference, metadata, ${failingColumns(sql`credits`, sql`credit_id`)}`,
  tell({ state, currency, fail_reason, from_bank_account_id, to_bank_account_id, ...row }: Row) {
    const { time, terms } = tellFailing(row)
    return {
      facets: [{ state, currency, fail_reason, account: from_bank_account_id }],
      others: to_bank_account_id === null ? [] : [['otherAccount', to_bank_account_id] as const],
      amount: row.amount,
      time,
      text: row.statement,
      longText: row.note ?? undefined,
      terms: [...labelTerms(row), ...terms],
    }
  },
} satisfies SearchedList
