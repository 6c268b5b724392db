import type { Readers } from './readers.ts'

/**
 * More than the cores of a machine that one PostgreSQL fits on. With twenty connections of an api (ten are
 * for its searches), ten of a worker and ten of the vault, eight of both are within the embedded PostgreSQL's
 * 300.
 */
const PROCESSES_MAX = 8

/** How many processes share the work of a role. */
export function readProcessSettings({ number }: Readers, isDemo: boolean) {
  return {
    /**
     * Api processes that share the public port. With more than one each listens by itself (`SO_REUSEPORT`),
     * and they tell each other what they have counted (`http/shared-counts.ts`). Linux only.
     */
    apiProcesses: number('JETPAY_API_PROCESSES', 1, 1, PROCESSES_MAX),
    /** Workers that share the jobs. Each takes its part of the time that work which may wait is given. */
    workerProcesses: number('JETPAY_WORKER_PROCESSES', 1, 1, PROCESSES_MAX),
    /**
     * How long a role that was told to stop serves on while `/readyz` says 503, so that a balancer sees it
     * and sends it nothing new. Twice as long as balancers wait between two looks.
     */
    drainMs: number('JETPAY_DRAIN_MS', isDemo ? 0 : 3_000, 0, 60_000),
  }
}
