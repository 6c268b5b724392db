import { Counter, collectDefaultMetrics, Registry } from 'prom-client'

/** The router's metrics. Cells are few, and an operator names them. */
export function createDirectoryMetrics() {
  const registry = new Registry()
  registry.setDefaultLabels({ role: 'directory' })
  collectDefaultMetrics({ register: registry })
  const passed = new Counter({
    name: 'jetpay_directory_requests_total',
    help: 'Requests by the cell that they were for; `answered`, or `failed` where the cell gave no answer',
    labelNames: ['cell', 'outcome'],
    registers: [registry],
  })
  return {
    registry,
    passed: (cell: string, outcome: 'answered' | 'failed') => passed.inc({ cell, outcome }),
  }
}
