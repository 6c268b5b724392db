/**
 * Whether what grows stays as quick: charges, and every list, filter, search and export, of a company with
 * millions of debits.
 */
import { chmodSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { newDataFolder } from '../test/system.ts'
import { fillFolder } from './growth-folder.ts'
import { measureFolder } from './growth-measure.ts'
import type { BenchOptions } from './options.ts'

/**
 * `--keep <folder>` fills a company there and leaves it, `--use <folder>` measures what was kept, as often as
 * one likes: ten million debits take half an hour and 40 GB.
 */
export async function benchGrowth({ debits, seconds, rounds, keep, use }: BenchOptions): Promise<void> {
  if (keep !== undefined) {
    if (existsSync(keep))
      throw new Error(`--keep ${keep} is there already: measure it with --use, or remove it`)
    mkdirSync(keep, { recursive: true })
    // The database's user enters it.
    chmodSync(keep, 0o711)
    return fillFolder(keep, debits)
  }
  if (use !== undefined) return measureFolder(use, debits, { seconds, rounds })
  const dataFolder = newDataFolder()
  try {
    await fillFolder(dataFolder, debits)
    await measureFolder(dataFolder, debits, { seconds, rounds })
  } finally {
    rmSync(dataFolder, { recursive: true, force: true })
  }
}
