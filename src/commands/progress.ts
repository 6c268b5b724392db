import { cutTo, widthOf } from './text-width.ts'

/** How often the line is written anew: more often nobody reads it. */
const EVERY_MS = 100

/**
 * A line on the terminal about long work, written over itself and gone at the end. Where stderr is no
 * terminal nothing is written: a log has no use for it. `interrupted` is what Ctrl-C is answered with: it
 * says what was done by then. Without it Ctrl-C is its caller's.
 */
export function openProgress(interrupted?: () => string, stream: NodeJS.WriteStream = process.stderr) {
  let last = -EVERY_MS
  let width = 0
  const clear = () => {
    // Blanks and not an escape: every terminal knows them.
    if (width > 0) stream.write(`\r${' '.repeat(width)}\r`)
    width = 0
  }
  const stop = () => {
    end()
    stream.write(`${interrupted?.()}\n`)
    // The shell is told what ended it, so that a loop around it ends too.
    process.kill(process.pid, 'SIGINT')
  }
  function end(): void {
    process.off('SIGINT', stop)
    clear()
  }
  if (interrupted) process.on('SIGINT', stop)
  return {
    say(line: string): void {
      const now = performance.now()
      if (!stream.isTTY || now - last < EVERY_MS) return
      last = now
      clear()
      const shown = cutTo(line, (stream.columns || 80) - 1)
      width = widthOf(shown)
      stream.write(shown)
    },
    end,
  }
}
