import type { FastifyInstance } from 'fastify'
import { Problem } from '../ground/errors.ts'
import { checkJson, decodeBody, UnreadableBody } from '../ground/json-text.ts'

/**
 * The largest body that an endpoint takes that does not say otherwise. Of these the largest legitimate one is
 * under 4 KiB.
 */
export const BODY_BYTES_MAX = 64 * 1024

declare module 'fastify' {
  interface FastifyRequest {
    /** The body as it was sent: what an idempotency key is bound to. */
    rawBody: string
  }
}

/** `JSON.parse` hands the reviver the number's own text (ECMA-262, JSON.parse source text access). */
type Reviver = (this: unknown, key: string, value: unknown, context: { source?: string }) => unknown
const parse = JSON.parse as (text: string, reviver: Reviver) => unknown

/** The longest exponent that a number of cents could be written with. */
const EXPONENT_MAX = 20

/**
 * A JSON number without its exponent, exactly: `1.0E7`, which is how Java prints ten million, is `10000000`.
 * Other numbers stay as they were written.
 */
export function withoutExponent(source: string): string {
  const [, sign, whole, fraction = '', power] = /^(-?)(\d+)(?:\.(\d+))?[eE]([+-]?\d+)$/.exec(source) ?? []
  const exponent = Number(power)
  if (whole === undefined || Math.abs(exponent) > EXPONENT_MAX) return source
  const digits = `${'0'.repeat(EXPONENT_MAX)}${whole}${fraction}${'0'.repeat(EXPONENT_MAX)}`
  const point = EXPONENT_MAX + whole.length + exponent
  const units = digits.slice(0, point).replace(/^0+(?=\d)/, '')
  const parts = digits.slice(point).replace(/0+$/, '')
  return `${sign}${units}${parts ? `.${parts}` : ''}`
}

/** Fields of bodies that are amounts, whatever body they are in; a test holds them to the document. */
const amounts = new Set(['amount', 'per_transaction', 'per_day_debits', 'per_day_credits', 'fixed'])

/**
 * Parses JSON, with every amount as the text that was sent, so that none ever passes through a float.
 */
export function parseJson(text: string): unknown {
  return parse(text, (key, value, context) =>
    amounts.has(key) && typeof value === 'number' ? withoutExponent(context.source ?? String(value)) : value,
  )
}

/**
 * One member of an object that is as most bodies are: a plain name, and a text without an escape, a number or
 * a word, with what follows.
 */
const blank = String.raw`[ \t\n\r]*`
const plainValue = String.raw`(?:"([^"\\\p{Cc}]*)"|(-?(?:0|[1-9]\d*)(?:\.\d+)?)|(true|false|null))`
const member = new RegExp(`${blank}"([a-z][a-z0-9_]*)"${blank}:${blank}${plainValue}${blank}([,}])`, 'uy')
const opening = /^[ \t\n\r]*\{/
const ending = /[ \t\n\r]*$/y
const words: Record<string, boolean | null> = { true: true, false: false, null: null }

/** What `checkJson` and `parseJson` make of a flat body, in one look. Undefined where it is not so plain. */
function readFlatJson(text: string): Record<string, unknown> | undefined {
  const begins = opening.exec(text)
  if (!begins) return undefined
  const body: Record<string, unknown> = {}
  member.lastIndex = begins[0].length
  for (;;) {
    const [whole, name, said, number, word, sign] = member.exec(text) ?? []
    if (whole === undefined || name === undefined || Object.hasOwn(body, name)) return undefined
    if (said !== undefined) body[name] = said
    else if (number !== undefined) body[name] = amounts.has(name) ? number : Number(number)
    else body[name] = words[word!]
    if (sign === ',') continue
    ending.lastIndex = member.lastIndex
    return ending.test(text) ? body : undefined
  }
}

/**
 * A body's value, with every amount as the text that was sent. Throws where it is not one JSON value that all
 * programs read alike (`checkJson`).
 */
export function readJson(text: string): unknown {
  const flat = readFlatJson(text)
  if (flat) return flat
  checkJson(text)
  return parseJson(text)
}

/** An exact decimal to print as a JSON number: `100.50` keeps its two decimals. */
export const rawNumber = (digits: string): unknown =>
  (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(digits)

/**
 * Takes over JSON bodies: an empty one is no body, whatever its content type says (the guide sends such
 * requests).
 */
export function acceptJson(server: FastifyInstance): void {
  server.decorateRequest('rawBody', '')
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      request.rawBody = decodeBody(body as Buffer, request.headers)
      if (request.rawBody.trim() === '') return done(null, undefined)
      done(null, readJson(request.rawBody))
    } catch (error) {
      done(unreadable(error as Error), undefined)
    }
  })
}

/** Never the parser's own message: it quotes the body, which may hold what no answer or log should. */
const unreadable = (error: Error) =>
  error instanceof UnreadableBody && error.statusCode === 415
    ? new Problem('unsupported_media_type', error.message)
    : new Problem(
        'malformed_json',
        error instanceof UnreadableBody ? error.message : 'Send a valid JSON object.',
      )
