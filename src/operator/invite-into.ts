import { type Db, sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import type { Caller } from '../http/authenticate.ts'
import type { Role } from '../http/scopes.ts'
import type { Context } from '../process/context.ts'
import { inviteMember } from '../users/invite-member.ts'

/** An operator invites somebody into a company, in the company's language. A 404 where there is none. */
export async function inviteInto(
  db: Db,
  context: Context,
  { actor }: Caller,
  companyId: string,
  whom: { email: string; role: Role },
) {
  const company = await db.first<{ name: string; language: 'en' | 'fr' }>(
    sql`select name, language from companies where company_id = ${companyId}`,
  )
  if (!company) throw new Problem('not_found', `There is no company ${companyId}.`)
  return inviteMember(db, context, {
    companyId,
    companyName: company.name,
    language: company.language,
    ...whom,
    invitedBy: actor.kind === 'user' ? actor.userId : null,
  })
}
