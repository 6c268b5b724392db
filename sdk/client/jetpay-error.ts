/** What the platform answered instead of what was asked for, or why there is no answer. */

import type {
  FailReason,
  ProblemCardDeclined,
  ProblemLimitExceeded,
  ProblemValidationFailed,
  Problem as WrittenProblem,
} from './generated/types.gen.ts'

/** Codes of the client, where there is no problem of the platform. */
type OwnCode = 'no_answer' | 'unreadable' | 'missing_field' | 'unwritable'

/**
 * The codes that a client of this version knows: a typo does not compile. A newer platform may answer one
 * that is not among them: what has no `case` is for the `default`.
 */
export type JetpayErrorCode = WrittenProblem['code'] | OwnCode

/** A problem as the platform writes it (RFC 9457). Which members beyond these: docs/problems.md. */
export type Problem = {
  type?: string
  title?: string
  status?: number
  detail?: string
  code?: JetpayErrorCode
  request_id?: string
  doc_url?: string
  errors?: { path: string; message: string }[]
  fail_reason?: FailReason
  debit_id?: string
  transaction_state?: string
  [member: string]: unknown
}

/** What a problem of a code has each time. */
type Written = {
  card_declined: ProblemCardDeclined
  limit_exceeded: ProblemLimitExceeded
  validation_failed: ProblemValidationFailed
}

/** An error of this code: with the members that it has each time. */
export type JetpayErrorOf<Code extends JetpayErrorCode> = Code extends keyof Written
  ? JetpayError & { code: Code; problem: Written[Code] } & (Code extends 'card_declined'
        ? { failReason: FailReason }
        : unknown)
  : JetpayError & { code: Code }

/**
 * `code` is what to decide by: the platform's word for the problem (docs/problems.md), or one of ours where
 * no answer came. `message` says what to do.
 */
export class JetpayError extends Error {
  override name = 'JetpayError'
  /**
   * A code of docs/problems.md; `no_answer`: nothing was heard, so it is not known whether it happened – ask
   * again with the same `idempotencyKey`; `unreadable`: what answered is not the platform; `missing_field`,
   * `unwritable`: nothing was sent, the call is wrong. One of a newer platform arrives as it is.
   */
  readonly code: JetpayErrorCode
  /** 0 where no answer came. */
  readonly status: number
  /** Why money did not move, a word of docs/fail-reasons.md. One of a newer platform arrives as it is. */
  readonly failReason: FailReason | undefined
  /** Bad fields, each with what is wrong. */
  readonly errors: readonly { path: string; message: string }[]
  readonly requestId: string | undefined
  readonly docUrl: string | undefined
  /** Under which the request can be made again; undefined for a read. */
  readonly idempotencyKey: string | undefined
  readonly problem: Problem

  constructor(
    code: JetpayErrorCode,
    message: string,
    about: { status?: number; problem?: Problem; idempotencyKey?: string | undefined; cause?: unknown } = {},
  ) {
    super(message, { cause: about.cause })
    const { problem = {} } = about
    this.code = code
    this.status = about.status ?? 0
    this.problem = problem
    this.failReason = problem.fail_reason
    this.errors = Array.isArray(problem.errors) ? problem.errors : []
    this.requestId = problem.request_id
    this.docUrl = problem.doc_url
    this.idempotencyKey = about.idempotencyKey
  }
}

/**
 * Narrows what was caught: `if (isJetpayError(error, 'card_declined')) …`. Without codes: any of ours. By
 * name, since a program may have this package as an ES module and as CommonJS at once.
 */
export function isJetpayError(error: unknown): error is JetpayError
export function isJetpayError<Code extends JetpayErrorCode>(
  error: unknown,
  ...codes: [Code, ...Code[]]
): error is JetpayErrorOf<Code>
export function isJetpayError(error: unknown, ...codes: string[]): boolean {
  if (!(error instanceof Error) || error.name !== 'JetpayError') return false
  return codes.length === 0 || codes.includes((error as JetpayError).code)
}
