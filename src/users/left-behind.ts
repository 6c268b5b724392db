/** What a person has begun for a company and leaves there when they go, or may do less. */
import { z } from 'zod'
import { type Db, sql } from '../db/sql.ts'
import { uuid } from '../http/schema.ts'
import { type Role, roleScopes } from '../http/scopes.ts'

/** As many as a company has live ones, and more than one person makes. */
const TOKENS_MAX = 200

export const leftTokens = z
  .array(z.object({ identifier: uuid, name: z.string() }).meta({ id: 'LeftApiToken' }))
  .meta({
    description: 'API tokens that they have made and that still work: revoke those that are theirs alone',
  })

/**
 * Withdraws the open invitations of a person who may no longer give them: all where they have no role that
 * invites, an owner's where they are owner no more. How many those were.
 */
export const endInvitationsOf = (
  db: Db,
  companyId: string,
  { userId, role }: { userId: string; role: Role | null },
): Promise<number> =>
  db.run(sql`
    update invitations set withdrawn_at = now()
    where company_id = ${companyId} and invited_by = ${userId} and accepted_at is null and withdrawn_at is null
      and (${role === null || !roleScopes[role].includes('team:write')} or (role = 'owner' and ${role !== 'owner'}))`)

/** Deletes the views of a person's own: nobody else sees them, so nobody else could. */
export const deleteOwnViews = (db: Db, companyId: string, userId: string): Promise<number> =>
  db.run(sql`delete from saved_views where company_id = ${companyId} and user_id = ${userId} and not shared`)

/**
 * The tokens that a person has made, by themselves or by a token that they had made, as the audit log knows:
 * they are the company's programs', so they go on.
 */
export const tokensMadeBy = (db: Db, companyId: string, userId: string) =>
  db.many<{ identifier: string; name: string }>(sql`
    with recursive minted as materialized (
      select actor_id, object_id from audit_log
      where company_id = ${companyId} and operation = 'create_api_token' and outcome = 'done' and object_id is not null
    ), theirs as (
      select object_id from minted where actor_id = ${userId}
      union select minted.object_id from minted join theirs on minted.actor_id = theirs.object_id
    )
    select token_id as identifier, name from api_tokens
    where company_id = ${companyId} and token_id in (select object_id from theirs) and revoked_at is null
      and (expires_at is null or expires_at > jetpay_now())
    order by token_id limit ${TOKENS_MAX}`)
