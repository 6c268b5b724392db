import { sql } from '../db/sql.ts'
import type { SearchedList } from '../search/searched-list.ts'

/** What blocks of refunds are told. */
export const refundList = {
  name: 'refunds',
  table: sql`refunds`,
  id: sql`refund_id`,
  createdAt: sql`created_at`,
  columns: sql`state`,
  tell: ({ state }: { state: string }) => ({ facets: [{ state }] }),
} satisfies SearchedList
