import { sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { before, createdQuery, createdWithin, listQuery, pageOf, toPage } from '../http/list.ts'
import { labelledSo, labelQuery } from '../http/metadata.ts'
import { email, noPath, text } from '../http/schema.ts'
import { type ContactRow, contactColumns, contactSchema, showContact } from './contact.ts'

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
    email: email.optional().meta({ description: 'The whole address, in any case' }),
    name: text(200).optional().meta({ description: 'A part of the name, in any case' }),
    tag: text(50).optional(),
    ...labelQuery,
    ...createdQuery,
  }),
  answers: { 200: { description: 'A page of contacts', schema: pageOf(contactSchema) } },
  async handle({ db, companyId, query }) {
    const rows = await db.many<ContactRow>(sql`
      select ${contactColumns} from contacts
      where company_id = ${companyId} and contact_id < ${before(query.cursor)} and deleted_at is null
        and (${query.email ?? null}::text is null or lower(email) = lower(${query.email ?? null}))
        and (${query.name ?? null}::text is null or position(lower(${query.name ?? null}) in lower(name)) > 0)
        and (${query.tag ?? null}::text is null or ${query.tag ?? null} = any(tags))
        ${labelledSo(query)} ${createdWithin(query)}
      order by contact_id desc limit ${query.limit + 1}`)
    return { body: toPage(rows, query.limit, (row) => row.contact_id, showContact) }
  },
})
