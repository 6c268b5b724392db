import { readFileSync } from 'node:fs'
import { readConfig, settingNames } from '../../src/ground/config.ts'
import { environmentFor, secretsFor } from '../../src/ground/settings/hand-over.ts'
import { type Child, keepRunning } from '../../src/supervisor/child.ts'
import { roleUsers } from '../../src/supervisor/role-users.ts'
import type { System } from '../system.ts'
import { skewableAs } from './skew.ts'

export const SECOND_WORKER = 'second worker'

/**
 * `jetpay worker` on the databases and folders of a running system, as an operator runs one more beside the
 * supervisor's: kept running, its clock its own. Its log is `second-worker.log` beside the others.
 */
export async function startSecondWorker(
  { dataFolder }: System,
  settings: Record<string, string>,
): Promise<Child> {
  const run = JSON.parse(readFileSync(`${dataFolder}/run.json`, 'utf8')) as Record<string, string>
  const given = { ...process.env, ...settings, NODE_OPTIONS: skewableAs(SECOND_WORKER).NODE_OPTIONS }
  // Any: the supervisor's has its own.
  const settled = { ...run, JETPAY_WORKER_METRICS_PORT: '0' }
  const users = roleUsers(readConfig({ ...given, ...settled }))
  const worker = keepRunning(
    'worker',
    {
      env: environmentFor('worker', given, settled, settingNames()),
      secrets: secretsFor('worker', { DATABASE_URL: run.DATABASE_URL }),
      user: 'why' in users ? {} : users.others,
    },
    `${dataFolder}/logs/second-worker.log`,
    () => undefined,
  )
  await worker.ready
  return worker
}
