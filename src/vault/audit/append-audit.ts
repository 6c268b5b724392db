import { type Db, sql } from '../../db/sql.ts'
import { type AuditLine, lineText } from './audit-line.ts'

/** Lines as one row has them. */
export const rowText = (texts: readonly string[]): string => `[${texts.join(',')}]`

/**
 * Appends lines, in the transaction of what they tell of where there is one, and last in it: until it ends
 * nobody else appends. Rejects where it cannot; what they tell of must not happen then.
 */
export const appendAudit = async (db: Db, ...lines: AuditLine[]): Promise<bigint> =>
  (await db.one<{ seq: bigint }>(sql`select audit_append(${rowText(lines.map(lineText))}) as seq`)).seq
