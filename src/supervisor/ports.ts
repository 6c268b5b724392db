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
/** Another process of the same role shows its operators how it is so many ports on from the one before. */
const NEXT_METRICS_PORT = 10
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
  const patience = patienceFor(afterKill)
  const names = new Map<number, string>()
  for (const [key, name] of Object.entries(portNames) as [PortName, string][]) {
    const host = hostOf(key, config)
    if (config[key] === 0) settled[key] = await freePort(host)
    if (config[key] === 0 || !isOurs(key, config)) continue
    const other = names.get(config[key])
    if (other) throw setTwice(config[key], other, name)
    names.set(config[key], name)
    await checkFree(host, config[key], name, patience)
  }
  if (config.apiProcesses > 1) await requireSharing(config.host, settled.apiPort)
  const url = (given: string, from: number, to: number) =>
    from === 0 ? given.replace(/:0$/, `:${to}`) : given
  settled.publicUrl = url(config.publicUrl, config.apiPort, settled.apiPort)
  settled.vaultPublicUrl = url(config.vaultPublicUrl, config.vaultPort, settled.vaultPort)
  return settled
}

const patienceFor = (afterKill: boolean) => performance.now() + (afterKill ? LEFT_BEHIND_MS : 0)

/**
 * The metrics port of a role's second process, third, and so on: each ten ports on from the one before, or a
 * free one where free ones are picked (`given` is before, `settled` after `choosePorts`). One clear line for
 * one that is taken.
 */
export async function furtherMetricsPort(
  key: 'apiMetricsPort' | 'workerMetricsPort',
  number: number,
  { given, settled, afterKill }: { given: Config; settled: Config; afterKill: boolean },
): Promise<number> {
  const { metricsHost } = settled
  if (given[key] === 0) return freePort(metricsHost)
  const port = settled[key] + NEXT_METRICS_PORT * (number - 1)
  const name = `${portNames[key]}, process ${number}`
  const other = (Object.keys(portNames) as PortName[]).find(
    (one) => settled[one] === port && isOurs(one, settled),
  )
  if (other) throw setTwice(port, portNames[other], name)
  await checkFree(metricsHost, port, name, patienceFor(afterKill))
  return port
}

const setTwice = (port: number, one: string, other: string) =>
  new OperatorError(`Port ${port} is set for both ${one} and ${other}; give each its own.`)

async function requireSharing(host: string, port: number): Promise<void> {
  const code = await tryToListen(host, port, true)
  if (code !== undefined)
    throw new OperatorError(
      `Several processes cannot listen on one port of this system (${code}); set JETPAY_API_PROCESSES to 1.`,
    )
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
export async function tryToListen(
  host: string,
  port: number,
  reusePort = false,
): Promise<string | undefined> {
  const server = createServer()
  try {
    server.listen({ host, port, reusePort })
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
