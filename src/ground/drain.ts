/**
 * How a server stops without losing a request. `leave`: it serves still, and each answer ends its connection,
 * so that whoever asks goes elsewhere. `close`: it takes no connection, ends those without a request, and
 * finishes what it was asked. Node alone waits for connections that nobody uses: for as long as they are kept
 * alive, or, where they never had a request, for a minute.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { connectionEvent } from './listen-tls.ts'

/**
 * How long requests under way may take once nothing new is taken. Less than a role has for its end
 * (`commands/roles.ts`), and than its supervisor's patience.
 */
const FINISH_MS = 8_000

/** What is under way on a connection, and how much had been read of it when its last answer was whole. */
type Connection = { underWay: Set<ServerResponse>; readBefore: number }

type Drain = { leave(): void; close(): Promise<void> }

/** Watches a server's connections from before it listens. */
export function openDrain(server: FastifyInstance, finishMs = FINISH_MS): Drain {
  const http = server.server
  const connections = new Map<Socket, Connection>()
  let leaving = false
  let ending = false

  /** Neither a request is under way, nor has the beginning of one come in. */
  function endIfIdle(socket: Socket): void {
    const connection = connections.get(socket)
    if (connection?.underWay.size === 0 && socket.bytesRead === connection.readBefore) socket.destroySoon()
  }

  http.on(connectionEvent(http), (socket: Socket) => {
    connections.set(socket, { underWay: new Set(), readBefore: socket.bytesRead })
    socket.once('close', () => connections.delete(socket))
    // It was accepted while the server stopped to listen: its request may be on its way.
    if (ending) setTimeout(endIfIdle, LATE_MS, socket).unref()
  })
  // Before the framework's own, which may answer at once.
  http.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    const connection = connections.get(socket)
    if (!connection) return
    connection.underWay.add(response)
    if (leaving) endsConnection(response)
    response.once('close', () => {
      connection.underWay.delete(response)
      connection.readBefore = socket.bytesRead
      if (ending) endIfIdle(socket)
    })
  })

  function leave(): void {
    if (leaving) return
    leaving = true
    for (const { underWay } of connections.values()) for (const response of underWay) endsConnection(response)
  }

  return {
    leave,
    async close() {
      leave()
      ending = true
      const closed = server.close()
      for (const socket of connections.keys()) endIfIdle(socket)
      const overdue = setTimeout(() => http.closeAllConnections(), finishMs)
      await closed
      clearTimeout(overdue)
    },
  }
}

const LATE_MS = 500

function endsConnection(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('connection', 'close')
}
