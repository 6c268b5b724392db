import type { Socket } from 'node:net'
import { STRICT_TRANSPORT } from '../answer-headers.ts'
import type { Environment } from '../config.ts'
import { Problem } from '../errors.ts'
import { newId } from '../ids.ts'
import { problemBody } from './problem.ts'

/**
 * Answers bytes that are not a request that Node can read (RFC 9112), or do not arrive in time: there is no request to
 * reply to then, only the socket. A problem like any other, and the connection ends.
 */
export const answerClientError =
  (environment: Environment) =>
  (error: Error & { code?: string }, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || socket.destroyed) return
    const id = newId()
    const body = JSON.stringify(problemBody(new Problem('bad_request', detailOf(error.code)), id))
    const head = [
      'HTTP/1.1 400 Bad Request',
      'content-type: application/problem+json',
      `content-length: ${Buffer.byteLength(body)}`,
      `x-request-id: ${id}`,
      'cache-control: no-store',
      ...(environment === 'live' ? [`strict-transport-security: ${STRICT_TRANSPORT}`] : []),
      'connection: close',
    ]
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
  }

function detailOf(code: string | undefined): string {
  if (code === 'HPE_HEADER_OVERFLOW') return 'The headers are too large; send at most 16 KiB.'
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'The request did not arrive whole within a minute.'
  return 'The request line or headers are not valid HTTP.'
}
