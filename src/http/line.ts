/** Gives a slot back, or hands it to the next in line. */
export type Leave = () => void

export type Line = {
  /** Resolves when it is one's turn. Undefined where the line is full, or after one has waited too long. */
  enter(): Promise<Leave | undefined>
  isEmpty(): boolean
}

/** So many run at a time, and so many more wait, first come first served, and `waitMs` at most. */
export function openLine({
  running,
  waiting,
  waitMs,
}: {
  running: number
  waiting: number
  waitMs: number
}): Line {
  let inside = 0
  const line: (() => void)[] = []
  const leaveOnce = (): Leave => {
    let left = false
    return () => {
      if (left) return
      left = true
      // A request that leaves hands its slot on, so that none that comes later takes it first.
      const next = line.shift()
      if (next) next()
      else inside -= 1
    }
  }
  return {
    enter() {
      if (inside < running) {
        inside += 1
        return Promise.resolve(leaveOnce())
      }
      if (line.length >= waiting) return Promise.resolve(undefined)
      return new Promise((resolve) => {
        const goIn = () => {
          clearTimeout(overdue)
          resolve(leaveOnce())
        }
        const overdue = setTimeout(() => {
          line.splice(line.indexOf(goIn), 1)
          resolve(undefined)
        }, waitMs)
        line.push(goIn)
      })
    },
    isEmpty: () => inside === 0,
  }
}
