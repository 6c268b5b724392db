import type { Config } from '../ground/config.ts'
import type { ServedRole } from '../ground/settings/hand-over.ts'
import { furtherMetricsPort } from './ports.ts'

/** Started in this order, stopped in the reverse: who asks stops before who answers. */
const demoRoles = ['simulator', 'vault', 'api', 'worker', 'shop'] as const
const liveRoles = ['vault', 'api', 'worker'] as const

/** One process of a role. `name`: its log's, and what the console calls it. */
export type RoleProcess = {
  role: ServedRole
  name: string
  /** What it has that the other processes of its role have not, as settings. */
  own: Record<string, string>
}

/**
 * The processes of each role, in the order of their start: one, or as many as the settings say (`api`,
 * `api-2`, `api-3` …), each with a listener of its own for operators. `given` are the settings before ports
 * were chosen, `settled` those after. Throws an OperatorError where the port of one is taken.
 */
export async function processesOf(
  given: Config,
  settled: Config,
  afterKill: boolean,
): Promise<RoleProcess[][]> {
  const further = async (
    role: ServedRole,
    many: number,
    key: 'apiMetricsPort' | 'workerMetricsPort',
    setting: string,
  ) => {
    const all: RoleProcess[] = [{ role, name: role, own: {} }]
    for (let number = 2; number <= many; number++) {
      const port = await furtherMetricsPort(key, number, { given, settled, afterKill })
      all.push({ role, name: `${role}-${number}`, own: { [setting]: String(port) } })
    }
    return all
  }
  const { environment, apiProcesses, workerProcesses } = settled
  return Promise.all(
    (environment === 'demo' ? demoRoles : liveRoles).map(async (role) => {
      if (role === 'api') return further(role, apiProcesses, 'apiMetricsPort', 'JETPAY_METRICS_PORT')
      if (role === 'worker')
        return further(role, workerProcesses, 'workerMetricsPort', 'JETPAY_WORKER_METRICS_PORT')
      return [{ role, name: role, own: {} }]
    }),
  )
}
