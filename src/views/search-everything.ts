import { z } from 'zod'
import { endpoint } from '../http/endpoint.ts'
import { noFurther } from '../http/list.ts'
import { noPath, text, uuid } from '../http/schema.ts'
import { exactWaysFor, FOUND_MAX, type Found, foundKinds, type Way, waysFor } from './ways-to-find.ts'

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
    'An identifier (of a transaction, refund, contact, card, bank account or payout) or its first eight characters or more, a whole e-mail address, a part of a contact’s name, of a statement or of a note (three letters or more), the last four digits of a card or bank account, an external reference, an authorization code, a retrieval reference number (of twelve places, as a bank names a card payment), or of metadata a value or a pair as `key=value`: up to ten things that the caller may read. For amounts see `GET /transaction`.',
  scope: ['debits:read', 'credits:read', 'contacts:read'],
  pathSchema: noPath,
  querySchema: z.strictObject({ q: text(254).meta({ description: 'What one has of it' }) }),
  answers: {
    200: {
      description: 'What was found',
      schema: z.object({ data: z.array(foundSchema), next_cursor: noFurther }).meta({ id: 'FoundList' }),
    },
  },
  async handle({ db, companyId, caller, query: { q } }) {
    const asked = { db, companyId, caller }
    const by = async (ways: Way[]) => (await Promise.all(ways.map((way) => way(asked, q)))).flat()
    const exact = await by(exactWaysFor(q))
    const data = (exact.length > 0 ? exact : await by(waysFor(q))).filter(({ scope }) =>
      (caller.scopes as readonly string[]).includes(scope),
    )
    // What is found in two ways is one thing.
    const once = [...new Map(data.map((one) => [one.identifier, one] as const)).values()]
    return { body: { data: once.slice(0, FOUND_MAX).map(show), next_cursor: null } }
  },
})

const show = ({ kind, identifier, title, detail, contact_id }: Found) => ({
  kind,
  identifier,
  title,
  detail,
  contact_id,
})
