import { z } from 'zod'
import { type Db, sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import { uuid } from '../http/schema.ts'
import type { Role } from '../http/scopes.ts'

export const memberPath = z.object({ user_id: uuid })

type Member = { role: Role; email: string }

/** A member of this company, locked; 404 for anybody else. */
export async function lockMember(db: Db, companyId: string, userId: string): Promise<Member> {
  const member = await db.first<Member>(sql`
    select role, email from memberships join users using (user_id)
    where company_id = ${companyId} and user_id = ${userId} for update of memberships`)
  if (!member) throw new Problem('not_found', 'There is no such person in your team.')
  return member
}

/** What the database says where the last owner would go (migrations/main/0140). */
export function lastOwnerStays(error: unknown): never {
  if ((error as { constraint?: string }).constraint === 'last_owner')
    throw new Problem('wrong_state', 'This is the last owner: make somebody else an owner first.')
  throw error
}
