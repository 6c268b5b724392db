import type { FastifyInstance, RouteOptions } from 'fastify'
import { serveEmbed } from './cards/serve-embed.ts'
import { serveDashboard } from './dashboard/serve-dashboard.ts'
import { endpoints, openEndpoints } from './endpoints.ts'
import { eventSchema } from './events/event.ts'
import { eventKinds } from './events/event-types.ts'
import { endWaits } from './events/long-poll.ts'
import { boundConnections } from './ground/connections.ts'
import { openDrain } from './ground/drain.ts'
import { installedAt } from './guide/installed.ts'
import { serveGuide } from './guide/serve-guide.ts'
import type { Endpoint } from './http/endpoint.ts'
import { openApiDocument } from './http/openapi.ts'
import type { DeliveredEvents } from './http/openapi-webhooks.ts'
import { publishLoad } from './http/publish-load.ts'
import { serveReference } from './http/reference.ts'
import { createServer, serveEndpoints } from './http/server.ts'
import { serveMailbox } from './mail/serve-mailbox.ts'
import { servePaymentPages } from './payment-page/serve-payment-pages.ts'
import type { Context } from './process/context.ts'
import { serveMainOperations } from './process/main-operations.ts'
import { serveDemoLink } from './users/demo-link.ts'
import { openSessionDoor } from './users/open-session-door.ts'
import { serveJwks } from './webhooks/serve-jwks.ts'

const delivered: DeliveredEvents = { event: eventSchema, kinds: eventKinds }

/** The OpenAPI document of what is served, with the events that are delivered. */
export const describeApi = (publicUrl: string, served: Endpoint[] = [...endpoints, ...openEndpoints]) =>
  openApiDocument(served, delivered, publicUrl)

/**
 * Connections that may wait to be accepted, as far as the system lets them (`net.core.somaxconn`). A thousand
 * clients that come at once are more than Node's 511; whoever finds no place there is told nothing, and tries
 * again after seconds.
 */
const BACKLOG = 4_096

/** Starts the REST API. Stateless: any number of processes may share the port. */
export async function startApi(context: Context): Promise<{ leave(): void; close(): Promise<void> }> {
  const { config } = context
  await context.lookAtClock()
  const server = await buildApi(context)
  const drain = openDrain(server)
  // The system spreads connections over all that listen so, and gives none to one that has ended.
  const at = {
    port: config.apiPort,
    host: config.host,
    reusePort: config.apiProcesses > 1,
    backlog: BACKLOG,
  }
  await server.listen(at)
  const operations = await serveMainOperations(context, config.apiMetricsPort)
  const leave = () => {
    operations.leave()
    drain.leave()
  }
  return {
    leave,
    async close() {
      leave()
      await drain.close()
      await operations.close()
    },
  }
}

/** The REST API before it listens; `onRoute` is told of each route. */
export async function buildApi(
  context: Context,
  onRoute?: (route: RouteOptions) => void,
): Promise<FastifyInstance> {
  const { config } = context
  const served = [...endpoints, ...openEndpoints].filter(
    ({ demoOnly }) => !demoOnly || config.environment === 'demo',
  )
  const server = createServer(context)
  if (onRoute) server.addHook('onRoute', onRoute)
  endWaits(server, context)
  publishLoad(server, context.db)
  boundConnections(server, context.log, ({ caller }) => (caller?.actor.kind ?? 'nobody') !== 'nobody')
  await serveEndpoints(server, context, served, openSessionDoor(context))
  serveReference(server, () => describeApi(config.publicUrl, served))
  serveGuide(server, installedAt(config))
  serveJwks(server, context)
  serveEmbed(server)
  await servePaymentPages(server, context)
  serveMailbox(server, context)
  serveDemoLink(server, context)
  serveDashboard(server, config.environment)
  server.get('/healthz', async () => ({ ok: true }))
  return server
}
