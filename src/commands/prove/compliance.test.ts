/** `jetpay compliance`: each requirement has its tests, and a control that is switched off is seen. */
import assert from 'node:assert/strict'
import { chmodSync, existsSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { openCommandLines } from '../../../test/command-lines.ts'
import { type Platform, startPlatform } from '../../../test/platform.ts'
import { type Database, type Statement, sql } from '../../db/sql.ts'
import { projectFolder } from '../../ground/config.ts'
import { anchorAudit } from '../../users/anchor-audit.ts'
import { requirements } from './requirements.ts'

let platform: Platform
let vaultDb: Database
let lines: ReturnType<typeof openCommandLines>
before(async () => {
  platform = await startPlatform()
  vaultDb = platform.vaultDb as Database
  lines = openCommandLines(platform)
  await platform.charge(await platform.saveCard())
  await anchorAudit().run(platform.context)
})
after(async () => {
  lines?.close()
  await platform?.close()
})

type Row = { id: string; holds: boolean | null; today: string }
async function compliance(): Promise<{ code: number | undefined; rows: Row[]; against: string[] }> {
  const { code, out, err } = await lines.run(['compliance', '--json'])
  assert.notEqual(out, '', err)
  const rows = JSON.parse(out).data as Row[]
  return { code, rows, against: rows.filter(({ holds }) => holds === false).map(({ id }) => id) }
}
/** What depends on the machine that runs the test, and on the tests' databases, which have one user. */
const ofMachine = ['PCI 2.2.6', 'PCI 7.2.1']

test('each requirement names tests that there are', () => {
  for (const { id, tests } of requirements) {
    assert.ok(tests.length > 0, id)
    for (const file of tests) assert.ok(existsSync(`${projectFolder}/${file}`), `${id}: ${file}`)
  }
})

test('on a platform that is well no evidence speaks against a requirement, within a minute', async () => {
  const from = performance.now()
  const { rows, against } = await compliance()
  assert.ok(performance.now() - from < 60_000)
  assert.deepEqual(
    against.filter((id) => !ofMachine.includes(id)),
    [],
    JSON.stringify(rows.filter(({ holds }) => holds === false)),
  )
  assert.ok(rows.filter(({ holds }) => holds).length > 15)
  const { out } = await lines.run(['compliance'])
  assert.match(out, /PCI 10\.3\.4 {2}A change of the logs is found/)
})

/** Switches each off, by whom it concerns, and on again. */
const controls: { what: string; id: string; db: () => Database; off: Statement; on: Statement }[] = [
  ...(
    [
      [
        'the vault’s user may change rows',
        'PCI 10.3.2',
        sql`grant update on audit_rows to current_user`,
        sql`revoke update on audit_rows from current_user`,
      ],
      [
        'rows have no trigger',
        'PCI 10.3.2',
        sql`alter table audit_rows disable trigger audit_rows_append_only`,
        sql`alter table audit_rows enable trigger audit_rows_append_only`,
      ],
      [
        'there is a column for a CVC',
        'PCI 3.3.1',
        sql`alter table cards add column cvc text`,
        sql`alter table cards drop column cvc`,
      ],
      [
        'there is a bare number',
        'PCI 3.3.1',
        sql`alter table cards add column card_number text`,
        sql`alter table cards drop column card_number`,
      ],
      [
        'a key-encryption key is retired beside its data keys',
        'PCI 3.7.5',
        sql`update key_encryption_keys set state = 'retired', retired_at = now()`,
        sql`update key_encryption_keys set state = 'active', retired_at = null`,
      ],
      [
        'a key is over its life',
        'PCI 3.7.4',
        sql`update data_keys set created_at = created_at - interval '2 years'`,
        sql`update data_keys set created_at = created_at + interval '2 years'`,
      ],
      [
        'a card names a key that is gone',
        'PCI 3.5.1',
        sql`update cards set data_key_id = 'cards_0'`,
        sql`update cards set data_key_id = 'cards_1'`,
      ],
    ] as const
  ).map(([what, id, off, on]) => ({ what, id, off, on, db: () => vaultDb })),
  ...(
    [
      [
        'the platform’s user may change lines',
        'PCI 10.3.2',
        sql`grant delete on audit_log to current_user`,
        sql`revoke delete on audit_log from current_user`,
      ],
      [
        'lines have no trigger',
        'PCI 10.3.2',
        sql`alter table audit_log disable trigger user`,
        sql`alter table audit_log enable trigger user`,
      ],
      [
        'the vault’s log fails',
        'PCI 10.7.2',
        sql`insert into alarms (alarm_id, kind, subject, details) values ('01900000-0000-7000-8000-000000000001', 'audit_log_failing', 'test', '{}')`,
        sql`update alarms set closed_at = now(), closed_by = 'test' where subject = 'test'`,
      ],
      [
        'a password is not under argon2id',
        'PCI 8.3.1',
        sql`insert into users (user_id, email, name, password_hash) values ('01900000-0000-7000-8000-000000000002', 'weak@example.com', 'Weak', 'plain')`,
        sql`delete from users where email = 'weak@example.com'`,
      ],
    ] as const
  ).map(([what, id, off, on]) => ({ what, id, off, on, db: () => platform.db })),
]

for (const { what, id, db, off, on } of controls)
  test(`it is seen where ${what}`, async () => {
    await db().run(off)
    try {
      const { code, against } = await compliance()
      assert.ok(against.includes(id), `${id} of ${against}`)
      assert.equal(code, 1)
    } finally {
      await db().run(on)
    }
  })

test('it is seen where others can read a key file, and where a line was changed', async () => {
  const { vaultKeyFile } = platform.config
  chmodSync(vaultKeyFile, 0o644)
  assert.ok((await compliance()).against.includes('PCI 3.6.1'))
  chmodSync(vaultKeyFile, 0o600)
  await vaultDb.run(sql`update audit_head set last_hash = sha256('x')`)
  assert.ok((await compliance()).against.includes('PCI 10.3.4'))
})
