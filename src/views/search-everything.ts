import { z } from 'zod'
import { endpoint } from '../http/endpoint.ts'
import { noPath, text, uuid } from '../http/schema.ts'
import { FOUND_MAX, type Found, foundKinds, waysFor } from './ways-to-find.ts'

const foundSchema = z
  .object({
    kind: z.enum(foundKinds),
    identifier: uuid,
    title: z.string(),
    detail: z.string().nullable(),
    contact_id: uuid.nullable(),
  })
  .meta({ id: 'Found' })

export const searchEverything = endpoint({
  operationId: 'search',
  method: 'GET',
  path: '/search',
  tag: 'Company',
  summary: 'Find something by what one has of it',
  description:
    'An identifier (of a transaction, refund, contact, card or payout) or its first eight characters or more, a whole e-mail address, a part of a contact’s name, the last four digits of a card, an external reference, or a pair of metadata as `key=value`: up to ten things that the caller may read. For amounts and statements see `GET /transaction`. Notes and authorization codes are not searched.',
  scope: ['debits:read', 'credits:read', 'contacts:read'],
  pathSchema: noPath,
  querySchema: z.strictObject({ q: text(254).meta({ description: 'What one has of it' }) }),
  answers: {
    200: {
      description: 'What was found',
      schema: z.object({ data: z.array(foundSchema), next_cursor: z.null() }).meta({ id: 'FoundList' }),
    },
  },
  async handle({ db, companyId, caller, query: { q } }) {
    const asked = { db, companyId, caller }
    const ways = waysFor(q)
    const found = await Promise.all(ways.map((way) => way(asked, q)))
    const data = found.flat().filter(({ scope }) => (caller.scopes as readonly string[]).includes(scope))
    return { body: { data: data.slice(0, FOUND_MAX).map(show), next_cursor: null } }
  },
})

const show = ({ kind, identifier, title, detail, contact_id }: Found) => ({
  kind,
  identifier,
  title,
  detail,
  contact_id,
})
