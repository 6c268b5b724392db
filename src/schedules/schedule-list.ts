import { sql } from '../db/sql.ts'
import { type Labels, labelTerms } from '../http/metadata.ts'
import type { SearchedList } from '../search/searched-list.ts'

/** What blocks of schedules are told. */
export const scheduleList = {
  name: 'schedules',
  table: sql`schedules`,
  id: sql`schedule_id`,
  createdAt: sql`created_at`,
  columns: sql`state, external_reference, metadata`,
  tell: ({ state, ...row }: { state: string } & Labels) => ({ facets: [{ state }], terms: labelTerms(row) }),
} satisfies SearchedList
