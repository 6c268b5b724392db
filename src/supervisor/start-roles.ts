import { type Config, settingNames } from '../ground/config.ts'
import { hostName, loopback } from '../ground/host-name.ts'
import { environmentFor, secretsFor } from '../ground/settings/hand-over.ts'
import { keepRunning } from './child.ts'
import type { RoleProcess } from './processes.ts'
import { giveDataFolder, type roleUsers } from './role-users.ts'
import { secretsOf, toEnvironment } from './run-file.ts'
import { vaultPermissions } from './vault-permissions.ts'

type At = {
  /** The supervisor's own environment. */
  env: NodeJS.ProcessEnv
  users: ReturnType<typeof roleUsers>
  /** By the name of the process. */
  debuggers: Map<string, number>
  say(line: string): void
  /** Is told how to stop what runs, the processes of one role together. */
  stopWith(stop: () => Promise<unknown>): void
}

/** They stop together: nobody is left whom a balancer could send to. */
const TOGETHER = { JETPAY_DRAIN_MS: '0' }

/**
 * Starts the processes of one role after another's, each with the settings and secrets that it needs, under
 * its user, once what it needs of the data folder is that user's. Resolves when all serve.
 */
export async function startRoles(roles: RoleProcess[][], config: Config, at: At): Promise<void> {
  const { debuggers, say } = at
  let lent = 'why' in at.users ? undefined : at.users
  try {
    if (lent) giveDataFolder(config, lent)
  } catch (error) {
    say(
      `All roles run as root: the data folder could not be given to their users (${(error as Error).message.split('\n')[0]}).`,
    )
    lent = undefined
  }
  const settings = settingNames()
  const launch = ({ role, name, own }: RoleProcess) => {
    const debuggerPort = debuggers.get(name)
    if (debuggerPort) say(`The debugger of ${name}: ${hostName(loopback())}:${debuggerPort}`)
    for (const port of Object.values(own))
      say(`The metrics of ${name}: http://${hostName(config.metricsHost)}:${port}/metrics`)
    return keepRunning(
      role,
      {
        name,
        env: environmentFor(role, at.env, { ...toEnvironment(config), ...own, ...TOGETHER }, settings),
        secrets: secretsFor(role, secretsOf(config)),
        user: (role === 'vault' ? lent?.vault : lent?.others) ?? {},
        debuggerPort,
        flags: role === 'vault' ? vaultPermissions(config) : [],
      },
      `${config.dataFolder}/logs/${name}.log`,
      say,
    )
  }
  for (const processes of roles) {
    const children = processes.map(launch)
    at.stopWith(() => Promise.all(children.map((child) => child.stop())))
    await Promise.all(children.map(({ ready }) => ready))
  }
}
