import type { FastifyInstance } from 'fastify'
import type { Config } from '../ground/config.ts'
import type { Context } from '../process/context.ts'
import { publicKeys } from './signing-key.ts'

/** Receivers keep the keys for this long; those that meet an unknown `kid` ask again at once. */
const MAX_AGE_SECONDS = 300

/**
 * How long this process answers from memory: the route needs no token, so it must not cost a statement each
 * time.
 */
const REMEMBERED_MS = 5_000

/** So long after a key was made an api may still answer without it. */
export const jwksRememberedMs = ({ signingKeyAheadMs }: Config) =>
  Math.min(REMEMBERED_MS, signingKeyAheadMs / 4)

/** Serves the public keys of the webhook signatures at `/.well-known/jwks.json`, to anyone. */
export function serveJwks(server: FastifyInstance, context: Context): void {
  const rememberedMs = jwksRememberedMs(context.config)
  let remembered: { text: string; until: number; untilByClock: number } | undefined
  // By the clock too: the demo's can be moved, and a key that is new then must be known at once.
  const now = () => context.clock.now().getTime()
  const isOld = ({ until, untilByClock }: NonNullable<typeof remembered>) =>
    until < performance.now() || untilByClock < now()
  server.get('/.well-known/jwks.json', async (_request, reply) => {
    if (!remembered || isOld(remembered)) {
      const text = JSON.stringify(await publicKeys(context))
      remembered = { text, until: performance.now() + rememberedMs, untilByClock: now() + rememberedMs }
    }
    return reply
      .header('content-type', 'application/jwk-set+json')
      .header('cache-control', `public, max-age=${MAX_AGE_SECONDS}`)
      .send(remembered.text)
  })
}
