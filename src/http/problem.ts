import type { FastifyError } from 'fastify'
import { isUnavailable } from '../db/sql.ts'
import { Problem, type ProblemCode } from '../ground/errors.ts'

export { problemBody } from '../ground/errors.ts'

const frameworkCodes: Record<string, [ProblemCode, string]> = {
  FST_ERR_CTP_BODY_TOO_LARGE: [
    'payload_too_large',
    'Send a body of at most 64 KiB; evidence in a dispute may be 3 MiB.',
  ],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    'unsupported_media_type',
    'Send the header `Content-Type: application/json`.',
  ],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [
    'bad_request',
    'Content-Length does not match the body; send it whole.',
  ],
}

/**
 * Any error as the problem that the client is told: ours as it is, an outage as 503, the rest as 500 without
 * details.
 */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  const { code = '', statusCode } = error as FastifyError
  const known = frameworkCodes[code]
  if (known) return new Problem(known[0], known[1])
  // A client that hangs up is one of these: its broken connection has the codes of a lost database.
  if (statusCode !== undefined && statusCode < 500) {
    return new Problem('bad_request', 'The request line or headers are not valid HTTP for this server.')
  }
  if (isUnavailable(error)) {
    return new Problem(
      'service_unavailable',
      'The database was lost, or took too long, on the way. Try again with the same Idempotency-Key: then nothing happens twice.',
      {
        headers: { 'retry-after': '1' },
        cause: error,
      },
    )
  }
  return new Problem('internal_error', 'Tell us the request_id; whether something changed, a GET shows.', {
    cause: error,
  })
}
