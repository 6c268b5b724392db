import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Config } from '../config.ts'
import { OperatorError } from '../errors.ts'
import { freePort } from '../free-port.ts'

const portNames = {
  apiPort: 'api',
  vaultPort: 'vault',
  simulatorPort: 'simulator',
  networkPort: 'card network simulator',
  shopPort: 'demo shop',
  databasePort: 'database',
  apiMetricsPort: 'metrics of the api',
  vaultMetricsPort: 'metrics of the vault',
  workerMetricsPort: 'metrics of the worker',
} as const

/** Settles each port: free ones for 0, and one clear line for one that is taken. URLs follow the ports. */
export async function settlePorts(config: Config): Promise<Config> {
  const settled = { ...config }
  for (const [key, name] of Object.entries(portNames) as [keyof typeof portNames, string][]) {
    if (!isOurs(config, key)) continue
    const host = /Metrics/.test(key) ? config.metricsHost : config.host
    if (config[key] === 0) settled[key] = await freePort(host)
    else await checkFree(host, config[key], name)
  }
  const url = (given: string, from: number, to: number) =>
    from === 0 ? given.replace(/:0$/, `:${to}`) : given
  settled.publicUrl = url(config.publicUrl, config.apiPort, settled.apiPort)
  settled.vaultPublicUrl = url(config.vaultPublicUrl, config.vaultPort, settled.vaultPort)
  return settled
}

/** Live the card network's port is the network's, or a tunnel's to it, and with databases of one's own nobody listens on ours. */
function isOurs({ environment, databaseUrl }: Config, key: keyof typeof portNames): boolean {
  if (key === 'databasePort') return databaseUrl === undefined
  return environment === 'demo' || !['simulatorPort', 'networkPort', 'shopPort'].includes(key)
}

async function checkFree(host: string, port: number, name: string): Promise<void> {
  const server = createServer()
  try {
    server.listen(port, host)
    await once(server, 'listening')
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === 'EADDRINUSE' ? 'is taken' : 'cannot be opened'
    throw new OperatorError(
      `Port ${port} (${name}) ${why}; stop the program that holds it, or set JETPAY_PORT to move all ports (0 picks free ones).`,
    )
  } finally {
    server.close()
  }
}
