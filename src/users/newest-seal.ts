import { type Db, sql } from '../db/sql.ts'

/** Where the audit log's seals end; undefined before the first. */
export const newestSeal = (db: Db) =>
  db.first<{ seal: bigint; hash: Buffer }>(sql`select seal, hash from audit_seals order by seal desc limit 1`)
