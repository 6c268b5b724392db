/** A platform whose `jetpay compliance` is asked, with a card that was charged and an anchor of its logs. */
import assert from 'node:assert/strict'
import type { Database } from '../src/db/sql.ts'
import { anchorAudit } from '../src/users/anchor-audit.ts'
import { openCommandLines } from './command-lines.ts'
import { startPlatform } from './platform.ts'

type Row = { id: string; holds: boolean | null; today: string }

export async function startComplianceStage() {
  const platform = await startPlatform()
  const lines = openCommandLines(platform)
  await platform.charge(await platform.saveCard())
  await anchorAudit().run(platform.context)
  return {
    platform,
    lines,
    vaultDb: platform.vaultDb as Database,
    /** `env`: settings of the command. */
    async compliance(env: Record<string, string> = {}) {
      const { code, out, err } = await lines.run(['compliance', '--json'], env)
      assert.notEqual(out, '', err)
      const rows = JSON.parse(out).data as Row[]
      return { code, rows, against: rows.filter(({ holds }) => holds === false).map(({ id }) => id) }
    },
    async close() {
      lines.close()
      await platform.close()
    },
  }
}
