import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export type VaultMetrics = ReturnType<typeof createVaultMetrics>

/** The vault's metrics: of its link to the card network, by names of the link's own. */
export function createVaultMetrics(counters: () => Record<string, number>) {
  const registry = new Registry()
  registry.setDefaultLabels({ role: 'vault' })
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  new Gauge({
    name: 'jetpay_network_link',
    help: 'Counters of the card network link; late, duplicate and unmatched answers were dropped, never applied',
    labelNames: ['what'],
    registers,
    collect() {
      for (const [what, count] of Object.entries(counters())) this.labels(what).set(count)
    },
  })
  const answerSeconds = new Histogram({
    name: 'jetpay_network_answer_seconds',
    help: 'How long the card network took to answer, by the type of its answer (0210: to a charge); what it never answered is not in it',
    labelNames: ['message'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20],
    registers,
  })
  return {
    registry,
    /** `ms` from when a request left to its answer, which is of the type `answerType`. */
    answered: (answerType: string, ms: number) => answerSeconds.observe({ message: answerType }, ms / 1000),
  }
}
