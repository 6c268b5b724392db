import { readFileSync } from 'node:fs'
import { processes, type System } from '../test/system.ts'

/** Kernel ticks a second of `/proc/<pid>/stat` (Linux, USER_HZ). */
const TICKS = 100

const secondsOf = (pid: number): number => {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
    return (Number(fields[11]) + Number(fields[12])) / TICKS
  } catch {
    return 0
  }
}

/** CPU seconds that each role has used so far, the database with all its processes, and this load itself. */
export function cpuByRole({ pid: supervisor }: System): Map<string, number> {
  const all = processes()
  const used = new Map([['load', secondsOf(process.pid)]])
  for (const { pid, command } of all.filter(({ parent }) => parent === supervisor)) {
    const family = [pid, ...all.filter(({ parent }) => parent === pid).map((child) => child.pid)]
    const role = command.includes('postgres') ? 'postgres' : command.replace(/^jetpay /, '').split(' ')[0]!
    used.set(
      role,
      family.reduce((sum, one) => sum + secondsOf(one), 0),
    )
  }
  return used
}

/** Microseconds of CPU per charge by role, between two readings. */
export const perCharge = (before: Map<string, number>, after: Map<string, number>, charges: number) =>
  [...after]
    .map(([role, at]) => `${role} ${Math.round(((at - (before.get(role) ?? 0)) * 1e6) / charges)}`)
    .join(', ')
