import { closeSync, openSync, readFileSync, readSync } from 'node:fs'

/** Larger mappings are reservations, not memory. */
const MAPPING_BYTES_MAX = 1 << 30

/**
 * The writable memory of a process, one mapping after the other; `[heap]` is what `malloc` gives out, Node's
 * buffers among it.
 */
export function* memoryOf(pid: number): Generator<{ name: string; bytes: Buffer }> {
  const memory = openSync(`/proc/${pid}/mem`, 'r')
  try {
    for (const line of readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')) {
      const [, from, to, name] = /^(\w+)-(\w+) rw\S* \S+ \S+ \S+\s*(.*)$/.exec(line) ?? []
      const [start, end] = [Number.parseInt(from ?? '', 16), Number.parseInt(to ?? '', 16)]
      if (!(end - start <= MAPPING_BYTES_MAX)) continue
      const bytes = Buffer.alloc(end - start)
      try {
        const read = readSync(memory, bytes, 0, bytes.length, start)
        yield { name: name!, bytes: bytes.subarray(0, read) }
      } catch {
        // Given back meanwhile, or the kernel's own.
      }
    }
  } finally {
    closeSync(memory)
  }
}
