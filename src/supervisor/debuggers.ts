import type { Config } from '../ground/config.ts'
import { OperatorError } from '../ground/errors.ts'
import { freePort } from '../ground/free-port.ts'
import { loopback } from '../ground/host-name.ts'
import { tryToListen } from './ports.ts'

/** Where editors look for Node's debugger; each process has the next port. */
const FIRST_PORT = 9229

/**
 * Throws an OperatorError live, where a debugger would read card numbers and keys (PCI DSS 6.5.3: none of
 * them in what developers work with).
 */
export function requireDemo({ environment }: Pick<Config, 'environment'>): void {
  if (environment === 'live')
    throw new OperatorError(
      'A debugger reads card numbers and keys, so there is none live: start without --debug, or set JETPAY_ENVIRONMENT=demo.',
    )
}

/**
 * A port for the debugger of each process, on loopback: whoever reaches it can run anything in that process.
 */
export async function debuggerPorts(names: readonly string[]): Promise<Map<string, number>> {
  const ports = new Map<string, number>()
  for (const [at, name] of names.entries()) {
    const isTaken = await tryToListen(loopback(), FIRST_PORT + at)
    // Another system that is being debugged.
    ports.set(name, isTaken ? await freePort(loopback()) : FIRST_PORT + at)
  }
  return ports
}
