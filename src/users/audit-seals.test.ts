/** The main side's audit log under seals, and what each side keeps of the other's. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openCommandLines } from '../../test/command-lines.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { type Db, sql } from '../db/sql.ts'
import { recordAudit } from '../http/audit.ts'
import { anchorAudit } from './anchor-audit.ts'
import { sealAuditLog } from './seal-audit-log.ts'
import { verifyMainAudit } from './verify-audit-log.ts'

let platform: Platform
let lines: ReturnType<typeof openCommandLines>
before(async () => {
  platform = await startPlatform()
  lines = openCommandLines(platform)
})
after(async () => {
  lines?.close()
  await platform?.close()
})

const write = async (operation: string) => {
  const companyId = platform.demo.company_id
  await recordAudit(platform.db, { companyId, actor: { kind: 'nobody' }, operation, outcome: 'done' })
}
/** Seals all that is committed: nobody else writes here. */
const seal = () => sealAuditLog(-60_000).run(platform.context)
const anchor = () => anchorAudit().run(platform.context)
const none = new Map<bigint, string>()
const lastSeal = () =>
  platform.db.one<{ seal: bigint; hash: Buffer; last_id: string; lines: number }>(
    sql`select seal, hash, last_id, lines from audit_seals order by seal desc limit 1`,
  )
/** As the tables' owner; what is done is undone after. */
async function tampered(work: (db: Db) => Promise<unknown>, seen = none): Promise<string[]> {
  const undo = new Error('undo')
  let broken: string[] = []
  await assert.rejects(
    platform.db.transaction(async (db) => {
      await db.run(sql`grant update, delete on audit_log, audit_seals to current_user`)
      await db.run(sql`alter table audit_log disable trigger user`)
      await db.run(sql`alter table audit_seals disable trigger user`)
      await work(db)
      broken = (await verifyMainAudit(db, seen)).broken
      throw undo
    }),
    undo,
  )
  return broken
}
const openAlarms = async () =>
  (
    await platform.db.many<{ kind: string }>(
      sql`select kind from alarms where closed_at is null order by kind`,
    )
  ).map(({ kind }) => kind)

test('a line that is changed, missing or put in later breaks its seal, and seals that are cut are missed', async () => {
  for (const operation of ['one', 'two', 'three']) await write(operation)
  await seal()
  await write('four')
  await seal()
  const { seals, broken, unsealed } = await verifyMainAudit(platform.db, none)
  assert.deepEqual([broken, unsealed], [[], 0])
  assert.ok(seals >= 2)
  const last = await lastSeal()
  const changed = await tampered((db) =>
    db.run(sql`update audit_log set outcome = 'refused' where audit_id = ${last.last_id}`),
  )
  assert.match(changed.join(), /a line of seal \d+ was changed/)
  const gone = await tampered((db) => db.run(sql`delete from audit_log where operation = 'two'`))
  assert.match(gone.join(), /is of \d+ lines, and there are \d+/)
  const late = await tampered((db) =>
    db.run(sql`insert into audit_log (company_id, audit_id, actor_kind, operation, outcome)
      values (${platform.demo.company_id}, '00000000-0000-7000-8000-000000000001', 'nobody', 'late', 'done')`),
  )
  assert.match(late.join(), /is of \d+ lines, and there are \d+/)
  const seen = new Map([[last.seal, last.hash.toString('hex')]])
  assert.match(
    (await tampered((db) => db.run(sql`delete from audit_seals where seal = ${last.seal}`), seen)).join(),
    /the end was cut: the vault has seen seal/,
  )
})

test('each side keeps where the other’s log ends, and `jetpay audit verify` holds both', async () => {
  await anchor()
  await anchor()
  const { code, out, err } = await lines.run(['audit', 'verify', '--json'])
  assert.equal(code, 0, err + out)
  const report = JSON.parse(out)
  assert.deepEqual([report.whole, report.vault.broken, report.main.broken], [true, [], []])
  assert.ok(report.vault.anchors >= 2)
  const listed = JSON.parse((await lines.run(['audit', 'list', '--do', 'audit', '--json'])).out).data
  assert.deepEqual(
    new Set(listed.map((line: { do: string }) => line.do)),
    new Set(['audit.read', 'audit.anchor']),
  )
  assert.equal(
    listed.find((line: { main_seal?: unknown }) => line.main_seal).main_seal.seq,
    String((await lastSeal()).seal),
  )
  const said = await lines.run(['audit', 'verify'])
  assert.match(said.out, /Nothing was changed, removed or moved/)
})

test('a vault that cannot write its log, and one whose log is another, are alarms; the first closes by itself', async () => {
  const vaultDb = platform.vaultDb
  assert.ok(vaultDb)
  await vaultDb.run(sql`revoke insert on audit_rows from current_user`)
  await anchor()
  assert.deepEqual(await openAlarms(), ['audit_log_failing'])
  await vaultDb.run(sql`grant insert on audit_rows to current_user`)
  await anchor()
  assert.deepEqual(await openAlarms(), [])
  await platform.db.run(sql`
    insert into vault_audit_anchors (seq, hash)
    select max(seq) + 1, sha256('another') from vault_audit_anchors`)
  // The line that the vault writes now has that number, and another hash.
  await anchor()
  await anchor()
  assert.deepEqual(await openAlarms(), ['audit_log_changed'])
  const { code, out } = await lines.run(['audit', 'verify'])
  assert.equal(code, 1)
  assert.match(out, /is not the one that the main side has seen/)
})

test('nobody changes or removes lines and seals, as the platform’s own user', async () => {
  for (const statement of [
    sql`update audit_log set outcome = 'done'`,
    sql`delete from audit_seals`,
    sql`update vault_audit_anchors set hash = sha256('x')`,
  ])
    await assert.rejects(platform.db.run(statement), /permission denied|append-only/)
  await assert.rejects(platform.db.run(sql`delete from vault_audit_anchors`), /append-only/)
})
