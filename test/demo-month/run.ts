/** `npm run demo-month`: fills a running demo with a busy month. What it does: docs/demo-month.md. */
import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { readConfig } from '../../src/ground/config.ts'
import { demoMonth } from './month.ts'

const usage =
  'Usage: npm run demo-month -- [--transactions <100000>] [--days <30>] [--seed <7>], while `npm start` runs.'

const { values } = parseArgs({
  options: {
    transactions: { type: 'string', default: '100000' },
    days: { type: 'string', default: '30' },
    seed: { type: 'string', default: '7' },
  },
})
const [transactions, days, seed] = [Number(values.transactions), Number(values.days), Number(values.seed)]
const whole = [transactions, days, seed].every((number) => Number.isInteger(number) && number >= 1)
if (!whole || transactions > 1_000_000 || days > 300) {
  console.error(`${usage} A million transactions and 300 days at most.`)
  process.exit(2)
}
const { dataFolder, environment } = readConfig()
// Live money is never moved by a command for trying things out.
if (environment !== 'demo' || !existsSync(`${dataFolder}/demo.json`)) {
  console.error(`There is no demo here: start it with \`npm start\`.\n${usage}`)
  process.exit(1)
}
try {
  await demoMonth({ dataFolder, transactions, days, seed, say: console.log })
} catch (error) {
  console.error(`${(error as Error).message}\nRun it again: it goes on where it stopped.`)
  process.exit(1)
}
