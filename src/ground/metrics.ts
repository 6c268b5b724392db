import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export type Metrics = ReturnType<typeof createMetrics>

/**
 * The process's Prometheus metrics, served at `/metrics`. Labels are bounded: operations and outcomes, never
 * ids.
 */
export function createMetrics(role: string) {
  const registry = new Registry()
  registry.setDefaultLabels({ role })
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  return {
    registry,
    requestSeconds: new Histogram({
      name: 'jetpay_http_request_seconds',
      help: 'Time to answer, by operation and status',
      labelNames: ['operation', 'status'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20],
      registers,
    }),
    charges: new Counter({
      name: 'jetpay_charges_total',
      help: 'Charges by outcome',
      labelNames: ['outcome'],
      registers,
    }),
    batchSize: new Histogram({
      name: 'jetpay_batch_size',
      help: 'How many charges share one statement, by statement: 1 by themselves, more under load',
      labelNames: ['statement'],
      buckets: [1, 2, 4, 8, 16, 32, 64],
      registers,
    }),
    captures: new Counter({
      name: 'jetpay_captures_total',
      help: 'Captures of authorizations sent, by outcome',
      labelNames: ['outcome'],
      registers,
    }),
    refunds: new Counter({
      name: 'jetpay_refunds_total',
      help: 'Refunds to cards, by outcome',
      labelNames: ['outcome'],
      registers,
    }),
    reversals: new Counter({
      name: 'jetpay_reversals_total',
      help: 'Reversals sent, by outcome',
      labelNames: ['outcome'],
      registers,
    }),
    eventsSequenced: new Counter({
      name: 'jetpay_events_sequenced_total',
      help: 'Events given an id',
      registers,
    }),
    deliveries: new Counter({
      name: 'jetpay_webhook_deliveries_total',
      help: 'Webhook deliveries by outcome',
      labelNames: ['outcome'],
      registers,
    }),
    attemptsUnresolved: new Gauge({
      name: 'jetpay_attempts_unresolved',
      help: 'Attempts whose outcome is not known yet',
      registers,
    }),
  }
}
