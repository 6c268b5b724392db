import { rmSync } from 'node:fs'
import { newDataFolder, type System, startSystem } from '../test/system.ts'
import { chargesOf, type Load, startLoad } from './load.ts'
import type { Target } from './load-generator.ts'

const CARDS = 50
/** Longer than any sensible bench; a system that outlives its bench is ended. */
const LIFE_MS = 5 * 60 * 60_000

/** The system with cards that can be charged, and a load generator beside it. */
export type ChargeStage = { system: System; load: Load; charges: Target }

export async function onChargeStage(
  work: (stage: ChargeStage) => Promise<void>,
  start: (begin: () => Promise<System>) => Promise<System> = (begin) => begin(),
  env: Record<string, string> = {},
): Promise<void> {
  const dataFolder = newDataFolder()
  const settings = { JETPAY_RATE_LIMIT: '1000000', JETPAY_LOG_LEVEL: 'warn', ...env }
  const system = await start(() => startSystem(dataFolder, settings, LIFE_MS))
  const load = startLoad()
  try {
    await work({ system, load, charges: await chargesOf(system, CARDS) })
  } finally {
    load.close()
    await system.stop()
    rmSync(dataFolder, { recursive: true, force: true })
  }
}
