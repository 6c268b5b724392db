import { PLATFORM } from '../../companies/company.ts'
import { openSealOf } from '../../db/sealing/sealing-key.ts'
import { type Database, type Db, sql } from '../../db/sql.ts'
import { announce } from '../../events/announce.ts'
import { readConfig } from '../../ground/config.ts'
import { emailFault } from '../../ground/email-address.ts'
import { OperatorError, UsageError } from '../../ground/errors.ts'
import type { Role } from '../../http/scopes.ts'
import { invite } from '../../users/invitation.ts'
import { addressKey } from '../../users/user.ts'

type Invited = {
  companyId: string
  companyName: string
  language: 'en' | 'fr'
  email: string
  role: Role | 'operator'
}

async function inviteByMail(db: Db, { email, ...to }: Invited) {
  const fault = emailFault(email)
  if (fault) throw new UsageError(`The address "${email}" ${fault}.`)
  const { mainKeyFile, publicUrl } = readConfig()
  const seal = await openSealOf(db, mainKeyFile)
  const made = await invite(db, { seal, publicUrl }, { ...to, email, invitedBy: null })
  if (!made)
    throw new OperatorError('There are too many open invitations; wait, or withdraw some.', 'wrong_state')
  return {
    invitation_id: made.invitation_id,
    email: addressKey(email),
    role: to.role,
    expires_at: made.expires_at,
    note: 'A mail with a link goes to them; it is good for seven days, once.',
  }
}

/** Invites somebody to a company. Throws an OperatorError where there is no such company. */
export const inviteUser = (db: Database, companyId: string, email: string, role: Role) =>
  db.transaction(async (db) => {
    const company = await db.first<{ name: string; language: 'en' | 'fr' }>(
      sql`select name, language from companies where company_id = ${companyId}`,
    )
    if (!company)
      throw new OperatorError(
        `There is no company ${companyId}; \`jetpay company list\` shows those there are.`,
        'not_found',
      )
    const made = await inviteByMail(db, {
      companyId,
      companyName: company.name,
      language: company.language,
      email,
      role,
    })
    await announce(db, companyId, 'users.invited', { email: made.email, role })
    return made
  })

/** Invites somebody as an operator of the platform. */
export const inviteOperator = (db: Database, email: string) =>
  db.transaction((db) =>
    inviteByMail(db, {
      companyId: PLATFORM,
      companyName: 'Jetpay',
      language: 'en',
      email,
      role: 'operator',
    }),
  )

/** Removes somebody from a company. Throws an OperatorError where they are not in it. */
export const removeUser = (db: Database, companyId: string, address: string) =>
  db.transaction(async (db) => {
    const email = addressKey(address)
    const removed = await db.first<{ user_id: string }>(sql`
      delete from memberships where company_id = ${companyId}
        and user_id = (select user_id from users where email = ${email}) returning user_id`)
    if (!removed)
      throw new OperatorError(
        `${email} is not in this company; \`jetpay user list\` shows who is.`,
        'not_found',
      )
    await announce(db, companyId, 'users.removed', { userId: removed.user_id, email })
  })

/** Operators that are shown: an installation has a handful. */
const OPERATORS_MAX = 1_000

/** Who answers for the platform. */
export const listOperators = (db: Database) =>
  db.many<{ identifier: string; email: string; name: string; created_at: Date }>(sql`
    select user_id as identifier, email, name, operators.created_at from operators join users using (user_id)
    order by email limit ${OPERATORS_MAX}`)
