import { readBounded } from '../client/read-bounded.ts'
import { DeliveryError } from './delivery.ts'

type HeaderRecord = Record<string, string | string[] | undefined>

/** A delivery as frameworks without a web `Request` have it. `rawBody` is what came in, before any parser. */
export type RawDelivery = { headers: Headers | HeaderRecord; rawBody: Uint8Array | ArrayBuffer | string }

/**
 * 100 events, the most in a delivery, of 20 KB each: far above what they are, and small enough to hold in
 * memory.
 */
const BODY_BYTES_MAX = 2 * 1024 * 1024

/** A header's value, whatever the case of its name. */
export type ReadHeader = (name: string) => string | undefined

/** The headers and bytes of a delivery. Throws `raw_body_needed` or `body_too_large`. */
export async function readDelivery(
  input: Request | RawDelivery,
): Promise<{ header: ReadHeader; bytes: Uint8Array<ArrayBuffer> }> {
  const bytes = 'rawBody' in input ? toBytes(input.rawBody) : await readBody(input)
  if (bytes.length > BODY_BYTES_MAX) throw tooLarge()
  return { header: headerReader(input.headers), bytes }
}

function toBytes(body: RawDelivery['rawBody']): Uint8Array<ArrayBuffer> {
  if (typeof body === 'string') return new TextEncoder().encode(body)
  if (body instanceof ArrayBuffer) return new Uint8Array(body)
  // A copy, so that Web Crypto gets plain bytes whatever buffer they are a view of.
  if (ArrayBuffer.isView(body)) return Uint8Array.from(body)
  throw rawBodyNeeded()
}

async function readBody(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  if (request.bodyUsed) throw rawBodyNeeded()
  const bytes = await readBounded(request.body, BODY_BYTES_MAX)
  if (!bytes) throw tooLarge()
  return bytes
}

function headerReader(headers: RawDelivery['headers']): ReadHeader {
  if (headers instanceof Headers || typeof headers.get === 'function')
    return (name) => (headers as Headers).get(name) ?? undefined
  const byName = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  return (name) => {
    const value = byName.get(name)
    return Array.isArray(value) ? value[0] : value
  }
}

const tooLarge = () =>
  new DeliveryError('body_too_large', `The body is over ${BODY_BYTES_MAX} bytes; no delivery is that large.`)

const rawBodyNeeded = () =>
  new DeliveryError(
    'raw_body_needed',
    'Pass the raw bytes of the body: the signature covers them, and JSON that was parsed and written again differs. ' +
      'Keep JSON parsers off this route (express.raw, addContentTypeParser with parseAs: buffer).',
  )
