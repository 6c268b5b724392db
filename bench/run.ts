/** `npm run bench -- <which> [options]`: what each measures and how it is read: docs/performance.md. */
import { benchBacklog } from './backlog.ts'
import { benchBankFiles } from './bank-files.ts'
import { benchCharges } from './charges.ts'
import { benchFigures } from './figures.ts'
import { benchGrowth } from './growth.ts'
import { type BenchOptions, readBenchOptions } from './options.ts'
import { benchSoak } from './soak.ts'
import { benchStatements } from './statements.ts'
import { benchVault } from './vault.ts'
import { benchVerify } from './verify.ts'
import { benchWebhooks } from './webhooks.ts'

const benches: Record<string, (options: BenchOptions) => Promise<void>> = {
  charges: benchCharges,
  soak: benchSoak,
  statements: benchStatements,
  webhooks: benchWebhooks,
  backlog: benchBacklog,
  vault: benchVault,
  verify: benchVerify,
  growth: benchGrowth,
  figures: benchFigures,
  'bank-files': benchBankFiles,
}

const { names, options } = (() => {
  try {
    return readBenchOptions(process.argv.slice(2), Object.keys(benches))
  } catch (error) {
    console.error((error as Error).message)
    process.exit(2)
  }
})()
for (const name of names) {
  console.log(`${name}:`)
  await benches[name]!(options)
}
