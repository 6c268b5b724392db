import { readFileSync } from 'node:fs'

/**
 * Whether the kernel would write this process's memory to the disk, or hand it to a program, when it crashes:
 * card numbers, keys and passwords with it (PCI DSS 3.3.1, 3.5.1). A line that says what to do, or null.
 * Linux only; elsewhere nothing can be told. `limited`: the limit of the processes that are meant is 0
 * whatever this one's is.
 */
export function coreDumpRisk({ limited = false } = {}): string | null {
  const limits = readIfThere('/proc/self/limits')
  const pattern = readIfThere('/proc/sys/kernel/core_pattern')?.trim() ?? ''
  if (limits === undefined) return null
  const soft = /^Max core file size\s+(\S+)/m.exec(limits)?.[1] ?? '0'
  // A program that takes core dumps is started whatever the limit (core(5)); most of them look at it
  // themselves.
  if (pattern.startsWith('|'))
    return `Core dumps go to a program (${pattern.slice(1).split(' ')[0]}), whatever the limit: see that it keeps none of jetpay, or run: sysctl kernel.core_pattern=core`
  if (limited || soft === '0') return null
  return 'A crash would write this process\u2019s memory to the disk; start it with `ulimit -c 0` (systemd: LimitCORE=0).'
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
