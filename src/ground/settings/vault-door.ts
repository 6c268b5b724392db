import { OperatorError } from '../errors.ts'
import type { ListenTls } from '../listen-tls.ts'
import type { TlsFiles } from '../tls-identity.ts'
import type { Readers } from './readers.ts'

/** A port of a host. */
type HostPort = { host: string; port: number }
/** Where a vault is asked: by a socket of this host, or by mutual TLS. */
type VaultAddress = { socket: string } | HostPort

const EXAMPLES = 'such as /run/jetpay/vault-1.sock or vault-a.internal:8409'

/** How several vaults are reached, on this host or on others. */
export function readVaultDoorSettings({ text, optional }: Readers) {
  const listen = optional('JETPAY_VAULT_LISTEN')
  const vaults = text('JETPAY_VAULTS', '')
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean)
    .map((one): VaultAddress => {
      if (one.startsWith('/')) return { socket: one }
      return hostPort('JETPAY_VAULTS', one, EXAMPLES)
    })
  const files = tlsFiles(
    optional('JETPAY_TLS_KEY_FILE'),
    optional('JETPAY_TLS_CERTIFICATE_FILE'),
    optional('JETPAY_TLS_CA_FILE'),
  )
  if (!files && (listen !== undefined || vaults.some((one) => 'port' in one)))
    throw new OperatorError(
      `${listen === undefined ? 'JETPAY_VAULTS names another host' : 'JETPAY_VAULT_LISTEN is set'}, which is asked by mutual TLS: set JETPAY_TLS_KEY_FILE, JETPAY_TLS_CERTIFICATE_FILE and JETPAY_TLS_CA_FILE (\`jetpay certs\` makes them).`,
    )
  return {
    /** Every vault that the api and the worker may ask. Empty: the one of `vaultSocket`. */
    vaults,
    /**
     * More sockets of the vault, each of one caller, who is known by it: Node does not tell a peer's process,
     * so who may open which is for the folders' groups.
     */
    vaultCallerSockets: text('JETPAY_VAULT_CALLER_SOCKETS', '')
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean)
      .map(callerSocket),
    /** Where the vault is asked by mutual TLS, besides its socket. */
    vaultListen:
      listen === undefined ? null : hostPort('JETPAY_VAULT_LISTEN', listen, 'such as 10.0.0.5:8409'),
    /** Names of certificates, or their SHA-256 fingerprints, that may ask there. */
    vaultCallers: text('JETPAY_VAULT_CALLERS', 'jetpay-api,jetpay-worker')
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean),
    /** What the role shows, and whom it believes. */
    tls: files,
    /** TLS of the public listener of the api or the vault itself; null: a proxy in front ends it. */
    listenTls: listenTls(optional('JETPAY_LISTEN_KEY_FILE'), optional('JETPAY_LISTEN_CERTIFICATE_FILE')),
  }
}

function callerSocket(text: string): { name: string; path: string } {
  const [, name, path] = /^([\w-]{1,40})=(\/[^\s=]+)$/.exec(text) ?? []
  if (name !== undefined && path !== undefined) return { name, path }
  throw new OperatorError(
    `JETPAY_VAULT_CALLER_SOCKETS has "${text}"; write a name and a path, such as jetpay-worker=/run/jetpay-worker/vault.sock.`,
  )
}

function listenTls(key: string | undefined, certificate: string | undefined): ListenTls | null {
  if (key !== undefined && certificate !== undefined) return { key, certificate }
  if (key === undefined && certificate === undefined) return null
  throw new OperatorError('Set both of JETPAY_LISTEN_KEY_FILE and JETPAY_LISTEN_CERTIFICATE_FILE, or none.')
}

function tlsFiles(
  key: string | undefined,
  certificate: string | undefined,
  ca: string | undefined,
): TlsFiles | null {
  if (key === undefined && certificate === undefined && ca === undefined) return null
  if (key === undefined || certificate === undefined || ca === undefined)
    throw new OperatorError(
      'Set all three of JETPAY_TLS_KEY_FILE, JETPAY_TLS_CERTIFICATE_FILE and JETPAY_TLS_CA_FILE, or none.',
    )
  return { key, certificate, ca }
}

function hostPort(setting: string, text: string, examples: string): HostPort {
  const [, bracketed, plain, port] = /^(?:\[([0-9a-f:.]+)\]|([\w.-]+)):(\d{1,5})$/i.exec(text) ?? []
  const host = bracketed ?? plain
  if (host === undefined || Number(port) > 65_535)
    throw new OperatorError(`${setting} has "${text}"; write ${examples}.`)
  return { host, port: Number(port) }
}
