import { type Db, sql } from '../db/sql.ts'
import { announce } from '../events/announce.ts'
import { Problem } from '../ground/errors.ts'
import type { Role } from '../http/scopes.ts'
import type { Context } from '../process/context.ts'
import { INVITATIONS_MAX, invite } from './invitation.ts'
import { addressKey } from './user.ts'

/**
 * Invites somebody into a company's team by mail, tells the company, and returns the invitation as it is
 * shown. A 409 where they are in the team, or too many invitations are open.
 */
export async function inviteMember(
  db: Db,
  { seal, config }: Pick<Context, 'seal' | 'config'>,
  of: {
    companyId: string
    companyName: string
    language: 'en' | 'fr'
    email: string
    role: Role
    invitedBy: string | null
  },
) {
  const email = addressKey(of.email)
  const member = await db.first(sql`
    select 1 from memberships join users using (user_id) where company_id = ${of.companyId} and email = ${email}`)
  if (member) throw new Problem('wrong_state', 'This person is in the team; their role is changed there.')
  const made = await invite(db, { seal, publicUrl: config.publicUrl }, { ...of, email })
  if (!made)
    throw new Problem(
      'wrong_state',
      `There are ${INVITATIONS_MAX} open invitations; withdraw one that nobody needs.`,
    )
  await announce(db, of.companyId, 'users.invited', { email, role: of.role })
  const { invitation_id: identifier, created_at, expires_at } = made
  return { identifier, email, role: of.role, created_at, expires_at }
}
