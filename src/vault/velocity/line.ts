/** Who waits until answers to others have come: in the order that they came in, and not for ever. */

/** Of one visitor, in one process; whoever comes when so many wait is told to come back. */
const WAITING_MAX = 1_000
/** A verification may take so long; then the page says that it should be tried again in a moment. */
const WAIT_MS = 20_000
/** Another process of the vault may have had the answer. */
const LOOK_AGAIN_MS = 250

export function openLine() {
  const tails = new Map<string, { last: Promise<unknown>; waiting: number }>()
  let moved = Promise.withResolvers<void>()

  /**
   * Runs `begin`; where it says to wait, again and again after all that wait already of this visitor. Null:
   * it has waited too long.
   */
  async function take<Verdict extends { go: string }>(
    visitor: string,
    begin: () => Promise<Verdict>,
  ): Promise<Exclude<Verdict, { go: 'wait' }> | null> {
    const there = tails.get(visitor)
    if (!there) {
      const verdict = await begin()
      if (verdict.go !== 'wait') return verdict as Exclude<Verdict, { go: 'wait' }>
    }
    const line = tails.get(visitor) ?? { last: Promise.resolve(), waiting: 0 }
    if (line.waiting >= WAITING_MAX) return null
    tails.set(visitor, line)
    line.waiting += 1
    const deadline = performance.now() + WAIT_MS
    const turn = line.last.then(async () => {
      for (;;) {
        if (performance.now() > deadline) return null
        const next = moved.promise
        const verdict = await begin()
        if (verdict.go !== 'wait') return verdict as Exclude<Verdict, { go: 'wait' }>
        let timer: NodeJS.Timeout | undefined
        await Promise.race([
          next,
          new Promise((resolve) => {
            timer = setTimeout(resolve, LOOK_AGAIN_MS)
          }),
        ])
        clearTimeout(timer)
      }
    })
    line.last = turn.catch(() => undefined)
    try {
      return await turn
    } finally {
      line.waiting -= 1
      if (line.waiting === 0) tails.delete(visitor)
    }
  }

  return {
    take,
    /** An attempt has ended: those who wait look again. */
    move() {
      moved.resolve()
      moved = Promise.withResolvers()
    },
  }
}

/**
 * Lets so many work at a time: who waits for a row that another holds has a connection meanwhile, and charges
 * need theirs.
 */
export function openGate(atOnce: number): <T>(work: () => Promise<T>) => Promise<T> {
  let working = 0
  const waiting: (() => void)[] = []
  return async (work) => {
    if (working >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve))
    else working += 1
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else working -= 1
    }
  }
}
