import { z } from 'zod'
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
import { askedLabels, labelledSo, labelQuery } from '../http/metadata.ts'
import { email, noPath, text } from '../http/schema.ts'
import { search } from '../search/find-rows.ts'
import { type ContactRow, contactColumns, contactSchema, showContact } from './contact.ts'
import { contactList, isNamed } from './contact-list.ts'
import { expiringCards } from './expiring-cards.ts'

type Keyed = {
  identifier?: string[] | undefined
  email?: string | undefined
  attention?: 'cards_expiring' | undefined
}

/** What has an index of its own: the ids, the address, whose card expires. */
function keyOf(companyId: string, { identifier: ids, email, attention }: Keyed) {
  if (!ids && !email && !attention) return
  return sql`${ids ? sql`and contact_id = any (${ids}::uuid[])` : empty}
    ${email ? sql`and lower(email) = lower(${email})` : empty}
    ${attention ? sql`and contact_id = any (array(${expiringCards(companyId)}))` : empty}`
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
    name: text(200)
      .optional()
      .meta({ description: 'A part of the name, in any case; accents count where you write one' }),
    tag: text(50).optional(),
    attention: z
      .enum(['cards_expiring'])
      .optional()
      .meta({ description: '`cards_expiring`: those that `GET /company/attention` counts as this' }),
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
      key: keyOf(companyId, query),
      where: sql`and deleted_at is null
        ${name ? sql`and ${isNamed(name)}` : empty}
        ${tag ? sql`and ${tag} = any(tags)` : empty}
        ${labelledSo(query)} ${createdWithin(query)}`,
      wanted: {
        facets: { deleted: ['no'] },
        text: name,
        terms: [...(tag ? [['tag', tag] as const] : []), ...askedLabels(query)],
        created_after,
        created_before,
      },
    })
    return { body: toSearchedPage([found], query.limit, (row) => row.contact_id, showContact) }
  },
})
