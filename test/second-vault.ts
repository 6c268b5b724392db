/** Another vault of a platform, in the test's own process, and certificates for it and for who asks it. */
import type { TestContext } from 'node:test'
import { pino } from 'pino'
import { makeCertificates } from '../src/commands/certs.ts'
import type { Config } from '../src/ground/config.ts'
import { freePort } from '../src/ground/free-port.ts'
import type { TlsFiles } from '../src/ground/tls-identity.ts'
import type { AcceptorId } from '../src/ground/vault-protocol.ts'
import { startVault } from '../src/vault/vault.ts'
import { openVaultContext } from '../src/vault/vault-context.ts'
import { openVaultClient } from '../src/vault-client/vault-client.ts'
import { referenceNumbered, temporaryFolder } from './network.ts'
import type { Platform } from './platform.ts'

/** An authority of its own, with a certificate of each role. */
export async function newCertificates(t: TestContext, madeAt = Date.now()) {
  const folder = await temporaryFolder(t)
  await makeCertificates(folder, madeAt)
  return (role: 'vault' | 'api' | 'worker'): TlsFiles => ({
    key: `${folder}/${role}.key`,
    certificate: `${folder}/${role}.crt`,
    ca: `${folder}/ca.crt`,
  })
}

let vaults = 0

/** Starts it, by default on a socket of its own; by TLS where it is given what to show. */
export async function startSecondVault(
  t: TestContext,
  platform: Platform,
  { tls = null, ...more }: Partial<Config> = {},
) {
  vaults += 1
  const vaultListen = tls ? { host: '127.0.0.1', port: await freePort('127.0.0.1') } : null
  const config: Config = {
    ...platform.config,
    vaultSocket: `${platform.config.dataFolder}/vault-${vaults}.sock`,
    vaultPort: 0,
    vaultListen,
    tls,
    ...more,
  }
  const lines: string[] = []
  const context = await openVaultContext(config, { write: (line) => void lines.push(line) })
  const vault = await startVault(context)
  let stopped: Promise<void> | undefined
  const stop = () => {
    stopped ??= vault.close().then(() => context.close())
    return stopped
  }
  t.after(stop)
  const address = vaultListen ?? { socket: config.vaultSocket }
  return { address, config, context, lines, leave: vault.leave, stop }
}

/** Asks these vaults as an api does. */
export function openClient(
  t: TestContext,
  platform: Platform,
  vaults: Config['vaults'],
  more: Partial<Config> = {},
) {
  const lines: string[] = []
  const log = pino({}, { write: (line: string) => void lines.push(line) })
  const client = openVaultClient({ ...platform.config, vaults, ...more }, log)
  t.after(() => client.close())
  const charge = (cardId: string, trace: number, acceptor?: AcceptorId) =>
    client.charge(
      {
        company_id: platform.demo.company_id,
        card_id: cardId,
        kind: 'charge',
        reference: referenceNumbered(trace),
        amount: '100',
        currency: 'CAD',
        statement: 'Several',
        company_name: 'Several',
        use: { initiator: 'merchant', reason: 'unscheduled' },
        ...(acceptor && { acceptor }),
      },
      performance.now(),
    )
  return { client, lines, charge }
}
