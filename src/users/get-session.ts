import { z } from 'zod'
import { showState, stateFields } from '../companies/company-state.ts'
import { Instant } from '../db/instant.ts'
import { sql } from '../db/sql.ts'
import { pageLanguages } from '../ground/accept-language.ts'
import { endpoint } from '../http/endpoint.ts'
import { provenUntil } from '../http/proof-of-person.ts'
import { noPath, uuid } from '../http/schema.ts'
import { roleScopes, roles, scopes } from '../http/scopes.ts'
import { membershipsOf } from './membership.ts'
import { personOf } from './person.ts'
import { findUser } from './user.ts'

/** Who is signed in, what they may do where, and how they can show that it is them. */
const sessionSchema = z
  .object({
    identifier: uuid,
    proven_until: z.iso.datetime().meta({
      description: 'Until then money can be moved and keys be made without showing again who one is',
    }),
    user: z.object({
      identifier: uuid,
      email: z.string(),
      name: z.string(),
      language: z.enum(pageLanguages),
      has_password: z.boolean(),
      has_totp: z.boolean(),
      passkeys: z.int(),
      recovery_codes_left: z.int(),
    }),
    environment: z.enum(['demo', 'live']).meta({ description: 'In the demo no real money moves' }),
    now: z.iso.datetime().meta({ description: 'The platform’s time, which the demo’s clock moves on' }),
    operator: z.boolean().meta({ description: 'Of the platform: `/operator/…`' }),
    operator_second_factor_missing: z.boolean().meta({
      description:
        'The installation demands a second factor of its operators, and this session has been shown none: what is the operator’s answers 403',
    }),
    companies: z.array(
      z.object({
        identifier: uuid,
        name: z.string(),
        role: z.enum(roles),
        scopes: z.array(z.enum(scopes)),
        second_factor_missing: z.boolean().meta({
          description: 'It demands a second factor, and this session has been shown none: it answers 403',
        }),
        ...stateFields,
        newest_event_id: z.int().meta({
          description:
            'When this was answered: what is asked after it is told on by `GET /events/stream?after=` this, without a gap; 0 before the first',
        }),
      }),
    ),
  })
  .meta({ id: 'Session' })

export const getSession = endpoint({
  operationId: 'get_session',
  method: 'GET',
  path: '/session',
  tag: 'Session',
  summary: 'Who is signed in',
  description:
    'The person behind the cookie, their companies with role and scopes, and whether they are an operator of the platform. 401 where nobody is signed in.',
  scope: 'session:read',
  pathSchema: noPath,
  answers: { 200: { description: 'The session', schema: sessionSchema } },
  async handle({ context, db, caller }) {
    const person = personOf(caller)
    const user = (await findUser(db, person.userId))!
    const { passkeys, codes, second_factor } = await db.one<{
      passkeys: number
      codes: number
      second_factor: boolean
    }>(sql`
      select (select count(*)::integer from passkeys where user_id = ${person.userId}) as passkeys,
        (select count(*)::integer from recovery_codes where user_id = ${person.userId} and used_at is null) as codes,
        second_factor
      from sessions where session_id = ${person.sessionId}`)
    const companies = await membershipsOf(db, person.userId)
    return {
      body: {
        identifier: person.sessionId,
        proven_until: provenUntil(person.provenAt),
        user: {
          identifier: user.user_id,
          email: user.email,
          name: user.name,
          language: user.language,
          has_password: user.password_hash !== null,
          has_totp: user.totp_sealed !== null,
          passkeys,
          recovery_codes_left: codes,
        },
        environment: context.config.environment,
        now: new Instant(context.clock.now().getTime(), 0),
        operator: person.isOperator,
        operator_second_factor_missing:
          person.isOperator && context.config.operatorSecondFactor && !second_factor,
        companies: companies.map(
          ({ company_id, company_name, role, second_factor_required, newest_event_id, ...state }) => ({
            identifier: company_id,
            name: company_name,
            role,
            scopes: roleScopes[role],
            second_factor_missing: second_factor_required && !second_factor,
            ...showState(state),
            newest_event_id: Number(newest_event_id),
          }),
        ),
      },
    }
  },
})
