import type { ServedRole } from '../ground/settings/hand-over.ts'

/**
 * How large the heap of a role may grow, in MB: `old` for what lives on, `young` for each half of the space
 * that new objects are made in (three halves at most). Without these V8 lets a heap grow to gigabytes before
 * it collects thoroughly, and everything else on the machine pays for it. What is beside the heap (Node
 * itself, code, buffers) is some 80 to 100 MB. A role that needs more ends, and is started again: what it was
 * doing is taken up as after any crash.
 */
const heaps: Record<ServedRole, { old: number; young: number }> = {
  /**
   * A thousand requests at a time with what they hold, and five bodies of 3 MiB for each of some companies.
   * What a request makes dies young in more room: an eighth less of its CPU (docs/performance.md).
   */
  api: { old: 160, young: 32 },
  /** Questions of some hundred bytes. Short-lived numbers are collected, and overwritten, the sooner. */
  vault: { old: 64, young: 2 },
  /** Batches of events on their way to receivers. */
  worker: { old: 160, young: 8 },
  /** Books in memory, which grow with what was charged. */
  simulator: { old: 1_024, young: 8 },
  shop: { old: 64, young: 4 },
  /** Bytes on their way, and a hundred thousand keys that it has met. */
  directory: { old: 160, young: 8 },
}

/**
 * What lives on is looked through again once it is four times as much as it was after the last time, `old` at
 * most. V8 itself waits for half as much again, and each look at all that a role holds, which the threads
 * beside it share, comes every second or two under load: an eighth of a role's CPU (docs/performance.md).
 */
const GROWTH = ['--heap-growing-percent=300']

/** Node's options for the process of a role; none for what is no role of ours. */
export function heapFlags(role: string): string[] {
  const heap = heaps[role as ServedRole]
  return heap ? [`--max-old-space-size=${heap.old}`, `--max-semi-space-size=${heap.young}`, ...GROWTH] : []
}

/**
 * The C library keeps memory apart for each thread, up to eight times as many as there are cores, and gives
 * little of it back. Node's threads (zlib, DNS, files, collection) need no more than two.
 */
export const MALLOC = { MALLOC_ARENA_MAX: '2' }
