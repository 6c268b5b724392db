/** Traces by OpenTelemetry's own SDK, sent as OTLP over HTTP. Loaded where a collector is named alone. */
import {
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import {
  AlwaysOnSampler,
  BasicTracerProvider,
  BatchSpanProcessor,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-base'
import type { Logger } from 'pino'
import { logSparsely } from './log.ts'
import { type Begin, readTraceparent, type SpanKindName, type TraceSpan, type Traces } from './traces.ts'

/** Spans that wait to be sent; what comes beyond is dropped, and no request waits for a collector. */
const WAITING_MAX = 8_192
const SENT_AT_ONCE = 512
const EVERY_MS = 1_000
/** How long the collector may take, also when the process ends. */
const SEND_MS = 2_000

const kinds = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  internal: SpanKind.INTERNAL,
  producer: SpanKind.PRODUCER,
} as const satisfies Record<SpanKindName, SpanKind>

export function startTraces(
  { role, url, percent }: { role: string; url: string; percent: number },
  log: Logger,
): Traces {
  const exporter = tellingOf(new OTLPTraceExporter({ url, timeoutMillis: SEND_MS, headers: {} }), log)
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': `jetpay-${role}` }),
    // Which requests are traced is decided before a span is made.
    sampler: new AlwaysOnSampler(),
    spanProcessors: [
      new BatchSpanProcessor(exporter, {
        maxQueueSize: WAITING_MAX,
        maxExportBatchSize: SENT_AT_ONCE,
        scheduledDelayMillis: EVERY_MS,
        exportTimeoutMillis: SEND_MS,
      }),
    ],
  })
  const tracer = provider.getTracer('jetpay')

  const start = ({ name, kind, facts, startedAt }: Begin, parent: Context, links: string[] = []): TraceSpan =>
    asTraceSpan(
      tracer.startSpan(
        name,
        {
          kind: kinds[kind],
          attributes: { ...facts },
          ...(startedAt === undefined ? {} : { startTime: startedAt }),
          links: links.flatMap((link) => {
            const context = remote(link)
            return context ? [{ context }] : []
          }),
        },
        parent,
      ),
      (child) => start(child, trace.setSpanContext(ROOT_CONTEXT, child.of)),
    )

  return {
    begin(span, traceparent) {
      const parent = remote(traceparent)
      if (!isChosen(parent?.traceId, percent)) return undefined
      return start(span, parent ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT)
    },
    join(span, traceparent) {
      const parent = remote(traceparent)
      return start(span, parent ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT)
    },
    beginLinked: (span, traceparents) => start(span, ROOT_CONTEXT, [...traceparents]),
    close: () => provider.shutdown().catch(() => undefined),
  }
}

type ChildOf = Begin & { of: ReturnType<Span['spanContext']> }

function asTraceSpan(span: Span, startChild: (child: ChildOf) => TraceSpan): TraceSpan {
  const context = span.spanContext()
  return {
    traceId: context.traceId,
    traceparent: `00-${context.traceId}-${context.spanId}-01`,
    child: (name, kind = 'internal', facts = {}) => startChild({ name, kind, facts, of: context }),
    end(facts, failed) {
      if (facts) span.setAttributes(facts)
      if (failed) span.setStatus({ code: SpanStatusCode.ERROR })
      span.end(performance.now())
    },
  }
}

function remote(traceparent: unknown) {
  const ids = readTraceparent(traceparent)
  return ids && { ...ids, traceFlags: TraceFlags.SAMPLED, isRemote: true }
}

/**
 * By the trace's own digits where a caller began it, so that whoever has the same share has the same traces.
 */
function isChosen(traceId: string | undefined, percent: number): boolean {
  const share = traceId === undefined ? Math.random() : Number.parseInt(traceId.slice(-8), 16) / 2 ** 32
  return share * 100 < percent
}

/** The same, that tells the log when spans do not arrive. */
function tellingOf(exporter: SpanExporter, log: Logger): SpanExporter {
  const tell = logSparsely(log, 'warn', 'traces do not reach their collector', ({ name }) => ({ name }))
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        if (result.error) tell(result.error, { spans: spans.length })
        done(result)
      }),
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => exporter.forceFlush?.(),
  }
}
