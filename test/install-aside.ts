import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { promisify } from 'node:util'
import { projectFolder } from '../src/ground/config.ts'

const INSTALL_MS = 120_000

/**
 * The folder of tools that are no dependency of ours: a benchmark's peer, a generator. Installed from the
 * registry at their first use, pinned (`name@version`), without install scripts. Rejects with npm's error.
 */
export async function installAside(...packages: string[]): Promise<string> {
  const place = packages.join('+').replaceAll(/[^\w.+@-]/g, '-')
  const folder = `${projectFolder}/node_modules/.cache/jetpay-aside/${place}`
  if (existsSync(folder)) return folder
  console.log(`installing ${packages.join(' and ')} (once, beside our own dependencies) …`)
  // Aside first: what an interrupted installation left must not be taken for whole.
  const draft = `${folder}.draft`
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { recursive: true })
  const flags = ['--prefix', '.', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  await promisify(execFile)('npm', ['install', ...flags, ...packages], { cwd: draft, timeout: INSTALL_MS })
  await rename(draft, folder)
  return folder
}
