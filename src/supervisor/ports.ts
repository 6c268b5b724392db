import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { Config } from '../ground/config.ts'
import { OperatorError } from '../ground/errors.ts'
import { freePort } from '../ground/free-port.ts'
import { loopback } from '../ground/host-name.ts'
import { isEmbedded } from './database.ts'

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
type PortName = keyof typeof portNames

/** The roles of a supervisor that was killed end within seconds of it: their ports are waited for as long. */
const LEFT_BEHIND_MS = 15_000
const LOOK_EVERY_MS = 50

/**
 * Whether this start listens there, or somebody else does, elsewhere: live has no simulator, an own database
 * server none of ours.
 */
function isOurs(port: PortName, config: Config): boolean {
  if (port === 'databasePort') return isEmbedded(config)
  return config.environment === 'demo' || !['simulatorPort', 'networkPort', 'shopPort'].includes(port)
}

function hostOf(port: PortName, { host, metricsHost }: Config): string {
  if (port === 'databasePort') return loopback()
  return port.endsWith('MetricsPort') ? metricsHost : host
}

/**
 * Settles each port: free ones for 0, and one clear line for one that is taken. URLs follow the ports.
 * `afterKill`: the start before was killed, so what it left is given a moment to end.
 */
export async function choosePorts(config: Config, afterKill: boolean): Promise<Config> {
  const settled = { ...config }
  const patience = performance.now() + (afterKill ? LEFT_BEHIND_MS : 0)
  const names = new Map<number, string>()
  for (const [key, name] of Object.entries(portNames) as [PortName, string][]) {
    const host = hostOf(key, config)
    if (config[key] === 0) settled[key] = await freePort(host)
    if (config[key] === 0 || !isOurs(key, config)) continue
    const other = names.get(config[key])
    if (other)
      throw new OperatorError(`Port ${config[key]} is set for both ${other} and ${name}; give each its own.`)
    names.set(config[key], name)
    await checkFree(host, config[key], name, patience)
  }
  const url = (given: string, from: number, to: number) =>
    from === 0 ? given.replace(/:0$/, `:${to}`) : given
  settled.publicUrl = url(config.publicUrl, config.apiPort, settled.apiPort)
  settled.vaultPublicUrl = url(config.vaultPublicUrl, config.vaultPort, settled.vaultPort)
  return settled
}

async function checkFree(host: string, port: number, name: string, patience: number): Promise<void> {
  for (;;) {
    const code = await tryToListen(host, port)
    if (code === undefined) return
    if (code !== 'EADDRINUSE' || performance.now() > patience)
      throw new OperatorError(why(host, port, name, code))
    await delay(LOOK_EVERY_MS)
  }
}

/** The error code of listening there, or undefined where it can be done. */
export async function tryToListen(host: string, port: number): Promise<string | undefined> {
  const server = createServer()
  try {
    server.listen(port, host)
    await once(server, 'listening')
    return undefined
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'error'
  } finally {
    server.close()
  }
}

function why(host: string, port: number, name: string, code: string): string {
  if (['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'ENOTFOUND', 'EINVAL'].includes(code))
    return `This machine has no address ${host} to listen on (${code}); set JETPAY_HOST to one that it has.`
  const problem = code === 'EADDRINUSE' ? 'is taken' : `cannot be opened (${code})`
  return `Port ${port} (${name}) ${problem}; stop the program that holds it, or set JETPAY_PORT to move all ports (0 picks free ones).`
}
