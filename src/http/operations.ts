import type { FastifyInstance } from 'fastify'
import type { Registry } from 'prom-client'

/**
 * What a process shows its operators: `/healthz` (it runs), `/readyz` (it can serve: 200, or 503 with what is missing)
 * and `/metrics` (Prometheus).
 */
export function serveOperations(
  server: FastifyInstance,
  registry: Registry,
  checks: Record<string, () => Promise<boolean>>,
): void {
  server.get('/healthz', async () => ({ ok: true }))
  server.get('/readyz', async (_request, reply) => {
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, await check().catch(() => false)] as const),
    )
    const ready = results.every(([, ok]) => ok)
    return reply.code(ready ? 200 : 503).send({ ready, ...Object.fromEntries(results) })
  })
  server.get('/metrics', async (_request, reply) =>
    reply.header('content-type', registry.contentType).send(await registry.metrics()),
  )
}
