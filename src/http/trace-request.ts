import type { FastifyRequest } from 'fastify'
import type { TraceSpan, Traces } from '../ground/traces.ts'

const begin = (traces: Traces, name: string, request: FastifyRequest, more: Record<string, string> = {}) =>
  traces.begin(
    {
      name,
      kind: 'server',
      startedAt: request.timing.startedAt,
      facts: {
        'http.request.method': request.method,
        'http.route': request.routeOptions.url ?? '',
        'jetpay.request_id': request.id,
        ...more,
      },
    },
    request.headers.traceparent,
  )

/** Begins the trace of what a payer does on a page, which has no caller of ours. */
export const tracePage = (traces: Traces, name: string, request: FastifyRequest): TraceSpan | undefined =>
  begin(traces, name, request)

/** Begins the trace of a request whose caller is known, or goes on with the caller's own. */
export const traceRequest = (
  traces: Traces,
  operationId: string,
  request: FastifyRequest,
): TraceSpan | undefined =>
  begin(traces, operationId, request, { 'jetpay.company_id': request.caller!.company_id })
