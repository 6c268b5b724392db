/**
 * Looks again and again, `everyMs` after the look before has ended, in a chain of timers that `stop` waits
 * for. `look` does not fail: it logs what does. It asks `isStopped` between its steps. The first comes
 * `everyMs` after `begun`; where that fails there is none.
 */
export function lookAgain(
  everyMs: number,
  look: (isStopped: () => boolean) => Promise<unknown>,
  begun: Promise<unknown> = Promise.resolve(),
): { stop(): Promise<void> } {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  const isStopped = () => stopped
  const schedule = (): void => {
    if (stopped) return
    timer = setTimeout(() => {
      looking = look(isStopped).then(schedule)
    }, everyMs).unref()
  }
  let looking = begun.then(schedule, () => undefined)
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await looking
    },
  }
}
