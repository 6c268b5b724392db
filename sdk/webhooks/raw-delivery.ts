import { readBounded } from '../client/read-bounded.ts'
import { badOptions, DeliveryError } from './delivery.ts'

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
  // From JavaScript: what a framework calls its request, or nothing.
  if (typeof input !== 'object' || input === null) throw rawBodyNeeded()
  const bytes = 'rawBody' in input ? toBytes(input.rawBody) : await readBody(input)
  if (bytes.length > BODY_BYTES_MAX) throw tooLarge()
  return { header: headerReader(input.headers), bytes }
}

function toBytes(body: RawDelivery['rawBody']): Uint8Array<ArrayBuffer> {
  if (typeof body === 'string') return new TextEncoder().encode(body)
  if (body instanceof ArrayBuffer) return new Uint8Array(body)
  // A copy, so that Web Crypto gets plain bytes whatever buffer they are a view of, and in what units.
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength).slice()
  throw rawBodyNeeded()
}

async function readBody(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  const { body } = request
  // A request of Express has what its parser made there, and no stream.
  if (request.bodyUsed || (body !== null && typeof body?.getReader !== 'function')) throw rawBodyNeeded()
  const bytes = await readBounded(body, BODY_BYTES_MAX)
  if (!bytes) throw tooLarge()
  return bytes
}

function headerReader(headers: RawDelivery['headers']): ReadHeader {
  if (typeof headers !== 'object' || headers === null)
    throw badOptions('headers is missing: give those of the request, names and values.')
  if (!(headers instanceof Map) && typeof headers.get === 'function')
    return (name) => textOf((headers as Headers).get(name))
  // A record, or a Map or a list of pairs, in which names have a case.
  const pairs: Iterable<unknown> = Symbol.iterator in headers ? (headers as never) : Object.entries(headers)
  const byName = new Map<string, unknown>()
  for (const pair of pairs)
    if (Array.isArray(pair) && typeof pair[0] === 'string') byName.set(pair[0].toLowerCase(), pair[1])
  return (name) => textOf(byName.get(name))
}

/** The first of several; undefined for what is no header's value. */
function textOf(value: unknown): string | undefined {
  const first: unknown = Array.isArray(value) ? value[0] : value
  return typeof first === 'string' ? first : undefined
}

const tooLarge = () =>
  new DeliveryError('body_too_large', `The body is over ${BODY_BYTES_MAX} bytes; no delivery is that large.`)

const rawBodyNeeded = () =>
  new DeliveryError(
    'raw_body_needed',
    'Pass the raw bytes of the body, `{ headers, rawBody }`, or a web Request: the signature covers them, and JSON that was parsed and written again differs. ' +
      'Keep JSON parsers off this route (express.raw, addContentTypeParser with parseAs: buffer).',
  )
