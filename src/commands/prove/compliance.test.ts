/** `jetpay compliance`: each requirement has its tests, and evidence of today. */
import assert from 'node:assert/strict'
import { chmodSync, existsSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { startComplianceStage } from '../../../test/compliance-stage.ts'
import { sql } from '../../db/sql.ts'
import { projectFolder } from '../../ground/config.ts'
import { requirements } from './requirements.ts'

let stage: Awaited<ReturnType<typeof startComplianceStage>>
before(async () => {
  stage = await startComplianceStage()
})
after(() => stage?.close())

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
  const { rows, against } = await stage.compliance()
  assert.ok(performance.now() - from < 60_000)
  assert.deepEqual(
    against.filter((id) => !ofMachine.includes(id)),
    [],
    JSON.stringify(rows.filter(({ holds }) => holds === false)),
  )
  assert.ok(rows.filter(({ holds }) => holds).length > 15)
  const { out } = await stage.lines.run(['compliance'])
  assert.match(out, /PCI 10\.3\.4 {2}A change of the logs is found/)
})

test('it is seen where others can read a key file, and where a line was changed', async () => {
  for (const file of [stage.platform.config.vaultKeyFile, stage.platform.config.mainKeyFile]) {
    chmodSync(file, 0o644)
    assert.ok((await stage.compliance()).against.includes('PCI 3.6.1'))
    chmodSync(file, 0o600)
  }
  await stage.vaultDb.run(sql`update audit_head set last_hash = sha256('x')`)
  assert.ok((await stage.compliance()).against.includes('PCI 10.3.4'))
})
