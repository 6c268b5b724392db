import type { FastifyInstance } from 'fastify'
import type { Environment } from './config.ts'

/** Two years, as browsers ask for to preload a site (RFC 6797). */
export const STRICT_TRANSPORT = 'max-age=63072000; includeSubDomains'

/**
 * Headers of every answer that does not set them itself: nothing that is said of money or a person is kept by
 * a cache on the way (RFC 9111), nothing is taken for another type, and live a browser that was once here
 * comes by https only.
 */
export const standingHeaders = (environment: Environment) => ({
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  ...(environment === 'live' && { 'strict-transport-security': STRICT_TRANSPORT }),
})

/** Gives them to all that the framework answers; `bare-http.ts` to what is answered beneath it. */
export function answerHeaders(server: FastifyInstance, environment: Environment): void {
  const standing = Object.entries(standingHeaders(environment))
  server.addHook('onSend', (_request, reply, _payload, done) => {
    for (const [name, value] of standing) if (!reply.hasHeader(name)) reply.header(name, value)
    done()
  })
}
