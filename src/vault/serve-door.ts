import { createServer, type Socket } from 'node:net'
import { logSparsely } from '../ground/log.ts'
import { listenAtDoor, openTlsDoor } from '../ground/vault-door.ts'
import type { Told } from './answer-question.ts'
import { serveConnection } from './serve-connection.ts'
import type { VaultContext } from './vault-context.ts'

/**
 * Each process of the main side has one, and one more for moments while a vault before us ends; beyond that
 * somebody opens them by mistake.
 */
const CONNECTIONS_MAX = 256

/**
 * Opens the vault's door: takes connections of the main side (`ground/vault-frames.ts`) and gives each
 * question to `ask`, which never rejects. Closing answers all that was asked.
 */
export async function openDoor(
  { config, log }: Pick<VaultContext, 'config' | 'log'>,
  ownId: string,
  ask: (kind: number, text: string) => Promise<Told>,
): Promise<{ close(): Promise<void> }> {
  const logSparse = logSparsely(log, 'warn', 'a connection of the main side was ended', () => ({}))
  const logEnded = (error: Error) => logSparse(error, { reason: error.message })
  const connections = new Set<ReturnType<typeof serveConnection>>()
  const serve = (socket: Socket) => {
    const connection = serveConnection(socket, { ownId, ask, onBroken: logEnded })
    connections.add(connection)
    socket.once('close', () => connections.delete(connection))
  }
  const byTls = await openTlsDoor(config, {
    connection: serve,
    refused: logEnded,
    ending: (line) => log.warn(line),
  })
  const bySocket = createServer({ allowHalfOpen: true }, serve)
  const servers = byTls ? [byTls, bySocket] : [bySocket]
  for (const server of servers) {
    server.maxConnections = CONNECTIONS_MAX
    server.on('drop', () => logEnded(new Error(`there are more than ${CONNECTIONS_MAX} connections`)))
  }
  await listenAtDoor(bySocket, config).catch((error: unknown) => {
    byTls?.close()
    throw error
  })
  return {
    async close() {
      const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)))
      for (const connection of connections) connection.goodbye()
      await Promise.all(closed)
    },
  }
}
