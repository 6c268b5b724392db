import type { Socket } from 'node:net'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { Problem } from './errors.ts'
import { connectionEvent } from './listen-tls.ts'
import { logSparsely } from './log.ts'

/**
 * Far more than one process serves at a time, and under the file descriptors that a process may have (Node
 * raises its own to the hard limit).
 */
const CONNECTIONS_MAX = 10_000

/**
 * Bounds the connections of a server. When there are too many, the oldest that never brought what makes a
 * caller (`isCaller`: a good token, a card page's ticket) is ended, so that however many connections
 * strangers hold, one who has it gets in.
 */
export function boundConnections(
  server: FastifyInstance,
  log: Logger,
  isCaller: (request: FastifyRequest) => boolean,
  max = CONNECTIONS_MAX,
): void {
  const logEnded = logSparsely(log, 'error', 'a connection of a stranger was ended')
  const strangers = new Set<Socket>()
  let open = 0
  server.server.on(connectionEvent(server.server), (socket: Socket) => {
    open += 1
    strangers.add(socket)
    socket.once('close', () => {
      open -= 1
      strangers.delete(socket)
    })
    if (open <= max) return
    const [oldest] = strangers
    strangers.delete(oldest!)
    oldest!.destroy()
    logEnded(new Problem('service_unavailable', `there are more than ${max} connections`), {})
  })
  server.addHook('preHandler', (request, _reply, done) => {
    if (isCaller(request)) strangers.delete(request.raw.socket)
    done()
  })
}
