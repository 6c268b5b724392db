import { z } from 'zod'
import { sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import { endpoint } from '../http/endpoint.ts'
import { okSchema, uuid } from '../http/schema.ts'
import { personOf } from './person.ts'
import { forgetIfNone, requireOneLeft } from './second-factor.ts'

export const removePasskey = endpoint({
  operationId: 'remove_passkey',
  method: 'DELETE',
  path: '/session/passkeys/{passkey_id}',
  tag: 'Session',
  summary: 'Remove a passkey',
  description:
    'It signs in no more. The last way to sign in stays: 409 where there is no password either. So does the last second factor where a company of yours, or the installation of its operators, demands one.',
  scope: 'session:write',
  reauthenticate: true,
  pathSchema: z.object({ passkey_id: uuid }),
  answers: { 200: { description: 'It is gone', schema: okSchema } },
  problems: ['wrong_state'],
  async handle({ db, context, caller, path }) {
    const { userId } = personOf(caller)
    const { has_password } = await db.one<{ has_password: boolean }>(sql`
      select password_hash is not null as has_password from users where user_id = ${userId} for update`)
    const keys = await db.many<{ passkey_id: string }>(
      sql`select passkey_id from passkeys where user_id = ${userId} limit 100`,
    )
    if (!keys.some(({ passkey_id }) => passkey_id === path.passkey_id))
      throw new Problem('not_found', 'You have no such passkey.')
    if (keys.length === 1 && !has_password)
      throw new Problem(
        'wrong_state',
        'It is your only way to sign in: set a password first, or add another passkey.',
      )
    await db.run(sql`delete from passkeys where user_id = ${userId} and passkey_id = ${path.passkey_id}`)
    await requireOneLeft(db, userId, context.config.operatorSecondFactor)
    await forgetIfNone(db, userId)
    return { body: { ok: true } }
  },
})
