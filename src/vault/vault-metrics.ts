import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'

/** The vault's metrics: of its link to the card network, by names of the link's own. */
export function createVaultMetrics(counters: () => Record<string, number>): Registry {
  const registry = new Registry()
  registry.setDefaultLabels({ role: 'vault' })
  collectDefaultMetrics({ register: registry })
  new Gauge({
    name: 'jetpay_network_link',
    help: 'Counters of the card network link; late, duplicate and unmatched answers were dropped, never applied',
    labelNames: ['what'],
    registers: [registry],
    collect() {
      for (const [what, count] of Object.entries(counters())) this.labels(what).set(count)
    },
  })
  return registry
}
