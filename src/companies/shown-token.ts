import { z } from 'zod'
import type { Scope } from '../http/authenticate.ts'
import { scopes } from '../http/authenticate.ts'
import { uuid } from '../http/schema.ts'

export type TokenRow = {
  token_id: string
  name: string
  scopes: Scope[]
  created_at: Date
  expires_at: Date | null
  revoked_at: Date | null
  last_used_at: Date | null
  state: 'active' | 'expired' | 'revoked'
}

export const tokenSchema = z
  .object({
    identifier: uuid,
    name: z.string(),
    state: z.enum(['active', 'expired', 'revoked']),
    scopes: z.array(z.enum(scopes)),
    created_at: z.iso.datetime(),
    expires_at: z.iso.datetime().nullable().meta({ description: 'Null: it lasts until it is revoked' }),
    revoked_at: z.iso.datetime().nullable(),
    last_used_at: z.iso.datetime().nullable().meta({ description: 'Exact to a minute' }),
    is_current: z.boolean().meta({ description: 'The one that this request was made with' }),
  })
  .meta({ id: 'ApiToken' })

export const showToken = ({ token_id, state, ...row }: TokenRow, currentId: string | null) => ({
  identifier: token_id,
  name: row.name,
  state,
  scopes: row.scopes,
  created_at: row.created_at,
  expires_at: row.expires_at,
  revoked_at: row.revoked_at,
  last_used_at: row.last_used_at,
  is_current: token_id === currentId,
})
