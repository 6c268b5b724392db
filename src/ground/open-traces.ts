import type { Logger } from 'pino'
import type { Config } from './config.ts'
import type { Traces } from './traces.ts'

/** Null without a collector. */
export async function openTraces(
  role: string,
  config: Pick<Config, 'tracesUrl' | 'tracesPercent'>,
  log: Logger,
): Promise<Traces | null> {
  const { tracesUrl: url, tracesPercent: percent } = config
  if (url === undefined) return null
  const { startTraces } = await import('./otlp-traces.ts')
  return startTraces({ role, url, percent }, log)
}
