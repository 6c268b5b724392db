import { readFileSync } from 'node:fs'
import { processes, type System } from '../test/system.ts'

/** Kernel ticks a second of `/proc/<pid>/stat` (Linux, USER_HZ). */
const TICKS = 100

/** CPU seconds so far; with those of children that have ended where it `reaps` them (the postmaster does). */
function secondsOf(pid: number, reaps = false): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ').map(Number)
    const [user, system, childrenUser, childrenSystem] = fields.slice(11, 15) as [
      number,
      number,
      number,
      number,
    ]
    return (user + system + (reaps ? childrenUser + childrenSystem : 0)) / TICKS
  } catch {
    return 0
  }
}

/** Every process of the system by its role; the database's are one role. */
export function pidsByRole({ pid: supervisor }: System): Map<string, number[]> {
  const all = processes()
  const childrenOf = (pid: number) => all.filter(({ parent }) => parent === pid)
  const roles = new Map<string, number[]>()
  const add = (role: string, pid: number) => roles.set(role, [...(roles.get(role) ?? []), pid])
  const walk = (pid: number, of?: string) => {
    for (const child of childrenOf(pid)) {
      const role = of ?? (child.command.includes('postgres') ? 'postgres' : titleOf(child.command))
      add(role, child.pid)
      walk(child.pid, role === 'postgres' ? role : undefined)
    }
  }
  walk(supervisor)
  return roles
}

const titleOf = (command: string) => command.replace(/^jetpay /, '').split(' ')[0]!

/** CPU seconds that each role has used so far, and each of `others` (a peer, a load). */
export function cpuByRole(system: System, others: Record<string, number> = {}): Map<string, number> {
  const sum = (pids: number[], reaps: boolean) =>
    pids.reduce((seconds, pid, at) => seconds + secondsOf(pid, reaps && at === 0), 0)
  return new Map([
    ...[...pidsByRole(system)].map(([role, pids]) => [role, sum(pids, role === 'postgres')] as const),
    ...Object.entries(others).map(([role, pid]) => [role, secondsOf(pid)] as const),
  ])
}

/** Microseconds of CPU per charge by role, between two readings. */
export const cpuPer = (before: Map<string, number>, after: Map<string, number>, charges: number) =>
  new Map(
    [...after].map(([role, at]) => [role, Math.max(0, ((at - (before.get(role) ?? 0)) * 1e6) / charges)]),
  )

export const perCharge = (before: Map<string, number>, after: Map<string, number>, charges: number) =>
  told(cpuPer(before, after, charges))

export const told = (cpu: Map<string, number>) =>
  [...cpu].map(([role, us]) => `${role} ${Math.round(us)}`).join(', ')
