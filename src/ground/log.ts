import { type DestinationStream, type Logger, pino } from 'pino'
import type { Config } from './config.ts'

/**
 * Lines that wait for a reader that is busy; beyond this they are dropped, so that a log never fills the
 * memory or holds up work.
 */
const WAITING_BYTES_MAX = 4 * 1024 * 1024

/** JSON lines to standard output. Bodies and card data are never handed to a logger (PCI DSS 3.3.1, 10.2). */
export function openLog(role: string, { logLevel }: Config, destination?: DestinationStream): Logger {
  const options = {
    level: logLevel,
    base: { role },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: withoutData },
  }
  return pino(options, destination ?? standardOutput)
}

/**
 * Members of a database's error that are not about what went wrong: the connection with its settings and the
 * statement under way, and the row (`detail`: "Failing row contains …").
 */
const DATA = ['client', 'detail', 'where', 'internalQuery']

/** An error as it is logged: what it is and where it happened, and nothing of what was worked on. */
function withoutData(error: Error): object {
  const told = pino.stdSerializers.err(error)
  return typeof told === 'object' && told !== null
    ? Object.fromEntries(Object.entries(told).filter(([name]) => !DATA.includes(name)))
    : told
}

/**
 * Not pino's own: as the process exits that one writes what is left again and again until it succeeds, so a
 * role whose supervisor was killed never ends.
 */
const standardOutput: DestinationStream = {
  write(line) {
    const { stdout } = process
    // Whoever read is gone, or the disk is full. The next line is tried again.
    if (stdout.listenerCount('error', ignore) === 0) stdout.on('error', ignore)
    if (stdout.writableLength < WAITING_BYTES_MAX) stdout.write(line)
  },
}

function ignore(): void {}

/** Each connection of a pool hears of a restart. */
export const LOST = 'a database connection was lost'

/** Kinds of failure that are told apart within a second; further ones count as one. */
const KINDS_MAX = 20
const EVERY_MS = 1_000

/**
 * For what anybody can make happen with each request, or a database that is away in each job: a kind of
 * failure is logged when it comes, with where it happened, and while it goes on once a second, with how
 * often. So a flood of requests never is a flood of lines that pushes out what else the log has to say. What
 * is meant to happen under load (a Problem that has no cause) comes without a stack. `describe` says what is
 * told of an error.
 */
export function logSparsely(
  log: Logger,
  level: 'error' | 'warn' | 'info',
  message = 'request failed',
  describe: (cause: Error) => object = (err) => ({ err }),
) {
  const kinds = new Map<string, { count: number; fields: object }>()

  function tellLater(kind: string): void {
    const timer = setTimeout(() => {
      const { count, fields } = kinds.get(kind)!
      if (count === 0) return void kinds.delete(kind)
      log[level]({ ...fields, kind, count }, `${message}, and again within a second`)
      kinds.set(kind, { count: 0, fields: {} })
      tellLater(kind)
    }, EVERY_MS)
    timer.unref()
  }

  return (error: Error & { code?: string }, fields: object): void => {
    const cause = (error.cause ?? error) as Error & { code?: string }
    const named = [...new Set([error.code ?? error.name, cause.code ?? cause.name])].join(' ')
    const kind = kinds.has(named) || kinds.size < KINDS_MAX ? named : 'other'
    const known = kinds.get(kind)
    if (known) {
      known.count += 1
      known.fields = fields
      return
    }
    kinds.set(kind, { count: 0, fields: {} })
    tellLater(kind)
    const expected = error.code === 'service_unavailable' && error.cause === undefined
    log[level]({ ...fields, kind, ...(expected ? { reason: error.message } : describe(cause)) }, message)
  }
}
