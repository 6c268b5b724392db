/** The platform's API, an operation a method: `jetpay.createContact({ email, name })`. */
import { hasNoFields, isPlain } from './body-text.ts'
import { type Operations, operations } from './generated/operations.gen.ts'
import type { Filters, Given } from './given.ts'
import { JetpayError } from './jetpay-error.ts'
import { checkKnown, checkSignal } from './known-options.ts'
import { itemsOf, type Listing, type Page } from './listing.ts'
import { checkOptions, type SendOptions } from './options.ts'
import { send } from './send.ts'

export type * from './generated/types.gen.ts'
export {
  isJetpayError,
  JetpayError,
  type JetpayErrorCode,
  type JetpayErrorOf,
  type Problem,
} from './jetpay-error.ts'

export type JetpayOptions = SendOptions
export type { Listing } from './listing.ts'

export type CallOptions = {
  /**
   * One for each intent, kept where the intent is: then it takes effect once even if your process ends before
   * the answer. Left out, one is made for the call and its repeats.
   */
  idempotencyKey?: string | undefined
  signal?: AbortSignal | undefined
}
const CALL_OPTIONS: readonly (keyof CallOptions)[] = ['idempotencyKey', 'signal']

type Name = keyof Operations
/** One part of a request; nothing (`unknown`) where the operation has none. */
type Part<Asks, Of extends string> = Asks extends { [K in Of]?: infer Value }
  ? [NonNullable<Value>] extends [never]
    ? unknown
    : NonNullable<Value>
  : unknown
/** What stands in path, query and body of one request, as one object. */
type Fields<N extends Name> = Part<Operations[N]['asks'], 'path'> &
  Given<Filters<Part<Operations[N]['asks'], 'query'>, Operations[N]['filters']>> &
  Given<Part<Operations[N]['asks'], 'body'>>
type AnswerOf<N extends Name> = Operations[N]['answers'][keyof Operations[N]['answers']]
type IsList<N extends Name> = (typeof operations)[N] extends { next: unknown } ? true : false
type Returned<N extends Name> =
  IsList<N> extends true ? Listing<Extract<AnswerOf<N>, Page>> : Promise<AnswerOf<N>>
type Method<N extends Name> =
  object extends Fields<N>
    ? (fields?: Fields<N>, options?: CallOptions) => Returned<N>
    : (fields: Fields<N>, options?: CallOptions) => Returned<N>

export type Jetpay = { [N in Name]: Method<N> }

/** Fields by their names, whatever they are. */
type Named = Record<string, unknown>

type Operation = {
  method: string
  path: string
  query: readonly string[]
  body: boolean
  /** Of a file; an answer is JSON otherwise. */
  types?: readonly string[]
  /** Of a list: the fields that ask for its next page, each with the member of the answer that has it. */
  next?: Readonly<Record<string, string>>
}

/**
 * Opens the API at `baseUrl`; throws where that or `token` cannot be right. Each method takes the fields of
 * its operation, wherever they travel, and returns the answer's body; a file's is a `Blob`. Rejects with a
 * `JetpayError`. Shapes, units and problems are those of the reference at `/docs`; an amount may be a string
 * (`'100.50'`), so that it never passes through binary floating point.
 */
export function openJetpay(options: JetpayOptions): Jetpay {
  checkOptions(options)
  const methods = Object.entries(operations as Record<string, Operation>).map(([name, operation]) => [
    name,
    (given?: Named | null, call?: CallOptions | null) => {
      // From JavaScript, where no compiler objects to null.
      const fields = given ?? {}
      const ask = (more: Named) => run(options, operation, fields, more, call ?? {})
      const answer = ask({})
      const { next } = operation
      if (!next) return answer
      // Whoever goes through it later hears of its failure then: it is no rejection that nobody handles.
      answer.catch(() => undefined)
      return Object.assign(answer, itemsOf(answer, ask, next, fields.wait))
    },
  ])
  return Object.fromEntries(methods) as Jetpay
}

/** Seconds; the platform waits 30 at most, and refuses to be asked for more. */
const WAIT_MAX = 60

async function run(
  options: JetpayOptions,
  operation: Operation,
  given: Named,
  more: Named,
  call: CallOptions,
) {
  const { method, types = ['application/json'], next } = operation
  checkKnown('a call', call, CALL_OPTIONS, "{ idempotencyKey: 'order-1' }, behind the fields")
  checkSignal(call.signal)
  if (typeof given !== 'object' || Array.isArray(given) || hasNoFields(given))
    throw new JetpayError('unwritable', 'The fields are no object of names and values. Nothing was sent.')
  const fields = { ...given, ...more }
  const { path, body } = place(operation, fields)
  const idempotencyKey = method === 'GET' ? undefined : keyOf(call.idempotencyKey)
  // A long poll is answered late on purpose.
  const waitMs = operation.query.includes('wait') ? Math.min(Number(fields.wait) || 0, WAIT_MAX) * 1000 : 0
  const longer = Math.max(waitMs, 0)
  const isList = next !== undefined
  const request = { method, path, body, types, isList, idempotencyKey, waitMs: longer, signal: call.signal }
  return send(options, request)
}

/** Its own where none is given; never another than the one that was meant. */
function keyOf(given: unknown): string {
  if (given === undefined || given === null) return crypto.randomUUID()
  // What a header carries as it is: a blank at an end would be cut off.
  if (typeof given === 'string' && /^[!-~]([ -~]*[!-~])?$/.test(given)) return given
  throw new JetpayError(
    'unwritable',
    'idempotencyKey is a text of ASCII, without blanks around it, or not given. Nothing was sent.',
  )
}

/**
 * Puts each field where it travels. Throws for a part of the path that is missing or that leads elsewhere
 * (`..`): that would name something else.
 */
function place({ path, query, body }: Operation, fields: Named) {
  const rest = { ...fields }
  const filled = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => {
    const value = Number.isSafeInteger(rest[name]) ? String(rest[name]) : rest[name]
    delete rest[name]
    if (value === undefined || value === null || value === '')
      throw new JetpayError('missing_field', `${name} is missing.`)
    if (typeof value !== 'string' || /^\.\.?$/.test(value))
      throw new JetpayError('missing_field', `${name} is ${JSON.stringify(value)}, which names nothing.`)
    return encodeURIComponent(whole(name, value))
  })
  const search = new URLSearchParams()
  // What an operation without a body does not know goes along too: the platform names it.
  for (const name of body ? query : Object.keys(rest)) {
    for (const [key, value] of spread(name, rest[name])) search.append(whole(name, key), whole(name, value))
    delete rest[name]
  }
  const asked = search.size > 0 ? `${filled}?${search}` : filled
  return { path: asked, body: body && Object.keys(rest).length > 0 ? rest : undefined }
}

/** Half of a character (a lone surrogate) has no UTF-8: a URL would name something else, or nothing. */
function whole(name: string, text: string): string {
  if (!/\p{Surrogate}/u.test(text)) return text
  throw new JetpayError('unwritable', `${name} has half of a character (a lone surrogate). Nothing was sent.`)
}

/**
 * `state=a,b` of several, `metadata[order]=7` of an object, a Date as its time; nothing of what is not set.
 */
function spread(name: string, value: unknown): [string, string][] {
  if (value === undefined || value === null) return []
  if (Array.isArray(value)) return [[name, value.map((one) => plain(name, one)).join(',')]]
  if (typeof value === 'object' && isPlain(value))
    return Object.entries(value).map(([key, one]) => [`${name}[${key}]`, plain(name, one)])
  return [[name, plain(name, value)]]
}

/**
 * A filter that was dropped, or written as what it is not, would answer with other rows than were asked for.
 */
function plain(name: string, value: unknown): string {
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString()
  if (['string', 'number', 'bigint', 'boolean'].includes(typeof value)) return String(value)
  throw new JetpayError('unwritable', `${name} has a value that a query cannot carry. Nothing was sent.`)
}
