import type { IncomingMessage } from 'node:http'
import { timesSent } from '../ground/bare-http.ts'

/**
 * A token as a client sends it, and nothing of how it was spelled: the scheme's name is case-insensitive (RFC
 * 9110 section 11.1), and blanks or tabs around the token say nothing. Requests are counted by this text, so
 * that no other spelling of a token is a budget of its own.
 */
const BEARER = /^[ \t]*Bearer[ \t]+([\x21-\x7e]+)[ \t]*$/i

/** Longer than any token of ours (51 characters). What is longer is not hashed. */
const TOKEN_MAX = 200

export type SentToken = { token: string } | { fault: 'none' | 'malformed' | 'repeated' }

/**
 * Reads the one `Authorization` header. Of several Node keeps the first, so they are counted as they came.
 */
export function readBearerToken({ headers, rawHeaders }: IncomingMessage): SentToken {
  if (timesSent(rawHeaders, 'authorization') > 1) return { fault: 'repeated' }
  if (!headers.authorization) return { fault: 'none' }
  const token = BEARER.exec(headers.authorization)?.[1]
  if (token && token.length <= TOKEN_MAX) return { token }
  // Another scheme, or a scheme alone, brings no token.
  return { fault: /^[ \t]*Bearer[ \t]+\S/i.test(headers.authorization) ? 'malformed' : 'none' }
}
