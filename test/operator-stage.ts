/** What waits for an operator: an alarm, differences with the network, an outcome that nobody knows. */
import assert from 'node:assert/strict'
import { raiseAlarm } from '../src/alarms/alarm.ts'
import { sql } from '../src/db/sql.ts'
import { clearingStage } from './clearing-stage.ts'
import { type Dashboard, startDashboard } from './dashboard.ts'
import { startPlatform } from './platform.ts'

export async function startWithWaiting(): Promise<Dashboard> {
  const platform = await startPlatform({ clearingToleranceMs: 0, tokenCacheMs: 0, networkTimeoutMs: 400 })
  const dashboard = await startDashboard(platform)
  const alarm = { kind: 'bank_file_refused', subject: 'X.1', details: { file: 'X.1' } } as const
  await raiseAlarm(platform.db, { ...alarm, companyId: null })
  const network = clearingStage(platform)
  const card = await platform.saveCard()
  const debits: string[] = []
  for (const amount of ['3.00', '4.00'])
    debits.push((await platform.charge(card, { amount })).body.debit_id as string)
  await network.clear(...(await Promise.all(debits.map((id) => network.recordOf(id, { amount: 100n })))))
  const silent = await platform.charge(await platform.saveCard('4000000000900052'), { amount: '9.00' })
  assert.equal(silent.status, 202, silent.text)
  await platform.db.run(sql`
    update attempts set reversal_due_at = 'infinity'
    where company_id = ${platform.demo.company_id} and debit_id = ${silent.body.debit_id as string}`)
  return {
    ...dashboard,
    async close() {
      await dashboard.close()
      await platform.close()
    },
  }
}
