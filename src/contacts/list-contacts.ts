import { empty, sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import {
  before,
  createdQuery,
  createdWithin,
  idsQuery,
  listQuery,
  pageOf,
  toSearchedPage,
} from '../http/list.ts'
import { labelledSo, labelQuery, labelTerms } from '../http/metadata.ts'
import { email, noPath, text } from '../http/schema.ts'
import { search } from '../search/find-rows.ts'
import { type ContactRow, contactColumns, contactSchema, showContact } from './contact.ts'
import { contactList } from './contact-list.ts'

/** What has an index of its own: the ids, else the address. */
const keyOf = ({
  identifier: ids,
  email,
}: {
  identifier?: string[] | undefined
  email?: string | undefined
}) => {
  const ofEmail = email ? sql`and lower(email) = lower(${email})` : empty
  return ids || email
    ? sql`${ids ? sql`and contact_id = any (${ids}::uuid[])` : empty} ${ofEmail}`
    : undefined
}

export const listContacts = endpoint({
  operationId: 'list_contacts',
  method: 'GET',
  path: '/contact',
  tag: 'Contacts',
  summary: 'List contacts',
  description: 'Newest first. Deleted contacts are not listed.',
  scope: 'contacts:read',
  pathSchema: noPath,
  querySchema: listQuery.extend({
    identifier: idsQuery.optional(),
    email: email.optional().meta({ description: 'The whole address, in any case' }),
    name: text(200).optional().meta({ description: 'A part of the name, in any case' }),
    tag: text(50).optional(),
    ...labelQuery,
    ...createdQuery,
  }),
  answers: { 200: { description: 'A page of contacts', schema: pageOf(contactSchema) } },
  async handle({ db, companyId, query }) {
    const { tag, name, created_after, created_before } = query
    const found = await search<ContactRow>(db, contactList, {
      companyId,
      columns: contactColumns,
      before: before(query.cursor),
      limit: query.limit + 1,
      key: keyOf(query),
      where: sql`and deleted_at is null
        ${name ? sql`and position(lower(${name}) in lower(name)) > 0` : empty}
        ${tag ? sql`and ${tag} = any(tags)` : empty}
        ${labelledSo(query)} ${createdWithin(query)}`,
      wanted: {
        facets: { deleted: ['no'] },
        text: name,
        terms: [...(tag ? [['tag', tag] as const] : []), ...labelTerms(query)],
        created_after,
        created_before,
      },
    })
    return { body: toSearchedPage([found], query.limit, (row) => row.contact_id, showContact) }
  },
})
