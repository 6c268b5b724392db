/**
 * The one catalogue of what can go wrong, as clients see it: RFC 9457 problems with a stable `code`.
 * Throw `new Problem(code, detail)`; `http/problem.ts` turns it into `application/problem+json`.
 */
import type { FailReason } from './fail-reasons.ts'

export const problems = {
  malformed_json: { status: 400, title: 'The body is not valid JSON' },
  bad_request: { status: 400, title: 'The request cannot be understood' },
  unauthenticated: { status: 401, title: 'No valid API token' },
  second_factor_required: { status: 401, title: 'A code is needed too' },
  sign_in_failed: { status: 401, title: 'Not signed in' },
  card_declined: { status: 402, title: 'The card was declined' },
  forbidden: { status: 403, title: 'The token or role may not do this' },
  not_own_page: { status: 403, title: 'A page of another site sent this, or a program a cookie' },
  second_factor_missing: { status: 403, title: 'This company demands a second factor' },
  reauthentication_required: { status: 403, title: 'Show that it is you' },
  card_on_file_disabled: { status: 403, title: 'Card on file is not enabled for this company' },
  company_suspended: { status: 403, title: 'This company is suspended' },
  not_found: { status: 404, title: 'Not found' },
  method_not_allowed: { status: 405, title: 'The path does not take this method' },
  wrong_state: { status: 409, title: 'Not possible in the present state' },
  retry_not_allowed: { status: 409, title: 'The card must not be charged again' },
  idempotency_conflict: { status: 409, title: 'The idempotency key was used with another request' },
  idempotency_in_progress: {
    status: 409,
    title: 'The first request with this idempotency key is still running',
  },
  events_archived: { status: 410, title: 'The log begins later: these events are archived' },
  payload_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The body must be application/json' },
  expectation_failed: { status: 417, title: 'The Expect header asks for what is not done here' },
  validation_failed: { status: 422, title: 'Some fields are not valid' },
  limit_exceeded: { status: 422, title: 'More than your company may move' },
  search_too_broad: { status: 422, title: 'The search reads too much' },
  rate_limited: { status: 429, title: 'Too many requests' },
  headers_too_large: { status: 431, title: 'The request line and headers are too large' },
  internal_error: { status: 500, title: 'Something went wrong on our side' },
  service_unavailable: { status: 503, title: 'Temporarily unavailable' },
  network_unavailable: { status: 503, title: 'The card network cannot be reached' },
  network_timeout: { status: 504, title: 'The card network did not answer' },
} as const satisfies Record<string, { status: number; title: string }>

export type ProblemCode = keyof typeof problems

/** One bad field of a request: where it is (`holder_address.city`, `amount`) and what to do about it. */
export type FieldError = { path: string; message: string }

export type ProblemExtras = {
  /** Members that the answer carries beside the standard ones, for instance `debit_id`. */
  members?: Record<string, unknown> & { fail_reason?: FailReason | null }
  errors?: FieldError[]
  headers?: Record<string, string>
  cause?: unknown
}

/** A failure that the client is told about. `detail` says what to do; it never holds card data. */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly status: number
  readonly title: string
  readonly detail: string
  readonly members: NonNullable<ProblemExtras['members']>
  readonly errors: FieldError[] | undefined
  readonly headers: Record<string, string>

  constructor(code: ProblemCode, detail: string, extras: ProblemExtras = {}) {
    super(`${code}: ${detail}`, { cause: extras.cause })
    this.name = 'Problem'
    this.code = code
    this.status = problems[code].status
    this.title = problems[code].title
    this.detail = detail
    this.members = extras.members ?? {}
    this.errors = extras.errors
    this.headers = extras.headers ?? {}
  }
}

/**
 * Problem types are URIs that end in the code (RFC 9457 section 3.1.1) and stay the same on every
 * installation.
 */
export const problemType = (code: ProblemCode) => `urn:jetpay:problem:${code}`

let documentedAt = ''

/**
 * Where this process's problems are explained: at the api, whichever role meets them. It is a fact of the
 * process like its settings, and what is below the framework, or keeps an answer for later, has no other way
 * to it.
 */
export function documentProblemsAt(publicUrl: string): void {
  documentedAt = publicUrl
}

/** The page of the guide that explains a problem (`guide/catalogue-pages.ts`). */
export const problemDocUrl = (code: ProblemCode) => `${documentedAt}/docs/guide/errors/${code}`

/** The body of `application/problem+json`. */
export function problemBody(problem: Problem, requestId: string) {
  return {
    type: problemType(problem.code),
    title: problem.title,
    status: problem.status,
    detail: problem.detail,
    code: problem.code,
    request_id: requestId,
    doc_url: problemDocUrl(problem.code),
    ...(problem.errors ? { errors: problem.errors } : {}),
    ...problem.members,
  }
}

/**
 * What an operator did, or set, that cannot be: one clear line for them, no stack. `fault`: what it is to a
 * client that asked for it by API.
 */
export class OperatorError extends Error {
  override name = 'OperatorError'
  readonly fault: ProblemCode
  /** Whether what was typed is no command, whatever there is and in whichever state: exit code 2. */
  readonly misused: boolean = false

  constructor(message: string, fault: ProblemCode = 'validation_failed') {
    super(message)
    this.fault = fault
  }
}

/**
 * A word, option or value of a command line of which nothing can be made: no amount, no id, no such choice.
 */
export class UsageError extends OperatorError {
  override readonly misused = true
}

const systemCauses: Record<string, string> = {
  ENOSPC: 'the disk is full; free some space',
  EDQUOT: 'the quota of the disk is used up; free some space',
  EROFS: 'the disk can only be read; mount it for writing',
  EADDRINUSE: 'the port is taken; stop the program that holds it, or set JETPAY_PORT to move all ports',
  EADDRNOTAVAIL: 'this machine has no such address; set JETPAY_HOST to one that it has',
}

/**
 * The one line that an operator is told, where what went wrong is theirs to mend; undefined where it is ours.
 */
export function lineFor(error: unknown): string | undefined {
  if (error instanceof OperatorError) return error.message
  const { code = '', message } = error as NodeJS.ErrnoException
  return systemCauses[code] && `${message}: ${systemCauses[code]}, then start again.`
}
