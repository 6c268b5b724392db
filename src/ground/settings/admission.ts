import type { Readers } from './readers.ts'

/** What one caller, one company and one address may ask for. */
export function readAdmissionSettings(readers: Readers) {
  const { number, networks, oneOf } = readers
  const environment = oneOf('JETPAY_ENVIRONMENT', ['demo', 'live'] as const, 'demo')
  return {
    /** How long the api trusts a token it has looked up: a revoked token dies within this. */
    tokenCacheMs: number('JETPAY_TOKEN_CACHE_MS', 10_000, 0, 10_000),
    /** Requests a second that one token may make on average, over ten-second windows. */
    rateLimitPerSecond: number('JETPAY_RATE_LIMIT', 200, 1, 1_000_000),
    /**
     * Writes a minute that one address may make to payment pages; their status may be asked for twenty times
     * as often.
     */
    paymentPageRateLimit: number('JETPAY_PAYMENT_PAGE_RATE_LIMIT', 30, 1, 1_000_000),
    /**
     * How long a person who does nothing stays signed in, and how long at all: a working day. Before money
     * moves they show again that it is them.
     */
    sessionIdleMinutes: number('JETPAY_SESSION_IDLE_MINUTES', 120, 1, 1_440),
    sessionHours: number('JETPAY_SESSION_HOURS', 12, 1, 720),
    /**
     * Whether a password alone opens the operator's pages, and companies to an operator: live it does not, as
     * they see everybody's money. In the demo there is no need to try it out each time.
     */
    operatorSecondFactor:
      oneOf(
        'JETPAY_OPERATOR_SECOND_FACTOR',
        ['required', 'optional'] as const,
        environment === 'live' ? 'required' : 'optional',
      ) === 'required',
    /** Proxies in front of the api, in CIDR form: only what these say of the client's address is believed. */
    trustedProxies: networks('JETPAY_TRUSTED_PROXIES'),
    /**
     * Requests one api process works on at a time; the next is told to come back (503) instead of queueing.
     */
    requestsAtOnceMax: number('JETPAY_REQUESTS_AT_ONCE', 1_000, 1, 100_000),
    /**
     * How many of them may be one company's, so that there is room for the others; it is told to come back
     * (429).
     */
    companyRequestsAtOnceMax: number('JETPAY_COMPANY_REQUESTS_AT_ONCE', 500, 1, 100_000),
  }
}
