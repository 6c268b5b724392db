import { hash } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { type Db, sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import type { Seal } from '../ground/seal.ts'
import { aboutKey, claimKey, type IdempotencyKey, insertRefusal } from './idempotency-key.ts'
import { textMessage } from './schema.ts'
import type { StoredAnswer } from './stored-answer.ts'

/**
 * What a request says: its operation, by whatever path it came, and its parameters as they were understood.
 */
export type Said = { operationId: string; path: unknown; query: unknown; body: unknown }
/** What a request is made of: the version before compared that. `requestId` is ours. */
type Sent = { method: string; url: string; rawBody: string; requestId: string }

type StoredRow = {
  request_hash: Buffer
  status: number | null
  body: string | null
  body_sealed: Buffer | null
}

/**
 * How long a second request waits for the first one's answer: longer than a card network answers or is
 * reversed.
 */
const WAIT_MS = 20_000
const POLL_MS = 20

/** By the contract. */
const KEY_LENGTH_MAX = 255

/** Reads the header. Null when the request has none; 422 when it is empty or longer than 255 characters. */
export function readIdempotencyKey(
  header: string | string[] | undefined,
  companyId: string,
  said: Said,
  { method, url, rawBody, requestId }: Sent,
): IdempotencyKey | null {
  if (header === undefined) return null
  const key = String(header)
  const message = keyFault(key)
  if (message) {
    throw new Problem('validation_failed', 'Send an Idempotency-Key of 1 to 255 characters of ASCII.', {
      errors: [{ path: 'Idempotency-Key', message }],
    })
  }
  const parts = [said.operationId, said.path, said.query, method === 'PATCH' ? said.body : saidOf(said.body)]
  return new ReadKey(companyId, key, sha256(canonical(parts)), requestId, () =>
    sha256(`${method} ${url}\n${rawBody}`),
  )
}

class ReadKey implements IdempotencyKey {
  readonly companyId: string
  readonly key: string
  readonly requestHash: Buffer
  readonly requestId: string
  seal?: Seal
  readonly #ofBytes: () => Buffer

  constructor(companyId: string, key: string, requestHash: Buffer, requestId: string, ofBytes: () => Buffer) {
    this.companyId = companyId
    this.key = key
    this.requestHash = requestHash
    this.requestId = requestId
    this.#ofBytes = ofBytes
  }
  /** Asked for by few: most keys are new. */
  get bytesHash(): Buffer {
    return this.#ofBytes()
  }
}

/**
 * Of what makes something new or acts on it, a field that is null or has nothing in it says no more than one
 * that is left out, and so does a body of only such. A change tells them apart: `null` clears.
 */
function saidOf(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return undefined
  const fields = Object.entries(body)
  const said = fields.filter(([, value]) => !saysNothing(value))
  if (said.length === 0) return undefined
  return said.length === fields.length ? body : Object.fromEntries(said)
}
const saysNothing = (value: unknown) =>
  value === undefined ||
  value === null ||
  (typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0)

const sha256 = (text: string) => hash('sha256', text, 'buffer')

/**
 * Parsed parameters as one text: the same for the same parameters, in whatever order, spelling or spacing
 * they were sent (the same fields in an order of our own, amounts as minor units, defaults as if they were
 * sent).
 */
function canonical(value: unknown): string {
  if (typeof value === 'string') return quoted(value)
  if (typeof value === 'bigint') return `${value}n`
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const fields = value as Record<string, unknown>
  let text = ''
  for (const name of Object.keys(fields).sort()) {
    if (fields[name] === undefined) continue
    text += `${text === '' ? '' : ','}${quoted(name)}:${canonical(fields[name])}`
  }
  return `{${text}}`
}

/** As `JSON.stringify` has it, which takes three times as long for what needs no escape. */
const quoted = (text: string): string =>
  /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/.test(text) ? `"${text}"` : JSON.stringify(text)

/**
 * The one rule of what a key keeps: whatever was done (2xx), what the card network decided or is known not to
 * have (402, 504), and what the state of things refused (404, 409). What the request itself lacks, or the
 * moment, keeps nothing: the key is free for the corrected or repeated one.
 */
export const keepsKey = (status: number) => status < 300 || [402, 404, 409, 504].includes(status)

/**
 * A header has no charset of its own (RFC 9110 section 5.5), so a key is printable ASCII; and it is kept, so
 * it is no card number.
 */
function keyFault(key: string): string | undefined {
  if (key.length < 1 || key.length > KEY_LENGTH_MAX) return `must have 1 to ${KEY_LENGTH_MAX} characters`
  return /^[\x20-\x7e]*$/.test(key) ? textMessage(key, { max: KEY_LENGTH_MAX }) : 'must be printable ASCII'
}

/**
 * Claims the key for this request: null when it is ours to run. Otherwise the first request's answer, waited
 * for if it is still running.
 */
export const claim = async (db: Db, key: IdempotencyKey): Promise<StoredAnswer | null> =>
  (await claimKey(db, key)) ? null : requireFirstAnswer(db, key)

/**
 * The answer that the first request with this key got, waited for while it still runs. Null when there is no
 * such key (it was given back). 409 if the key belongs to another request, or the wait has been long enough.
 */
export async function firstAnswer(
  db: Db,
  { companyId, key, requestHash, bytesHash, seal }: IdempotencyKey,
): Promise<StoredAnswer | null> {
  for (const deadline = performance.now() + WAIT_MS; performance.now() < deadline; await delay(POLL_MS)) {
    const row = await db.first<StoredRow>(sql`
      select request_hash, status, body, body_sealed from idempotency_keys where company_id = ${companyId} and key = ${key}`)
    if (!row) return null
    // A key of the version before is bound to the request's bytes: its repeat, byte for byte, is answered;
    // nothing else runs under it.
    if (!row.request_hash.equals(requestHash) && !row.request_hash.equals(bytesHash)) {
      throw new Problem(
        'idempotency_conflict',
        'This Idempotency-Key belongs to another request; use a new key.',
      )
    }
    const text =
      row.body_sealed && seal ? seal.open(row.body_sealed, aboutKey(companyId, key)) : (row.body ?? '')
    if (row.status !== null) return { status: row.status, text }
  }
  throw stillRunning()
}

const stillRunning = () =>
  new Problem('idempotency_in_progress', 'Its answer is not there yet; send the same request again.', {
    headers: { 'retry-after': '2' },
  })

/**
 * The same where a key that was used before is known to have an answer, or to get one: 409 where it has none
 * after all.
 */
export async function requireFirstAnswer(db: Db, key: IdempotencyKey): Promise<StoredAnswer> {
  const answer = await firstAnswer(db, key)
  if (!answer) throw stillRunning()
  return answer
}

/**
 * Keeps a refusal of a request that claimed nothing, and returns what is kept under the key: this refusal,
 * or, where another request with the key was first, its answer (waited for; 409 where it says something
 * else).
 */
export const keepRefusal = async (
  db: Db,
  key: IdempotencyKey,
  refusal: StoredAnswer,
): Promise<StoredAnswer> =>
  (await insertRefusal(db, key, refusal)) ? refusal : ((await firstAnswer(db, key)) ?? refusal)
