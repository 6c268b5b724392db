/** `npm run chaos -- --seed N --minutes M`: what it does and how it is read: docs/verify-and-chaos.md. */
import { parseArgs } from 'node:util'
import { chaos } from './chaos.ts'

const { values } = parseArgs({
  options: { seed: { type: 'string' }, minutes: { type: 'string', default: '1' } },
})
const seed = values.seed === undefined ? Math.floor(Math.random() * 1_000_000) : Number(values.seed)
const minutes = Number(values.minutes)
if (!Number.isInteger(seed) || !(minutes > 0)) {
  console.error('Usage: npm run chaos -- [--seed <whole number>] [--minutes <number>]')
  process.exit(2)
}
const { violations, summary, dataFolder } = await chaos(seed, minutes * 60_000, console.log)
for (const violation of violations) console.log(`VIOLATED  ${violation}`)
console.log(
  violations.length === 0
    ? `chaos: seed ${seed} ok (${summary})`
    : `chaos: seed ${seed} FAILED, ${violations.length} violations (${summary}); everything is kept in ${dataFolder}`,
)
process.exit(violations.length === 0 ? 0 : 1)
