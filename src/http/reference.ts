import { readFile } from 'node:fs/promises'
import fastify, { type FastifyInstance } from 'fastify'
import { documentHeaders } from './document-headers.ts'
import { once, sendFile, toFile, withoutSourceMap } from './served-file.ts'

const SCRIPT = 'text/javascript; charset=utf-8'

/**
 * Serves `/openapi.json`, and at `/docs` (and `/`) the reference that is drawn from it. Made once, on first
 * use.
 */
export function serveReference(server: FastifyInstance, describe: () => unknown): void {
  const document = once(() => toFile('application/json; charset=utf-8', JSON.stringify(describe())))
  const viewer = once(async () => toFile(SCRIPT, await viewerScript()))
  const start = once(async () =>
    toFile(SCRIPT, await readFile(new URL('reference-page.js', import.meta.url), 'utf8')),
  )
  server.get('/', (_request, reply) => reply.redirect('/docs'))
  server.get('/openapi.json', async (request, reply) => sendFile(request, reply, await document()))
  server.get('/docs/viewer.js', async (request, reply) => sendFile(request, reply, await viewer()))
  server.get('/docs/start.js', async (request, reply) => sendFile(request, reply, await start()))
  server.get('/docs', (_request, reply) =>
    reply.headers(pageHeaders).type('text/html; charset=utf-8').send(page),
  )
}

/**
 * The viewer makes its styles in the page, some without the nonce that it can be given. They can load
 * nothing.
 */
const pageHeaders = documentHeaders({ styles: "'self' 'unsafe-inline'" })

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Jetpay API reference</title>
<link rel="icon" href="data:,">
</head>
<body>
<main id="reference"></main>
<noscript>The reference needs JavaScript. All it shows is in <a href="/openapi.json">openapi.json</a>, and <a href="/docs/guide">the guide</a> reads without.</noscript>
<script src="/docs/viewer.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`

/** The viewer's browser bundle, which its package carries inside and hands out over HTTP only. */
async function viewerScript(): Promise<string> {
  const { default: scalar } = await import('@scalar/fastify-api-reference')
  const source = fastify()
  await source.register(scalar, { routePrefix: '/viewer', configuration: { url: '/openapi.json' } })
  const { statusCode, payload } = await source.inject('/viewer/js/scalar.js')
  await source.close()
  if (statusCode !== 200) throw new Error(`the reference viewer was not found: ${statusCode}`)
  return withoutSourceMap(payload)
}
