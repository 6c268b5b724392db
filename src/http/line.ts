/** Gives a slot back, or hands it to the next in line. */
export type Leave = () => void

export type Line = {
  /** Resolves when it is one's turn. Undefined where the line is full. */
  enter(): Promise<Leave> | undefined
  isEmpty(): boolean
}

/** So many run at a time, and so many more wait, first come first served. */
export function openLine({ running, waiting }: { running: number; waiting: number }): Line {
  let inside = 0
  const line: (() => void)[] = []
  const leave = () => {
    // A request that leaves hands its slot on, so that none that comes later takes it first.
    const next = line.shift()
    if (next) next()
    else inside -= 1
  }
  return {
    enter() {
      if (inside >= running) {
        if (line.length >= waiting) return undefined
        return new Promise((resolve) => line.push(() => resolve(leave)))
      }
      inside += 1
      return Promise.resolve(leave)
    },
    isEmpty: () => inside === 0,
  }
}
