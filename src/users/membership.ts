import type { StateRow } from '../companies/company-state.ts'
import { type Db, sql } from '../db/sql.ts'
import type { Role } from '../http/scopes.ts'

export type Membership = StateRow & {
  company_id: string
  company_name: string
  role: Role
  second_factor_required: boolean
  newest_event_id: bigint
}

/** Companies that one person may be in: more than a bookkeeper has, few enough for one answer. */
const MEMBERSHIPS_MAX = 200

/** The companies of a person, by name. */
export const membershipsOf = (db: Db, userId: string) =>
  db.many<Membership>(sql`
    select company_id, companies.name as company_name, role, second_factor_required,
      suspended_at, closing_at, suspended_told, last_event_id as newest_event_id
    from memberships join companies using (company_id) join event_heads using (company_id)
    where user_id = ${userId} order by companies.name, company_id limit ${MEMBERSHIPS_MAX}`)

/** Gives a person a role in a company; who is in it already keeps theirs. Whether it was given. */
export const addMember = async (db: Db, companyId: string, userId: string, role: Role): Promise<boolean> =>
  (await db.run(sql`
    insert into memberships (company_id, user_id, role) values (${companyId}, ${userId}, ${role})
    on conflict do nothing`)) > 0

export const addOperator = (db: Db, userId: string) =>
  db.run(sql`insert into operators (user_id) values (${userId}) on conflict do nothing`)
