import type { Logger } from 'pino'
import { type Database, type Db, sql } from '../../db/sql.ts'
import type { Answered, Asked, AuditAnchored } from '../../ground/vault-protocol.ts'
import { appendAudit } from './append-audit.ts'

type Row = { seq: bigint; hash: Buffer }

/**
 * Writes a line with where the main side's log ends, and tells where this one does then: neither can be cut
 * or made anew without the other's showing it. That the line can be written is the proof, each minute, that
 * lines can.
 */
export async function anchorAudit(
  { db, log }: { db: Database; log: Logger },
  { main_seal, known }: Asked<'anchorAudit'>,
  by: string,
): Promise<Answered<'anchorAudit'>> {
  const row = await append(db, { do: 'audit.anchor', by, main_seal }).catch((error: Error) => {
    log.error({ reason: error.message }, 'the audit log cannot be written')
    return null
  })
  return {
    row: row ? { seq: String(row.seq), hash: row.hash.toString('hex') } : null,
    known: known && (await compare(db, known)),
  }
}

async function append(db: Db, line: Parameters<typeof appendAudit>[1]): Promise<Row | undefined> {
  const seq = await appendAudit(db, line)
  return db.first<Row>(sql`select seq, hash from audit_rows where seq = ${seq}`)
}

async function compare(db: Db, known: { seq: string; hash: string }): Promise<AuditAnchored['known']> {
  const now = await db.first<Row>(sql`select seq, hash from audit_rows where seq = ${BigInt(known.seq)}`)
  if (now) return now.hash.toString('hex') === known.hash ? 'same' : 'changed'
  const { first } = await db.one<{ first: bigint | null }>(
    sql`select seq as first from audit_rows order by seq limit 1`,
  )
  return first !== null && first > BigInt(known.seq) ? 'dropped' : 'missing'
}
