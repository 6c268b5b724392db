import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'

/** A file as it is served: compressed once, under a name that changes with its content. */
type File = { type: string; etag: string; plain: Buffer; br: Buffer; gzip: Buffer }

const SCRIPT = 'text/javascript; charset=utf-8'
/** Level 5 of 11 takes a tenth of a second for the 4 MB of the reference and leaves 1 MB. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }

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
  server.get('/openapi.json', async (request, reply) => send(request, reply, await document()))
  server.get('/docs/viewer.js', async (request, reply) => send(request, reply, await viewer()))
  server.get('/docs/start.js', async (request, reply) => send(request, reply, await start()))
  server.get('/docs', (_request, reply) =>
    reply.headers(pageHeaders).type('text/html; charset=utf-8').send(page),
  )
}

/**
 * The page asks its own origin for everything, and nothing of it can run, frame it or be sent elsewhere but
 * that.
 */
const pageHeaders = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    // The viewer makes its styles in the page, some without the nonce that it can be given. They can load
    // nothing.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
  'x-content-type-options': 'nosniff',
}

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
<noscript>The reference needs JavaScript. All it shows is in <a href="/openapi.json">openapi.json</a>.</noscript>
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
  // Its source map is not in the package, and asking for it would be a 404 in every console.
  return payload.replace(/\n\/\/# sourceMappingURL=\S+\s*$/, '\n')
}

async function toFile(type: string, text: string): Promise<File> {
  const plain = Buffer.from(text)
  const [br, gz] = await Promise.all([promisify(brotliCompress)(plain, BROTLI), promisify(gzip)(plain)])
  const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`
  return { type, etag, plain, br, gzip: gz }
}

/** Asked for again at each visit, and sent only when it has changed (RFC 9110 section 13.1.2). */
function send(request: FastifyRequest, reply: FastifyReply, file: File): FastifyReply {
  reply.headers({
    etag: file.etag,
    'cache-control': 'no-cache',
    vary: 'Accept-Encoding',
    'x-content-type-options': 'nosniff',
  })
  if (request.headers['if-none-match']?.includes(file.etag)) return reply.code(304).send()
  const accepted = String(request.headers['accept-encoding'] ?? '')
  const encoding = (['br', 'gzip'] as const).find((name) => new RegExp(`\\b${name}\\b`).test(accepted))
  if (encoding) reply.header('content-encoding', encoding)
  return reply.type(file.type).send(file[encoding ?? 'plain'])
}

/** Does the work at the first call; a failure is not kept. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= work().catch((error) => {
      made = undefined
      throw error
    })
    return made
  }
}
