/** `npm run bench -- <which> [options]`: what each measures and how it is read: docs/performance.md. */
import { parseArgs } from 'node:util'
import { benchBacklog } from './backlog.ts'
import { benchBankFiles } from './bank-files.ts'
import { type BenchOptions, benchCharges } from './charges.ts'
import { benchStatements } from './statements.ts'
import { benchVerify } from './verify.ts'
import { benchWebhooks } from './webhooks.ts'

const benches: Record<string, (options: BenchOptions) => Promise<void>> = {
  charges: benchCharges,
  statements: benchStatements,
  webhooks: benchWebhooks,
  backlog: benchBacklog,
  verify: benchVerify,
  'bank-files': benchBankFiles,
}
const usage = `Usage: npm run bench -- <${Object.keys(benches).join(' | ')}> … [--seconds N] [--rounds N] [--profile]`

function refuse(why: string): never {
  console.error(`${why}${why && '. '}${usage}`)
  process.exit(2)
}

function read() {
  try {
    return parseArgs({
      options: {
        seconds: { type: 'string', default: '8' },
        rounds: { type: 'string', default: '3' },
        profile: { type: 'boolean', default: false },
      },
      allowPositionals: true,
    })
  } catch (error) {
    return refuse((error as Error).message.split('.')[0]!)
  }
}

/** A whole number from 1 on; nobody wants a bench that runs all day. */
function whole(option: string, value: string, max: number): number {
  if (!/^[1-9]\d{0,4}$/.test(value) || Number(value) > max)
    refuse(`--${option} is a whole number from 1 to ${max}`)
  return Number(value)
}

const { values, positionals } = read()
const unknown = positionals.find((name) => !Object.hasOwn(benches, name))
if (unknown !== undefined) refuse(`There is no bench "${unknown}"`)
if (positionals.length === 0) refuse('')
const options: BenchOptions = {
  seconds: whole('seconds', values.seconds, 600),
  rounds: whole('rounds', values.rounds, 100),
  profile: values.profile,
}
for (const name of positionals) {
  console.log(`${name}:`)
  await benches[name]!(options)
}
