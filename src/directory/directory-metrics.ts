import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'

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
  let countHeld = () => 0
  new Gauge({
    name: 'jetpay_directory_held_requests',
    help: 'Requests that wait for a cell that is held',
    registers: [registry],
    collect() {
      this.set(countHeld())
    },
  })
  return {
    registry,
    /** Where to ask how many wait. */
    countHeldBy(count: () => number) {
      countHeld = count
    },
    passed: (cell: string, outcome: 'answered' | 'failed') => passed.inc({ cell, outcome }),
  }
}
