import { type Db, sql } from '../../db/sql.ts'
import type { AuditLine } from './audit-line.ts'

/**
 * Appends lines, in the transaction of what they tell of where there is one, and last in it: until it ends
 * nobody else appends. Rejects where it cannot; what they tell of must not happen then.
 */
export const appendAudit = async (db: Db, ...lines: AuditLine[]): Promise<bigint> =>
  (await db.one<{ seq: bigint }>(sql`select audit_append(${JSON.stringify(lines)}) as seq`)).seq
