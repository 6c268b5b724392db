import { sql } from '../db/sql.ts'
import { type Labels, labelTerms } from '../http/metadata.ts'
import type { SearchedList } from '../search/searched-list.ts'

type Row = { name: string; tags: string[]; is_deleted: boolean } & Labels

/** What blocks of contacts are told. */
export const contactList = {
  name: 'contacts',
  table: sql`contacts`,
  id: sql`contact_id`,
  createdAt: sql`created_at`,
  columns: sql`name, tags, deleted_at is not null as is_deleted, external_reference, metadata`,
  tell: ({ name, tags, is_deleted, ...row }: Row) => ({
    facets: [{ deleted: is_deleted ? 'yes' : 'no' }],
    text: name,
    terms: [...tags.map((tag) => ['tag', tag] as const), ...labelTerms(row)],
  }),
} satisfies SearchedList
