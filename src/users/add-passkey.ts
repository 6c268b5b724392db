import { z } from 'zod'
import { sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import { endpoint } from '../http/endpoint.ts'
import { noPath, text, uuid } from '../http/schema.ts'
import { browserAnswer, registered } from './passkey.ts'
import { personOf } from './person.ts'
import { noteSecondFactor } from './session.ts'

export const addPasskey = endpoint({
  operationId: 'add_passkey',
  method: 'POST',
  path: '/session/passkeys',
  tag: 'Session',
  summary: 'Add a passkey',
  description: 'What the browser answered to the options. From then on it signs in.',
  scope: 'session:write',
  reauthenticate: true,
  pathSchema: noPath,
  bodySchema: z.strictObject({
    ticket: text(100),
    response: browserAnswer,
    name: text(60).meta({ examples: ['Laptop'] }),
  }),
  answers: {
    200: {
      description: 'The passkey',
      schema: z.object({ identifier: uuid, name: z.string() }).meta({ id: 'NewPasskey' }),
    },
  },
  problems: ['sign_in_failed', 'wrong_state'],
  async handle({ db, context, caller, body }) {
    const { userId, sessionId } = personOf(caller)
    const key = await registered(db, context.config, userId, body.ticket, body.response)
    const identifier = newId()
    await db.run(sql`
      insert into passkeys (user_id, passkey_id, credential_id, public_key, counter, transports, name)
      values (${userId}, ${identifier}, ${key.id}, ${Buffer.from(key.publicKey)}, ${key.counter}, ${key.transports ?? []}, ${body.name})`)
    await noteSecondFactor(db, sessionId)
    return { body: { identifier, name: body.name } }
  },
})
