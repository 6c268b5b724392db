/** A vault key file that is lost for good: what docs/security.md says to do is what works. */
import assert from 'node:assert/strict'
import { readFileSync, rmSync, statSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { raw, sql } from '../db/sql.ts'
import { projectFolder } from '../ground/config.ts'
import { ensureVaultKeys } from './ensure-keys.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform?.close())

const settle = () => ensureVaultKeys(platform.vaultDb as never, platform.config)

test('after the statements of the page a new key file is made, cards from before are told as deleted, and new ones are charged', async () => {
  const page = readFileSync(`${projectFolder}/docs/security.md`, 'utf8')
  const [, statements] = /^ *```sql\n([\s\S]*?)```/m.exec(page)!
  const lost = await platform.saveCard()
  assert.equal((await platform.charge(lost)).status, 200)

  const { vaultKeyFile } = platform.config
  rmSync(vaultKeyFile)
  await assert.rejects(settle(), /is missing/)
  for (const statement of statements!.split(';').filter((text) => text.trim()))
    if (!/^\s*(begin|commit)\s*$/.test(statement)) await platform.vaultDb.run(sql`${raw(statement)}`)
  assert.deepEqual(await settle(), [])
  assert.equal(statSync(vaultKeyFile).mode & 0o777, 0o600)

  const refused = await platform.charge(lost)
  assert.deepEqual([refused.status, refused.body.fail_reason], [409, 'card_deleted'])
  const anew = await platform.saveCard()
  assert.equal((await platform.charge(anew)).status, 200)
})
