/** What the platform answered instead of what was asked for, or why there is no answer. */

/** A problem as the platform writes it (RFC 9457). Which members beyond these: docs/problems.md. */
export type Problem = {
  type?: string
  title?: string
  status?: number
  detail?: string
  code?: string
  request_id?: string
  doc_url?: string
  errors?: { path: string; message: string }[]
  fail_reason?: string
  debit_id?: string
  transaction_state?: string
  [member: string]: unknown
}

/**
 * `code` is what to decide by: the platform's word for the problem (docs/problems.md), or one of ours where
 * no answer came. `message` says what to do.
 */
export class JetpayError extends Error {
  override name = 'JetpayError'
  /**
   * A code of docs/problems.md; `no_answer`: nothing was heard, so it is not known whether it happened – ask
   * again with the same `idempotencyKey`; `unreadable`: what answered is not the platform; `missing_field`,
   * `unwritable`: nothing was sent, the call is wrong.
   */
  readonly code: string
  /** 0 where no answer came. */
  readonly status: number
  /** Why money did not move, a word of docs/fail-reasons.md. */
  readonly failReason: string | undefined
  /** Bad fields, each with what is wrong. */
  readonly errors: readonly { path: string; message: string }[]
  readonly requestId: string | undefined
  readonly docUrl: string | undefined
  /** Under which the request can be made again; undefined for a read. */
  readonly idempotencyKey: string | undefined
  readonly problem: Problem

  constructor(
    code: string,
    message: string,
    about: { status?: number; problem?: Problem; idempotencyKey?: string | undefined; cause?: unknown } = {},
  ) {
    super(message, { cause: about.cause })
    const { problem = {} } = about
    this.code = code
    this.status = about.status ?? 0
    this.problem = problem
    this.failReason = problem.fail_reason
    this.errors = problem.errors ?? []
    this.requestId = problem.request_id
    this.docUrl = problem.doc_url
    this.idempotencyKey = about.idempotencyKey
  }
}

/**
 * Narrows what was caught: `if (isJetpayError(error, 'card_declined')) …`. Without codes: any of ours. By
 * name, since a program may have this package as an ES module and as CommonJS at once.
 */
export const isJetpayError = (error: unknown, ...codes: string[]): error is JetpayError =>
  error instanceof Error &&
  error.name === 'JetpayError' &&
  (codes.length === 0 || codes.includes((error as JetpayError).code))
