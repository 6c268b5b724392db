import { type DestinationStream, type Logger, pino } from 'pino'
import type { Config } from './config.ts'

/** JSON lines to standard output. Bodies and card data are never handed to a logger (PCI DSS 3.3.1, 10.2). */
export function openLog(role: string, { logLevel }: Config, destination?: DestinationStream): Logger {
  const options = { level: logLevel, base: { role }, timestamp: pino.stdTimeFunctions.isoTime }
  return destination ? pino(options, destination) : pino(options)
}

/** Kinds of failure that are told apart within a second; further ones count as one. */
const KINDS_MAX = 20
const EVERY_MS = 1_000

/**
 * For what anybody can make happen with each request: a kind of failure is logged when it comes, with where it happened, and while it
 * goes on once a second, with how often. So a flood of requests never is a flood of lines that pushes out what else the log has to say.
 * What is meant to happen under load (a Problem that has no cause) comes without a stack. `describe` says what is told of an error.
 */
export function logSparsely(
  log: Logger,
  level: 'error' | 'warn',
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
