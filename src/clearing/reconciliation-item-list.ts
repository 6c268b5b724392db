import { sql } from '../db/sql.ts'
import type { SearchedList } from '../search/searched-list.ts'

/** What blocks of reconciliation items are told. */
export const reconciliationItemList = {
  name: 'reconciliation_items',
  table: sql`reconciliation_items`,
  id: sql`item_id`,
  createdAt: sql`opened_at`,
  columns: sql`state, kind`,
  tell: ({ state, kind }: { state: string; kind: string }) => ({ facets: [{ state, kind }] }),
} satisfies SearchedList
