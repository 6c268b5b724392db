import { sql } from '../db/sql.ts'
import type { SearchedList } from '../search/searched-list.ts'

/** What blocks of payouts are told. */
export const payoutList = {
  name: 'payouts',
  table: sql`payouts`,
  id: sql`payout_id`,
  createdAt: sql`created_at`,
  columns: sql`state, currency`,
  tell: (facet: { state: string; currency: string }) => ({ facets: [facet] }),
} satisfies SearchedList
