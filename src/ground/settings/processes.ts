import type { Readers } from './readers.ts'

/**
 * More than the cores of a machine that one PostgreSQL fits on. With twenty connections of an api (ten are
 * for its searches), ten of a worker and ten of the vault, eight of both are within the embedded PostgreSQL's
 * 300.
 */
const PROCESSES_MAX = 8

/** How many processes share the work of a role. */
export function readProcessSettings({ number }: Readers) {
  return {
    /**
     * Api processes that share the public port. With more than one each listens by itself (`SO_REUSEPORT`),
     * and they tell each other what they have counted (`http/shared-counts.ts`). Linux only.
     */
    apiProcesses: number('JETPAY_API_PROCESSES', 1, 1, PROCESSES_MAX),
    /** Workers that share the jobs. Each takes its part of the time that work which may wait is given. */
    workerProcesses: number('JETPAY_WORKER_PROCESSES', 1, 1, PROCESSES_MAX),
  }
}
