import { execFile } from 'node:child_process'
import { globSync } from 'node:fs'
import { promisify } from 'node:util'
import { projectFolder } from '../src/ground/config.ts'

const INSTALL_MS = 180_000

/** Builds the TypeScript package, packs it, and installs what was packed in the project in `folder`. */
export async function installPacked(folder: string): Promise<void> {
  const run = (file: string, args: string[], cwd = folder) =>
    promisify(execFile)(file, args, { cwd, timeout: INSTALL_MS })
  await run(process.execPath, [`${projectFolder}/sdk/build.ts`, `${folder}/built`])
  await run('npm', ['pack', '--silent', '--pack-destination', folder], `${folder}/built`)
  const [packed] = globSync('*.tgz', { cwd: folder })
  await run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', `./${packed}`])
}
