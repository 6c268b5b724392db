import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import type { Config } from './config.ts'

/**
 * A line for each request that was answered: whose it was, what was asked by the route's pattern, and how it
 * ended. Neither paths nor queries nor headers are in it, because anybody can put a card's number or a name
 * there. `whose` adds what the server knows of a caller. Where no line would be written there is no hook.
 */
export function logAccess(
  server: FastifyInstance,
  { log, config }: { log: Logger; config: Pick<Config, 'accessLog'> },
  whose: (request: FastifyRequest) => object = () => ({}),
): void {
  if (!config.accessLog || !log.isLevelEnabled('info')) return
  server.addHook('onResponse', (request, reply, done) => {
    const bytes = reply.getHeader('content-length')
    log.info(
      {
        requestId: request.id,
        method: request.method,
        // Of an address that there is not, nothing is told.
        route: request.routeOptions.url ?? null,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        // What is sent as it is made has no length beforehand.
        bytes: bytes === undefined ? null : Number(bytes),
        address: request.ip,
        ...whose(request),
      },
      'request',
    )
    done()
  })
}
