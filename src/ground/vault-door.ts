/**
 * Where the vault is asked: the one place that knows that its door is a unix socket, or TLS with certificates
 * on both sides, and how it is opened and reached.
 */
import { once } from 'node:events'
import { chmodSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { createConnection, type Server, Socket } from 'node:net'
import { dirname } from 'node:path'
import { connect as connectTls, createServer as createTlsServer, type TLSSocket } from 'node:tls'
import type { Config } from './config.ts'
import { OperatorError } from './errors.ts'
import { hostName } from './host-name.ts'
import { identityMark, namesOf, readIdentity, type TlsFiles, tellEnding, VAULT_NAME } from './tls-identity.ts'
import { answers } from './unix-socket.ts'

/** The settings that it depends on. */
export type VaultDoor = Pick<Config, 'vaultSocket'> & Partial<Pick<Config, 'vaults' | 'tls'>>

/** For whoever asks: how a connection to one vault is begun. */
export type VaultWay = { name: string; connect(): Socket }

/** The ways to all vaults. Throws an OperatorError where the files of TLS cannot be read. */
export function waysToVaults(door: VaultDoor): VaultWay[] {
  const { vaults = [], tls = null } = door
  if (tls && vaults.some((one) => 'port' in one)) readIdentity(tls)
  if (vaults.length === 0)
    return [{ name: door.vaultSocket, connect: () => createConnection({ path: door.vaultSocket }) }]
  return vaults.map((one) => {
    if ('socket' in one) return { name: one.socket, connect: () => createConnection({ path: one.socket }) }
    const name = `${hostName(one.host)}:${one.port}`
    return { name, connect: () => connectByTls(one, tls) }
  })
}

function connectByTls(at: { host: string; port: number }, tls: TlsFiles | null): Socket {
  try {
    if (!tls) throw new OperatorError('there is no certificate to show')
    // Held against the certificate, whatever host it is: who is asked is a vault, wherever it stands.
    const socket = connectTls({ ...at, ...readIdentity(tls), servername: VAULT_NAME })
    socket.setNoDelay(true)
    return socket
  } catch (error) {
    const failed = new Socket()
    setImmediate(() => failed.destroy(Object.assign(error as Error, { code: 'TLS_FILES' })))
    return failed
  }
}

/**
 * Who can connect can charge cards. That is this user alone, mode 600; or, where whoever made the folder gave
 * it to a group with the setgid bit, that group too: the api's and the worker's, mode 660 (`npm start` as
 * root makes it so).
 */
export async function listenAtDoor(server: Server, { vaultSocket: path }: VaultDoor): Promise<void> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  if (await answers(path)) throw new OperatorError(inUse(path))
  // A file that a killed vault left behind.
  rmSync(path, { force: true })
  const umask = process.umask(0o177)
  try {
    server.listen(path)
    await once(server, 'listening')
  } finally {
    process.umask(umask)
  }
  const sharedFolder = (statSync(dirname(path)).mode & 0o2000) !== 0
  chmodSync(path, sharedFolder ? 0o660 : 0o600)
}

const inUse = (path: string) =>
  `Another vault answers on ${path}: stop it first, or set JETPAY_VAULT_SOCKET to another path for this one. Nothing was started.`

/** How long a peer may take to show its certificate. */
const HANDSHAKE_MS = 5_000
/** How often the vault looks whether its certificate was renewed. */
const RENEWED_MS = 60_000

/**
 * The same door by TLS 1.3. A peer needs a certificate of the authority, and one of the names that may ask.
 * `on.refused` hears of those that are not let in, `on.ending` that the vault's own certificate ends soon.
 */
export async function openTlsDoor(
  { tls, vaultListen: at, vaultCallers: callers }: Pick<Config, 'tls' | 'vaultListen' | 'vaultCallers'>,
  on: {
    connection(socket: Socket, name: string): void
    refused(error: Error, from?: string): void
    ending(line: string): void
  },
): Promise<Server | null> {
  if (!at || !tls) return null
  const allowed = new Set(callers.flatMap((name) => [name, name.replaceAll(':', '').toLowerCase()]))
  const server = createTlsServer({
    ...readIdentity(tls),
    requestCert: true,
    rejectUnauthorized: true,
    handshakeTimeout: HANDSHAKE_MS,
    noDelay: true,
  })
  server.on('secureConnection', (socket: TLSSocket) => {
    const names = namesOf(socket)
    const allowedName = names.find((name) => allowed.has(name))
    if (allowedName !== undefined) {
      // Only now: one that goes during the handshake is to be gone.
      socket.allowHalfOpen = true
      return on.connection(socket, names[0] ?? allowedName)
    }
    on.refused(
      new Error(`its certificate is of ${names[0] ?? 'nobody'}, which is not in JETPAY_VAULT_CALLERS`),
      `${names[0] ?? 'nobody'} at ${socket.remoteAddress}`,
    )
    socket.on('error', () => undefined)
    socket.destroy()
  })
  server.on('tlsClientError', (error, socket) => {
    on.refused(new Error(`no certificate of ours: ${error.message}`), `nobody at ${socket.remoteAddress}`)
    socket.destroy()
  })
  server.listen(at.port, at.host)
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    throw new OperatorError(
      `The vault cannot listen on ${hostName(at.host)}:${at.port} of JETPAY_VAULT_LISTEN (${error.code}).`,
    )
  })
  const renewal = setInterval(followRenewal(server, tls, on.refused), RENEWED_MS).unref()
  server.once('close', () => clearInterval(renewal))
  server.once('close', tellEnding(tls, on.ending))
  return server
}

/** Takes files that have changed for the connections that come; keeps the old ones where they are no good. */
function followRenewal(
  server: ReturnType<typeof createTlsServer>,
  tls: TlsFiles,
  onBad: (error: Error) => void,
): () => void {
  let mark = identityMark(tls)
  return () => {
    try {
      const now = identityMark(tls)
      if (now === mark) return
      server.setSecureContext(readIdentity(tls))
      mark = now
    } catch (error) {
      onBad(error as Error)
    }
  }
}
