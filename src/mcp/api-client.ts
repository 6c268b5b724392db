import { boundedText } from '../ground/bounded-text.ts'
import { OperatorError } from '../ground/errors.ts'
import type { Operation } from './api-document.ts'

/** A charge waits for the card network and, where that stays silent, for the reversal. */
const ANSWER_TIMEOUT_MS = 60_000
/** What a model can read at once; a page of a hundred transactions is half of it. */
const ANSWER_BYTES_MAX = 400_000
/**
 * The document of all operations is a megabyte; a server of another kind that answers without end is left.
 */
const DOCUMENT_BYTES_MAX = 8_000_000

export type ApiAnswer = {
  status: number
  text: string
  body: Record<string, unknown>
  /** Seconds, where the API says when to come again. */
  retryAfter: string | null
}

/** The guide's pages, as the document names them; not those that stand in an address already. */
const GUIDE = /(?<=[\s(`])\/docs\/guide\//g
/** A text of the document with its pages where an agent finds them: at the API that it was asked of. */
export const withGuideAt = (base: string, text: string) => text.replaceAll(GUIDE, `${base}/docs/guide/`)

/** The API, asked with one token: it does what the token may, and nothing beside it. */
export function openApi(url: string, token: string) {
  const base = url.replace(/\/+$/, '')

  async function ask(
    method: string,
    path: string,
    { body, key, bytesMax = ANSWER_BYTES_MAX }: { body?: unknown; key?: string; bytesMax?: number } = {},
  ): Promise<ApiAnswer> {
    const response = await fetch(`${base}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(key && { 'idempotency-key': key }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      // The token goes to the server that was named, and to no other.
      redirect: 'error',
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    })
    const text = await boundedText(response, bytesMax)
    if (text === undefined)
      throw new Error(`The answer is over ${bytesMax} bytes; ask for less, by \`limit\` or a filter.`)
    const retryAfter = response.headers.get('retry-after')
    return { status: response.status, text, body: object(text), retryAfter }
  }

  return {
    base,
    /** The installation's own document. */
    async document(): Promise<Record<string, unknown>> {
      const { status, text } = await ask('GET', '/openapi.json', { bytesMax: DOCUMENT_BYTES_MAX }).catch(
        (error: Error) => {
          throw new OperatorError(
            `${base} does not answer (${error.message}); start it, or give another --url.`,
          )
        },
      )
      const document = object(withGuideAt(base, text))
      if (status === 200 && document.paths) return document
      throw new OperatorError(`${base} has no /openapi.json (${status}); is --url that of the API?`)
    },
    /** Asks for the operation with these fields, which fit its `input`. */
    call({ method, path, places, hasBody }: Operation, fields: Record<string, unknown>, key: string) {
      const of = (place: string) => Object.entries(fields).filter(([name]) => places.get(name) === place)
      const filled = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) =>
        encodeURIComponent(String(fields[name])),
      )
      const query = new URLSearchParams(of('query').flatMap(([name, value]) => inQuery(name, value)))
      const body = hasBody ? { body: Object.fromEntries(of('body')) } : {}
      return ask(method, query.size > 0 ? `${filled}?${query}` : filled, {
        ...body,
        ...(method !== 'GET' && { key }),
      })
    },
  }
}

export type Api = ReturnType<typeof openApi>

/** `metadata[key]=value` for each member of an object (OpenAPI 3.1, Style Values). */
const inQuery = (name: string, value: unknown): [string, string][] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).map(([key, part]) => [`${name}[${key}]`, String(part)])
    : [[name, String(value)]]

function object(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
