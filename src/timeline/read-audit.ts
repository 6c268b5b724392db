import { type Db, sql } from '../db/sql.ts'
import { operationInWords } from './operation-words.ts'
import { fillIn, type Item, ROWS_MAX, type Speech } from './timeline-item.ts'

type AuditRow = {
  actor_kind: string
  actor_name: string | null
  operation: string
  address: string | null
  outcome: 'begun' | 'done' | 'refused' | 'failed'
  code: string | null
  created_at: Date
}

/**
 * Who did what with it, or tried to: the lines of the audit log that name it or one of its refunds and
 * disputes.
 */
export async function readAudit(
  db: Db,
  companyId: string,
  subjects: string[],
  { words, language }: Speech,
): Promise<Item[]> {
  const rows = await db.many<AuditRow>(sql`
    select actor_kind, operation, address, outcome, code, created_at,
      coalesce(actor_name, (
        select t.name from api_tokens t where t.company_id = ${companyId} and t.token_id = actor_id)) as actor_name
    from audit_log where company_id = ${companyId} and object_id = any (${subjects}::uuid[])
    order by audit_id desc limit ${ROWS_MAX}`)
  return rows.map((row) => {
    const actor = row.actor_name ?? row.actor_kind
    return {
      at: row.created_at,
      kind: 'audit',
      name: row.operation,
      words: fillIn(words.audit[row.outcome], {
        actor,
        operation: operationInWords(row.operation, language),
        code: row.code ?? '',
      }),
      details: {
        actor,
        operation: row.operation,
        outcome: row.outcome,
        code: row.code,
        address: row.address,
      },
    }
  })
}
