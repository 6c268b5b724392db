/** Why a delivery failed, for machines: what `error` says in a sentence. */
export const errorClasses = [
  'timeout',
  'dns',
  'connect',
  'tls',
  'closed',
  'address_refused',
  'redirected',
  'client_error',
  'server_error',
  'gone',
  'bad_answer',
  'other',
] as const
export type ErrorClass = (typeof errorClasses)[number]

export type DeliveryError = { errorClass: ErrorClass; error: string }

/** What an HTTP status means; null for a 2xx, which alone counts as delivered. */
export function statusError(status: number): DeliveryError | null {
  if (status >= 200 && status < 300) return null
  const error = `answered ${status}`
  if (status >= 300 && status < 400)
    return { errorClass: 'redirected', error: `${error}; redirects are not followed` }
  if (status === 410) return { errorClass: 'gone', error }
  return { errorClass: status >= 500 ? 'server_error' : 'client_error', error }
}

const closed: DeliveryError = { errorClass: 'closed', error: 'connection closed without an answer' }
const informational: DeliveryError = {
  errorClass: 'bad_answer',
  error: 'answered 101 (Switching Protocols) or 100, which ends no request; answer 2xx',
}
const unknownHost: DeliveryError = { errorClass: 'dns', error: 'the host name is not known' }
const known: Record<string, DeliveryError> = {
  ECONNREFUSED: { errorClass: 'connect', error: 'connection refused' },
  EHOSTUNREACH: { errorClass: 'connect', error: 'the host cannot be reached' },
  ENETUNREACH: { errorClass: 'connect', error: 'the host cannot be reached' },
  ETIMEDOUT: { errorClass: 'connect', error: 'no connection in time' },
  UND_ERR_CONNECT_TIMEOUT: { errorClass: 'connect', error: 'no connection in time' },
  ECONNRESET: closed,
  EPIPE: closed,
  UND_ERR_SOCKET: closed,
  ENOTFOUND: unknownHost,
  EAI_AGAIN: unknownHost,
  ADDRESS_REFUSED: { errorClass: 'address_refused', error: 'the host is not a public address' },
  UND_ERR_HEADERS_OVERFLOW: { errorClass: 'bad_answer', error: 'the headers of the answer are too large' },
}

/**
 * What an exception of the connection means. A connection that was tried at several addresses fails with all
 * of their errors.
 */
export function connectionError(error: unknown): DeliveryError {
  const {
    code,
    errors,
    name: kind,
    message,
  } = error as Error & { code?: string; errors?: { code?: string }[] }
  // What undici says of a status that ends no request: 101 where nobody asked to change protocols, and 100.
  if (message === 'bad upgrade' || message === 'bad response') return informational
  if (kind === 'HTTPParserError') return { errorClass: 'bad_answer', error: 'the answer is not HTTP' }
  const name = code ?? errors?.find((inner) => inner.code)?.code
  if (!name) return { errorClass: 'other', error: 'the request failed' }
  if (known[name]) return known[name]
  if (/CERT|^ERR_(TLS|SSL)|^EPROTO$|SIGNATURE/.test(name))
    return { errorClass: 'tls', error: `the certificate or TLS of the host is not valid (${name})` }
  return { errorClass: 'other', error: `failed with ${name}` }
}

/**
 * Whether the receiver may have refused these very events, so that fewer of them may go well. Not where
 * nothing of them can have reached it.
 */
export const mayBeTheEvents = (errorClass: ErrorClass): boolean =>
  ['timeout', 'closed', 'client_error', 'server_error', 'bad_answer'].includes(errorClass)
