import { sql } from '../db/sql.ts'
import { withoutAccents } from '../ground/without-accents.ts'
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

/**
 * Contacts whose name has this part, in any case. Without an accent in it, those whose name has one too: with
 * one it is meant.
 */
export const isNamed = (part: string) =>
  withoutAccents(part) === part.normalize('NFC')
    ? sql`position(lower(${part}) in without_accents(lower(name))) > 0`
    : sql`position(lower(${part}) in lower(name)) > 0`
