/**
 * Traces of requests, as OpenTelemetry has them, for who looks where the time went. Off unless a collector is
 * named; then nothing of it is even loaded. ADR 47, docs/observability.md.
 */

/**
 * What a span may say. A list, so that neither a card's number nor what a person wrote can come into one by
 * the way.
 */
export type SpanFacts = Partial<
  Record<
    | 'http.request.method'
    | 'http.route'
    | 'http.response.status_code'
    | 'jetpay.company_id'
    | 'jetpay.request_id'
    | 'jetpay.transaction_id'
    | 'jetpay.webhook_id'
    | 'jetpay.events'
    | 'jetpay.kind'
    | 'jetpay.outcome',
    string | number
  >
>
export type SpanKindName = 'server' | 'client' | 'internal' | 'producer'

/** Something that takes time, under way. */
export type TraceSpan = {
  traceId: string
  /** As it goes to whom it asks (W3C Trace Context). */
  traceparent: string
  child(name: string, kind?: SpanKindName, facts?: SpanFacts): TraceSpan
  end(facts?: SpanFacts, failed?: boolean): void
}

export type Begin = {
  name: string
  kind: SpanKindName
  facts?: SpanFacts
  /** `performance.now()` when it began, where that was before. */
  startedAt?: number
}

export type Traces = {
  /**
   * Begins a trace, or goes on with that of a caller, which may be a stranger: of which requests there is
   * one is decided here, by their share. Undefined where there is none of this one.
   */
  begin(span: Begin, traceparent: unknown): TraceSpan | undefined
  /** Goes on with a trace of our own. */
  join(span: Begin, traceparent: string): TraceSpan
  /** A trace by itself, that names those of what it is about. */
  beginLinked(span: Begin, traceparents: readonly string[]): TraceSpan
  /** Sends what waits, within seconds. */
  close(): Promise<void>
}

/** What a `traceparent` may be: version 00 and what later ones begin with. */
const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-|$)/

/** The ids in a `traceparent`; undefined where it is none (W3C Trace Context section 3.2). */
export function readTraceparent(given: unknown): { traceId: string; spanId: string } | undefined {
  if (typeof given !== 'string' || given.startsWith('ff')) return undefined
  const [, traceId = '', spanId = ''] = TRACEPARENT.exec(given) ?? []
  return /[1-9a-f]/.test(traceId) && /[1-9a-f]/.test(spanId) ? { traceId, spanId } : undefined
}

/** Awaits `work` in a span of its own, where there is a trace to be in. */
export const inSpan = <T>(
  span: TraceSpan | undefined,
  work: (span: TraceSpan | undefined) => Promise<T>,
): Promise<T> => (span ? traced(span, work) : work(undefined))

async function traced<T>(span: TraceSpan, work: (span: TraceSpan) => Promise<T>): Promise<T> {
  try {
    const done = await work(span)
    span.end()
    return done
  } catch (error) {
    span.end({}, true)
    throw error
  }
}
