import { existsSync } from 'node:fs'
import type { Config } from '../ground/config.ts'
import { hostName } from '../ground/host-name.ts'
import { openContext } from '../process/context.ts'
import { seedDemoLink } from '../users/demo-link.ts'
import { readIfThere, writePrivately } from './run-file.ts'
import { seedDemo } from './seed-demo.ts'
import type { DemoFile } from './welcome.ts'

/** Seeds the demo company and writes `demo.json`: the token in it is the only copy there is. */
export async function writeDemoFile(config: Config, say: (line: string) => void): Promise<DemoFile> {
  const path = `${config.dataFolder}/demo.json`
  const context = await openContext('cli', { ...config, logLevel: 'silent' })
  try {
    const known = readIfThere<DemoFile>(path)
    if (existsSync(path) && known.api_token === undefined)
      say(`${path} held no token of the demo; it is written anew, with a new token.`)
    const demo = await seedDemo(context.db, context.seal, known)
    const dashboard_url = await seedDemoLink(
      context.db,
      config.publicUrl,
      demo.company_id,
      known.dashboard_url,
    )
    const file = {
      api_url: config.publicUrl,
      vault_url: config.vaultPublicUrl,
      ...demo,
      simulator_url: `http://${hostName(config.host)}:${config.simulatorPort}`,
      webhook_jwks_url: `${config.publicUrl}/.well-known/jwks.json`,
      dashboard_url,
    }
    writePrivately(path, file)
    return file
  } finally {
    await context.close()
  }
}
