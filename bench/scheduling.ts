/**
 * Who had a core, and who waited for one: whether a stall is the program's own work or a machine that was
 * busy with something else.
 */
import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import type { System } from '../test/system.ts'
import { pidsByRole } from './cpu.ts'

/** Often enough to see within a stall of 50 ms, at a five-hundredth of a core. */
const EVERY_MS = 20
/** Roles that a charge passes; each does all its work in its main thread. */
const PASSED = ['api', 'vault', 'simulator']
const ROLES = [...PASSED, 'worker']

type Sample = { at: number; roles: Map<string, { ran: number; waited: number }> }

export type Scheduling = {
  /**
   * Milliseconds that each role ran and waited for a core in a span of time (since 1970), in words; `starved`
   * where one that a charge passes waited for half of it.
   */
  during(from: number, to: number): { starved: boolean; said: string }
  stop(): void
}

export function watchScheduling(system: System): Scheduling {
  const pids = [...pidsByRole(system)].filter(([role]) => ROLES.includes(role))
  const samples: Sample[] = []
  const look = () => {
    const roles = new Map(pids.map(([role, all]) => [role, sumUp(all.map(scheduled))]))
    samples.push({ at: performance.timeOrigin + performance.now(), roles })
  }
  const timer = setInterval(look, EVERY_MS)
  return {
    during(from, to) {
      const before = samples.findLast(({ at }) => at <= from)
      const after = samples.find(({ at }) => at >= to)
      const spent = [...(after?.roles ?? [])].map(([role, { ran, waited }]) => {
        const was = before?.roles.get(role)
        return { role, ran: ran - (was?.ran ?? ran), waited: waited - (was?.waited ?? waited) }
      })
      return {
        starved: spent.some(({ role, waited }) => PASSED.includes(role) && waited > (to - from) / 2),
        said: spent
          .map(
            ({ role, ran, waited }) =>
              `${role} ran ${ran.toFixed(0)} ms, waited ${waited.toFixed(0)} for a core`,
          )
          .join('; '),
      }
    },
    stop: () => clearInterval(timer),
  }
}

/** Of a process's main thread so far, in milliseconds (the kernel's `schedstat`). */
function scheduled(pid: number): { ran: number; waited: number } {
  try {
    const [ran, waited] = readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ').map(Number)
    return { ran: ran! / 1e6, waited: waited! / 1e6 }
  } catch {
    return { ran: 0, waited: 0 }
  }
}

const sumUp = (all: { ran: number; waited: number }[]) => ({
  ran: all.reduce((sum, { ran }) => sum + ran, 0),
  waited: all.reduce((sum, { waited }) => sum + waited, 0),
})

/** CPU seconds that the whole machine has been busy for, and what its host took from it (`/proc/stat`). */
export function machineBusy(): number {
  const fields = readFileSync('/proc/stat', 'utf8').split('\n')[0]!.split(/\s+/).slice(1, 9).map(Number)
  const [user, nice, system, , , irq, softirq, steal] = fields as number[]
  return (user! + nice! + system! + irq! + softirq! + steal!) / 100
}

/** The share of all cores that others than we had, in percent. */
export const shareOfOthers = (busySeconds: number, ourSeconds: number, elapsedMs: number): number =>
  Math.max(0, (100 * (busySeconds - ourSeconds)) / ((elapsedMs / 1000) * cpus().length))
