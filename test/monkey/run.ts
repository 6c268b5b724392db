/** `npm run monkey`: lets a monkey at the dashboard of a running demo. docs/dashboard.md tells of it. */
import { existsSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { readConfig } from '../../src/ground/config.ts'
import { launchBrowser, openPage } from '../browser.ts'
import { letMonkey } from './monkey.ts'

const usage =
  'Usage: npm run monkey -- [--minutes <10>] [--seed <1>] [--area company|operator], while `npm start` runs.'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    area: { type: 'string', default: 'company' },
  },
})
const [minutes, seed] = [Number(values.minutes), Number(values.seed)]
if (
  !(minutes > 0 && minutes <= 600) ||
  !Number.isInteger(seed) ||
  !/^(company|operator)$/.test(values.area)
) {
  console.error(usage)
  process.exit(2)
}
const { dataFolder, environment } = readConfig()
// It presses every button: never where money is live.
if (environment !== 'demo' || !existsSync(`${dataFolder}/demo.json`)) {
  console.error(`There is no demo here: start it with \`npm start\`.\n${usage}`)
  process.exit(1)
}
const { dashboard_url } = JSON.parse(readFileSync(`${dataFolder}/demo.json`, 'utf8')) as {
  dashboard_url: string
}
const browser = await launchBrowser()
try {
  console.log(`Seed ${seed}, ${minutes} minutes.`)
  const page = await openPage(browser, 1440, { locale: 'en-CA', reducedMotion: 'reduce' })
  const findings = await letMonkey(page, {
    seed,
    ms: minutes * 60_000,
    say: console.log,
    async enter(page) {
      await page.goto(dashboard_url)
      if (values.area === 'operator') await page.goto(new URL('/dashboard/operator', dashboard_url).href)
    },
  })
  process.exitCode = findings.length > 0 ? 1 : 0
} finally {
  await browser.close()
}
