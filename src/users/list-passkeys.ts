import { z } from 'zod'
import { sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { noPath, uuid } from '../http/schema.ts'
import { PASSKEYS_MAX } from './passkey.ts'
import { personOf } from './person.ts'

const passkeySchema = z
  .object({
    identifier: uuid,
    name: z.string(),
    created_at: z.iso.datetime(),
    last_used_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Passkey' })

export const listPasskeys = endpoint({
  operationId: 'list_passkeys',
  method: 'GET',
  path: '/session/passkeys',
  tag: 'Session',
  summary: 'Your passkeys',
  scope: 'session:read',
  pathSchema: noPath,
  answers: {
    200: {
      description: 'All of them',
      schema: z.object({ data: z.array(passkeySchema) }).meta({ id: 'Passkeys' }),
    },
  },
  async handle({ db, caller }) {
    const data = await db.many<{
      identifier: string
      name: string
      created_at: Date
      last_used_at: Date | null
    }>(sql`
      select passkey_id as identifier, name, created_at, last_used_at from passkeys
      where user_id = ${personOf(caller).userId} order by passkey_id limit ${PASSKEYS_MAX}`)
    return { body: { data } }
  },
})
