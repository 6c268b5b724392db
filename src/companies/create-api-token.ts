import { z } from 'zod'
import { sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import { scopes } from '../http/authenticate.ts'
import { endpoint } from '../http/endpoint.ts'
import { noPath, text, timestamp } from '../http/schema.ts'
import { createToken } from './api-token.ts'
import { NAME_MAX } from './company.ts'
import { tokenSchema } from './shown-token.ts'

/** Live ones of a company: one for each program, rotated, is some dozens; a page shows them. */
const TOKENS_MAX = 200

export const createApiToken = endpoint({
  operationId: 'create_api_token',
  method: 'POST',
  path: '/api_token',
  tag: 'Company',
  summary: 'Make an API token',
  description:
    'Answers the token once: only its hash is kept. Give it no scope that its program does not need; nobody can give one that they do not have.',
  scope: 'tokens:write',
  reauthenticate: true,
  pathSchema: noPath,
  bodySchema: z.strictObject({
    name: text(NAME_MAX).meta({ examples: ['backend'] }),
    scopes: z
      .array(z.enum(scopes))
      .min(1, 'must name at least one')
      .max(scopes.length)
      .meta({ examples: [['debits:read', 'debits:write']] }),
    expires_at: timestamp.nullish().meta({ description: 'Left out: it lasts until it is revoked' }),
  }),
  answers: {
    200: {
      description: 'The token',
      schema: tokenSchema
        .extend({ token: z.string().meta({ description: 'Keep it now: it is not shown again' }) })
        .meta({ id: 'NewApiToken' }),
    },
  },
  problems: ['wrong_state'],
  answersSecret: true,
  permit({ caller, body }) {
    const beyond = new Set(body.scopes.filter((scope) => !caller.scopes.includes(scope)))
    if (beyond.size > 0)
      throw new Problem('forbidden', `You cannot give what you do not have: ${[...beyond].join(', ')}.`)
  },
  async handle({ context, db, companyId, body }) {
    const asked = [...new Set(body.scopes)]
    const { now, live } = await db.one<{ now: Date; live: bigint }>(sql`
      select jetpay_now() as now, count(*) as live from (
        select from api_tokens where company_id = ${companyId} and revoked_at is null
          and (expires_at is null or expires_at > jetpay_now()) limit ${TOKENS_MAX}) live`)
    const expiresAt = body.expires_at ? new Date(body.expires_at) : null
    if (expiresAt && expiresAt <= now)
      throw new Problem('validation_failed', 'Correct these fields: expires_at.', {
        errors: [{ path: 'expires_at', message: 'must be later than now' }],
      })
    if (live >= TOKENS_MAX)
      throw new Problem('wrong_state', `There are ${TOKENS_MAX} live tokens; revoke one that nobody uses.`)
    const of = { companyId, name: body.name, scopes: asked, expiresAt }
    const {
      token,
      tokenId,
      createdAt,
      expiresAt: expires_at,
    } = await createToken(db, context.config.environment, of)
    return {
      body: {
        identifier: tokenId,
        name: body.name,
        state: 'active',
        scopes: asked,
        created_at: createdAt,
        expires_at,
        revoked_at: null,
        last_used_at: null,
        is_current: false,
        token,
      },
    }
  },
})
