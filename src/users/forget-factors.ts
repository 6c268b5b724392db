import { type Db, sql } from '../db/sql.ts'
import { OperatorError } from '../ground/errors.ts'
import { endSessions } from './session.ts'
import { findUserByEmail } from './user.ts'

/**
 * Takes away authenticator app, passkeys and recovery codes of somebody who has lost them, and ends their
 * sessions: the password alone signs in again. Only an operator does it, who knows by other means that it is
 * them.
 */
export async function forgetFactors(db: Db, email: string): Promise<void> {
  const user = await findUserByEmail(db, email)
  if (!user) throw new OperatorError(`There is no account ${email}.`, 'not_found')
  const { user_id: userId } = user
  await db.run(sql`update users set totp_sealed = null, totp_last_step = null where user_id = ${userId}`)
  await db.run(sql`delete from passkeys where user_id = ${userId}`)
  await db.run(sql`delete from recovery_codes where user_id = ${userId}`)
  await endSessions(db, userId)
}
