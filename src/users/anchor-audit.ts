import { closeAlarms, raiseAlarm } from '../alarms/alarm.ts'
import { type Db, sql } from '../db/sql.ts'
import type { Context } from '../process/context.ts'
import type { Job } from '../process/poll.ts'
import { newestSeal } from './newest-seal.ts'

const EVERY_MS = 60_000
/** A vault that is asked for something else tells of an end that no other minute has. */
const BATCH = 1_000

/**
 * Has the vault write a line with where our audit log ends, and keeps where its own does: neither can be cut
 * or made anew without the other's showing it. Where it cannot write the line, or what we kept is not so any
 * more, a person must see to it (PCI DSS 10.7).
 */
export const anchorAudit = (everyMs = EVERY_MS): Job => ({
  name: 'anchor-audit',
  idleMs: everyMs,
  async run({ db, vault, log }: Context) {
    const known = await db.first<{ seq: bigint; hash: Buffer }>(
      sql`select seq, hash from vault_audit_anchors order by seq desc limit 1`,
    )
    const seal = await newestSeal(db)
    const told = await vault
      .anchorAudit({
        main_seal: seal ? { seq: String(seal.seal), hash: seal.hash.toString('hex') } : null,
        known: known ? { seq: String(known.seq), hash: known.hash.toString('hex') } : null,
      })
      .catch(() => null)
    // A vault that is away charges nothing either, which others tell of.
    if (!told) return false
    const changed = told.known === 'changed' || told.known === 'missing'
    if (changed) await raise(db, log, 'audit_log_changed', { row: String(known?.seq), is: told.known })
    if (!told.row) await raise(db, log, 'audit_log_failing', {})
    else {
      await closeAlarms(db, 'audit_log_failing', SUBJECT, 'the vault writes again')
      await keep(db, { seq: BigInt(told.row.seq), hash: Buffer.from(told.row.hash, 'hex') })
    }
    await forgetOld(db)
    return false
  },
})

const SUBJECT = 'vault'

async function raise(
  db: Db,
  log: Context['log'],
  kind: 'audit_log_failing' | 'audit_log_changed',
  details: Record<string, unknown>,
): Promise<void> {
  if (await raiseAlarm(db, { kind, subject: SUBJECT, companyId: null, details }))
    log.error({ kind, ...details }, 'the audit log of the vault needs a person')
}

const keep = (db: Db, { seq, hash }: { seq: bigint; hash: Buffer }) =>
  db.run(sql`insert into vault_audit_anchors (seq, hash) values (${seq}, ${hash}) on conflict do nothing`)

const forgetOld = (db: Db) =>
  db.run(sql`
    delete from vault_audit_anchors where seq in (
      select seq from vault_audit_anchors where seen_at < jetpay_now() - interval '14 months' limit ${BATCH})`)
