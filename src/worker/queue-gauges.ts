import { Gauge, type Registry } from 'prom-client'

/** What the worker shows of what waits. `collect` sets them all, once for one answer. */
export function createQueueGauges(registry: Registry, collect: () => Promise<void> | undefined) {
  const gauge = <Label extends string = never>(name: string, help: string, ...labelNames: Label[]) =>
    new Gauge<Label>({ name, help, labelNames, registers: [registry], collect: () => collect() })
  return {
    length: gauge('jetpay_queue_length', 'What waits, by queue, counted up to 10,000', 'queue'),
    oldest: gauge(
      'jetpay_queue_oldest_seconds',
      'How long the oldest of a queue has waited; 0 where none does',
      'queue',
    ),
    alarms: gauge('jetpay_alarms_open', 'Alarms that nobody has closed, by kind', 'kind'),
    webhooks: gauge('jetpay_webhooks', 'Webhooks by state', 'state'),
    events: gauge(
      'jetpay_webhook_events_waiting',
      'Events that webhooks have not confirmed yet, by the state of the webhook',
      'state',
    ),
    jobAge: gauge('jetpay_job_age_seconds', 'Since a job of the worker last ended without an error', 'job'),
    jobFailures: gauge('jetpay_job_failures', 'How often a job has failed since it last went well', 'job'),
    summaryLag: gauge('jetpay_ledger_summary_lag_seconds', 'How far the sums of the ledger are behind it'),
    keyAge: gauge('jetpay_signing_key_age_seconds', 'How long the key that signs webhooks has done so'),
    verifyAge: gauge(
      'jetpay_verify_age_seconds',
      'Since the last run of verify that was asked for by API or dashboard has ended',
    ),
    verifyOk: gauge('jetpay_verify_ok', '1 where that run found nothing, 0 where an invariant does not hold'),
  }
}
