/**
 * `npm run bench [-- charges statements webhooks backlog verify bank-files] [-- --seconds N]`: what it
 * measures and how it is read: docs/performance.md.
 */
import { parseArgs } from 'node:util'
import { benchBacklog } from './backlog.ts'
import { benchBankFiles } from './bank-files.ts'
import { benchCharges } from './charges.ts'
import { benchStatements } from './statements.ts'
import { benchVerify } from './verify.ts'
import { benchWebhooks } from './webhooks.ts'

const { values, positionals } = parseArgs({
  options: { seconds: { type: 'string', default: '8' } },
  allowPositionals: true,
})
const benches: Record<string, (seconds: number) => Promise<void>> = {
  charges: benchCharges,
  statements: benchStatements,
  webhooks: benchWebhooks,
  backlog: benchBacklog,
  verify: benchVerify,
  'bank-files': benchBankFiles,
}
for (const name of positionals.length > 0 ? positionals : Object.keys(benches)) {
  const bench = benches[name]
  if (!bench) throw new Error(`there is no bench "${name}"; there are: ${Object.keys(benches).join(', ')}`)
  console.log(`${name}:`)
  await bench(Number(values.seconds))
}
