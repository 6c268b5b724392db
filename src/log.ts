import { type DestinationStream, type Logger, pino } from 'pino'
import type { Config } from './config.ts'

/** Lines that wait for a reader that is busy; beyond this they are dropped, so that a log never fills the memory or holds up work. */
const WAITING_BYTES_MAX = 4 * 1024 * 1024

/** JSON lines to standard output. Bodies and card data are never handed to a logger (PCI DSS 3.3.1, 10.2). */
export function openLog(role: string, { logLevel }: Config, destination?: DestinationStream): Logger {
  const options = { level: logLevel, base: { role }, timestamp: pino.stdTimeFunctions.isoTime }
  return pino(options, destination ?? standardOutput)
}

/**
 * Not pino's own: as the process exits that one writes what is left again and again until it succeeds, so a role whose supervisor was
 * killed never ends.
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
