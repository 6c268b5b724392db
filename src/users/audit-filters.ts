import { z } from 'zod'
import { type Db, sql } from '../db/sql.ts'
import { uuid } from '../http/schema.ts'
import { actorKinds } from './audit-list.ts'

/** More than anybody reads in a list of choices; the ids of others filter all the same. */
const CHOICES_MAX = 500

export const auditFiltersSchema = z
  .object({
    actors: z
      .array(z.object({ identifier: uuid, kind: z.enum(actorKinds), name: z.string().nullable() }))
      .meta({ description: 'Everybody who is in the log, those who have left included' }),
    operations: z
      .array(z.string().meta({ examples: ['refund_debit'] }))
      .meta({ description: 'Each that is in the log' }),
  })
  .meta({ id: 'AuditFilters' })

/**
 * Who and what is in a company's log. A log is long and these are few: each is found from the one before it
 * by the index, and no line between is read.
 */
export async function findAuditFilters(
  db: Db,
  companyId: string,
): Promise<z.output<typeof auditFiltersSchema>> {
  const [actors, operations] = await Promise.all([
    db.many<z.output<typeof auditFiltersSchema>['actors'][number]>(sql`
      with recursive known as (
        (select actor_id from audit_log where company_id = ${companyId} and actor_id is not null
         order by actor_id limit 1)
        union all
        select (select l.actor_id from audit_log l
                where l.company_id = ${companyId} and l.actor_id > known.actor_id order by l.actor_id limit 1)
        from known where known.actor_id is not null
      )
      select last.actor_id as identifier, last.actor_kind as kind, coalesce(last.actor_name,
          (select t.name from api_tokens t where t.company_id = ${companyId} and t.token_id = last.actor_id)) as name
      from (select actor_id from known where actor_id is not null limit ${CHOICES_MAX}) as chosen
      cross join lateral (
        select l.actor_id, l.actor_kind, l.actor_name from audit_log l
        where l.company_id = ${companyId} and l.actor_id = chosen.actor_id order by l.audit_id desc limit 1
      ) as last
      order by name`),
    db.many<{ operation: string }>(sql`
      with recursive known as (
        (select operation from audit_log where company_id = ${companyId} order by operation limit 1)
        union all
        select (select l.operation from audit_log l
                where l.company_id = ${companyId} and l.operation > known.operation order by l.operation limit 1)
        from known where known.operation is not null
      )
      select operation from known where operation is not null limit ${CHOICES_MAX}`),
  ])
  return { actors, operations: operations.map(({ operation }) => operation) }
}
