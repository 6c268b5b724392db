import type { Database } from '../../db/sql.ts'
import { sql } from '../../db/sql.ts'
import { counted } from '../../ground/counted.ts'
import { UsageError } from '../../ground/errors.ts'
import { ownAccount } from '../../ground/own-account.ts'
import { type MainVerdict, verifyMainAudit } from '../../users/verify-audit-log.ts'
import { appendAudit } from '../../vault/audit/append-audit.ts'
import { listAudit } from '../../vault/audit/list-audit.ts'
import { type AuditAnchor, type AuditVerdict, verifyAudit } from '../../vault/audit/verify-audit.ts'
import { type Given, wholeList } from '../command.ts'
import { onVaultDatabase, vaultDatabaseUrl } from '../keys/vault-database.ts'
import { onDatabase } from '../on-database.ts'

const LIMIT = 50
const LIMIT_MAX = 100

/** Who reads the log is in it (PCI DSS 10.2.1.3), before it is read. */
const noteReading = (db: Database, what: string) =>
  appendAudit(db, { do: 'audit.read', by: ownAccount(), what })

export function listLines(given: Given): Promise<unknown> {
  const limit = Number(given.has('limit') ?? LIMIT)
  if (!Number.isInteger(limit) || limit < 1 || limit > LIMIT_MAX)
    throw new UsageError(`--limit is a number from 1 to ${LIMIT_MAX}.`)
  return onVaultDatabase(async (db) => {
    await noteReading(db, 'list')
    const found = await listAudit(db, {
      act: given.has('do'),
      card: given.has('card'),
      by: given.has('by'),
      limit,
    })
    return wholeList(found.map((line) => ({ ...line, seq: String(line.seq) })))
  })
}

type AuditReport = { whole: boolean; vault: AuditVerdict | null; main: MainVerdict | null }

/**
 * Both logs, each against what the other has seen of it. Null is the side whose database cannot be asked
 * here: the main side of a vault's host, and the other way round.
 */
export async function auditReport(note = true): Promise<AuditReport> {
  const hasMain = await onDatabase(async () => true).catch(() => false)
  const anchors = hasMain ? await onDatabase(readAnchors) : []
  const seals = new Map<bigint, string>()
  const vault = (await vaultDatabaseUrl())
    ? await onVaultDatabase(async (db) => {
        if (note) await noteReading(db, 'verify')
        return verifyAudit(db, anchors, (line) => seeSeal(line, seals))
      })
    : null
  const main = hasMain ? await onDatabase((db) => verifyMainAudit(db, seals)) : null
  const whole = (vault?.broken.length ?? 0) + (main?.broken.length ?? 0) === 0
  return { whole, vault, main }
}

const readAnchors = (db: Database) =>
  db.many<AuditAnchor>(sql`
    select seq, hash, seen_at > jetpay_now() - interval '12 months' as young from vault_audit_anchors order by seq`)

/** Lines of `audit.anchor` tell of the main side's newest seal of that minute. */
function seeSeal(line: Record<string, unknown>, seals: Map<bigint, string>): void {
  const seal = line.do === 'audit.anchor' ? (line.main_seal as { seq?: string; hash?: string } | null) : null
  if (seal?.seq && seal.hash) seals.set(BigInt(seal.seq), seal.hash)
}

/** `jetpay audit verify`. Returns the exit code. */
export async function verifyLogs(given: Given): Promise<number> {
  const report = await auditReport()
  const { whole, vault, main } = report
  if (given.json) {
    const plain = (_key: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value)
    console.log(JSON.stringify(report, plain, 2))
    return whole ? 0 : 1
  }
  if (vault)
    console.log(
      `Vault: ${counted(vault.rows, 'row')} of ${counted(vault.lines, 'line')}, from ${vault.first_seq} to ${vault.last_seq}; held against ${counted(vault.anchors, 'row')} that the main side has seen`,
    )
  else console.log('Vault: not looked at; run it with VAULT_DATABASE_URL too')
  if (main)
    console.log(
      `Main side: ${counted(main.lines, 'line')} under ${counted(main.seals, 'seal')}, ${main.unsealed} too new for one`,
    )
  else console.log('Main side: not looked at; run it with DATABASE_URL too')
  for (const [side, verdict] of [
    ['vault', vault],
    ['main side', main],
  ] as const)
    for (const what of verdict?.broken ?? []) console.log(`NOT WHOLE: ${side}: ${what}`)
  console.log(whole ? 'Nothing was changed, removed or moved.' : 'The audit log is not whole.')
  return whole ? 0 : 1
}
