/** What a load leaves behind (events, webhooks), and when it is done. */
import { setTimeout as delay } from 'node:timers/promises'
import type { System } from '../test/system.ts'
import { cpuByRole } from './cpu.ts'

/** CPU seconds a second by role, while there is nothing to do. */
export type Idle = Map<string, number>

/** It is worked off within this, or goes on beside what is measured next. */
const SETTLE_MS = 20_000
const LOOK_MS = 500
const IDLE_MS = 2_000
/** Of a core, above what the idle system uses: the kernel counts in hundredths of a second. */
const MARGIN = 0.04

/** Before any load. */
export async function measureIdle(system: System): Promise<Idle> {
  const before = cpuByRole(system)
  await delay(IDLE_MS)
  return spentSince(before, cpuByRole(system), IDLE_MS)
}

/** Waits until worker and database do no more than they do idle, and answers how long that took. */
export async function settled(system: System, idle: Idle): Promise<number> {
  const from = performance.now()
  while (performance.now() - from < SETTLE_MS) {
    const before = cpuByRole(system)
    await delay(LOOK_MS)
    const spent = spentSince(before, cpuByRole(system), LOOK_MS)
    const rests = (role: string) => (spent.get(role) ?? 0) <= (idle.get(role) ?? 0) + MARGIN
    if (rests('worker') && rests('postgres')) break
  }
  return performance.now() - from
}

/** What of `after` was spent beyond what the idle system would have spent in that time, in CPU seconds. */
export const beyondIdle = (after: Map<string, number>, ms: number, idle: Idle): Map<string, number> =>
  new Map([...after].map(([role, seconds]) => [role, seconds - ((idle.get(role) ?? 0) * ms) / 1000]))

const spentSince = (before: Map<string, number>, after: Map<string, number>, ms: number): Idle =>
  new Map([...after].map(([role, at]) => [role, ((at - (before.get(role) ?? 0)) * 1000) / ms]))
