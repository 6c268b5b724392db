import { sql } from '../db/sql.ts'
import type { SearchedList } from '../search/searched-list.ts'

/** What blocks of disputes are told. */
export const disputeList = {
  name: 'disputes',
  table: sql`disputes`,
  id: sql`dispute_id`,
  createdAt: sql`opened_at`,
  columns: sql`state, currency, reason`,
  tell: (facet: { state: string; currency: string; reason: string }) => ({ facets: [facet] }),
} satisfies SearchedList
