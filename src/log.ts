import { type DestinationStream, type Logger, pino } from 'pino'
import type { Config } from './config.ts'

/** JSON lines to standard output. Bodies and card data are never handed to a logger (PCI DSS 3.3.1, 10.2). */
export function openLog(role: string, { logLevel }: Config, destination?: DestinationStream): Logger {
  const options = { level: logLevel, base: { role }, timestamp: pino.stdTimeFunctions.isoTime }
  return destination ? pino(options, destination) : pino(options)
}
