import { createServer, type Server, type Socket } from 'node:net'
import { logSparsely } from '../ground/log.ts'
import { listenAtDoor, openTlsDoor } from '../ground/vault-door.ts'
import type { AskVault } from './answer-question.ts'
import { callerName } from './audit/audit-line.ts'
import type { Refusals } from './audit/note-refusals.ts'
import { serveConnection } from './serve-connection.ts'
import type { VaultContext } from './vault-context.ts'

/**
 * Each process of the main side has one, and one more for moments while a vault before us ends; beyond that
 * somebody opens them by mistake.
 */
const CONNECTIONS_MAX = 256

/** Whoever the folder of the shared socket lets in: the api and the worker of this host. */
const BY_SOCKET = 'socket'

/**
 * Opens the vault's door: takes connections of the main side (`ground/vault-frames.ts`) and gives each
 * question to `ask`. Closing answers all that was asked.
 */
export async function openDoor(
  { config, log }: Pick<VaultContext, 'config' | 'log'>,
  ownId: string,
  ask: AskVault,
  refusals: Pick<Refusals, 'note'>,
): Promise<{ close(): Promise<void> }> {
  const logSparse = logSparsely(log, 'warn', 'a connection of the main side was ended', () => ({}))
  const ended = (error: Error, by: string) => {
    logSparse(error, { reason: error.message })
    refusals.note({ do: 'caller.refused', by, reason: error.message })
  }
  const connections = new Set<ReturnType<typeof serveConnection>>()
  const serve = (socket: Socket, name: string) => {
    const caller = callerName(name)
    const onBroken = (error: Error) => ended(error, caller)
    const connection = serveConnection(socket, { ownId, caller, ask, onBroken })
    connections.add(connection)
    socket.once('close', () => connections.delete(connection))
  }
  const byTls = await openTlsDoor(config, {
    connection: serve,
    refused: (error, from) => ended(error, callerName(from ?? 'nobody')),
    ending: (line) => log.warn(line),
  })
  const sockets = [
    { path: config.vaultSocket, caller: BY_SOCKET },
    ...config.vaultCallerSockets.map(({ name, path }) => ({ path, caller: `${BY_SOCKET} ${name}` })),
  ].map(({ path, caller }) => ({
    path,
    server: createServer({ allowHalfOpen: true }, (socket) => serve(socket, caller)),
  }))
  const servers: Server[] = sockets.map(({ server }) => server)
  if (byTls) servers.push(byTls)
  for (const server of servers) {
    server.maxConnections = CONNECTIONS_MAX
    server.on('drop', () => ended(new Error(`there are more than ${CONNECTIONS_MAX} connections`), 'nobody'))
  }
  try {
    for (const { server, path } of sockets) await listenAtDoor(server, { vaultSocket: path })
  } catch (error) {
    for (const server of servers) if (server.listening) server.close()
    throw error
  }
  return {
    async close() {
      const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)))
      for (const connection of connections) connection.goodbye()
      await Promise.all(closed)
    },
  }
}
