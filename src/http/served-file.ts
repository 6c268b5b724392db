import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** A file as it is served: compressed once, with a mark that changes with its content. */
export type ServedFile = { type: string; etag: string; plain: Buffer; br?: Buffer; gzip?: Buffer }

/**
 * Changes with the content; weak, as it is the same however the content is compressed (RFC 9110 section
 * 8.8.3).
 */
export const etagOf = (content: Buffer) =>
  `W/"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`

/** Level 5 of 11 takes a tenth of a second for the 4 MB of the reference and leaves 1 MB. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }

/** Compresses it, off the main thread. */
export async function toFile(type: string, content: string | Buffer): Promise<ServedFile> {
  const plain = Buffer.from(content)
  const [br, gz] = await Promise.all([promisify(brotliCompress)(plain, BROTLI), promisify(gzip)(plain)])
  return { type, etag: etagOf(plain), plain, br, gzip: gz }
}

/**
 * Asked for again at each visit, and sent only when it has changed (RFC 9110 section 13.1.2); `headers` may
 * say otherwise of its cache, and more.
 */
export function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  file: ServedFile,
  headers: Record<string, string> = {},
): FastifyReply {
  reply.headers({
    etag: file.etag,
    'cache-control': 'no-cache',
    vary: 'Accept-Encoding',
    'x-content-type-options': 'nosniff',
    ...headers,
  })
  const known = request.headers['if-none-match']
  if (known === '*' || known?.includes(file.etag.slice('W/'.length))) return reply.code(304).send()
  const accepted = String(request.headers['accept-encoding'] ?? '')
  // One of weight 0 is refused (RFC 9110 section 12.4.2).
  const encoding = (['br', 'gzip'] as const).find(
    (name) => file[name] && new RegExp(`\\b${name}\\b(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$))`, 'i').test(accepted),
  )
  if (encoding) reply.header('content-encoding', encoding)
  return reply.type(file.type).send(file[encoding ?? 'plain'])
}

/** A bundle's source map is not served, and asking for it would be a 404 in every console. */
export const withoutSourceMap = (script: string) => script.replace(/\n\/\/# sourceMappingURL=\S+\s*$/, '\n')

/** Does the work at the first call; a failure is not kept. */
export function once<T>(work: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= work().catch((error) => {
      made = undefined
      throw error
    })
    return made
  }
}
