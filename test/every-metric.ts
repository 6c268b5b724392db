/** Every metric of Jetpay's own that a role shows, and its table in docs/observability.md. */
import { Registry } from 'prom-client'
import { createDirectoryMetrics } from '../src/directory/directory-metrics.ts'
import { createMetrics } from '../src/ground/metrics.ts'
import { createVaultGauge } from '../src/process/main-operations.ts'
import { createVaultMetrics } from '../src/vault/vault-metrics.ts'
import { createQueueGauges } from '../src/worker/queue-gauges.ts'

type Known = { name: string; help: string; type: string; labelNames: string[] }

function ownOf(registry: Registry): Known[] {
  const metrics = registry.getMetricsAsArray() as unknown as (Omit<Known, 'type'> & object)[]
  return metrics
    .filter(({ name }) => name.startsWith('jetpay_'))
    .map((metric) => ({
      name: metric.name,
      help: metric.help,
      labelNames: metric.labelNames,
      type: metric.constructor.name.toLowerCase(),
    }))
}

function queues(): Registry {
  const registry = new Registry()
  createQueueGauges(registry, () => undefined)
  return registry
}

function ofMain(): Registry {
  const { registry } = createMetrics('api')
  createVaultGauge(registry, async () => true)
  return registry
}

const everyMetric = [
  ...ownOf(ofMain()).map((metric) => ({ ...metric, of: 'api, worker' })),
  ...ownOf(queues()).map((metric) => ({ ...metric, of: 'worker' })),
  ...ownOf(createVaultMetrics(() => ({})).registry).map((metric) => ({ ...metric, of: 'vault' })),
  ...ownOf(createDirectoryMetrics().registry).map((metric) => ({ ...metric, of: 'directory' })),
]

/** The names that a query may ask for. */
export const everySeries = new Set(
  everyMetric.flatMap(({ name, type }) =>
    type === 'histogram' ? [`${name}_count`, `${name}_bucket`, `${name}_sum`] : [name],
  ),
)

const metricsTable = () =>
  [
    '| metric | kind | of | labels | what |',
    '|---|---|---|---|---|',
    ...everyMetric.map(
      ({ name, type, of, labelNames, help }) =>
        `| \`${name}\` | ${type} | ${of} | ${labelNames.map((label) => `\`${label}\``).join(', ')} | ${help} |`,
    ),
  ].join('\n')

/** The page with its table as the program has them. */
export const pageWithMetrics = (page: string): string =>
  page.replace(
    /(<!-- metrics:.*-->\n)[\s\S]*(<!-- \/metrics -->)/,
    (_all, from, to) => `${from}${metricsTable()}\n${to}`,
  )
