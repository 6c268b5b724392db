import type { Browser } from 'playwright-core'
import { openPage } from './browser.ts'
import { ready } from './dashboard.ts'
import { demoMonth } from './demo-month/month.ts'
import type { System } from './system.ts'

/** Enough for every list to have something, and still some minutes only. */
const MONTH = { transactions: 1_200, days: 8, seed: 7 }
/** A picture of a thousand lines of docs is no help: what is seen without scrolling. */
const sizes = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]

/**
 * Pictures of the dashboard after a busy week of the demo, at a desk and on a phone; home in the dark too.
 */
export async function dashboardPages(browser: Browser, { demo }: System, dataFolder: string, folder: string) {
  await demoMonth({ dataFolder, ...MONTH, say: console.log })
  const headers = { authorization: `Bearer ${demo.api_token}`, 'content-type': 'application/json' }
  const ask = async (path: string, body?: object): Promise<any> =>
    (
      await fetch(demo.api_url + path, {
        headers,
        ...(body && { method: 'POST', body: JSON.stringify(body) }),
      })
    ).json()
  const refunded = (await ask('/refund?limit=1')).data?.[0]?.debit_id
  const [first] = (await ask('/transaction?state=completed&limit=1')).data
  const shown = [
    ['home', ''],
    ['transactions', '/transactions'],
    ['timeline', `/transactions/${refunded ?? first.identifier}`],
    ['sandbox', '/sandbox?view=faults'],
  ] as const
  for (const { width, height } of sizes)
    for (const theme of ['light', 'dark'] as const) {
      const page = await openPage(browser, width, {
        locale: 'en-CA',
        viewport: { width, height },
        colorScheme: theme,
        reducedMotion: 'reduce',
        deviceScaleFactor: 1,
      })
      await page.goto(demo.dashboard_url)
      for (const [name, path] of theme === 'light' ? shown : shown.slice(0, 1)) {
        await page.goto(`${demo.api_url}/dashboard/${demo.company_id}${path}`)
        await ready(page)
        // The chart comes after what it draws.
        if (name === 'home') await page.locator('.plot canvas').waitFor()
        await page.evaluate(() => document.fonts.ready)
        const dark = theme === 'dark' ? '-dark' : ''
        const file = (what: string) => `${folder}/dashboard-${what}-${width}${dark}.png`
        await page.screenshot({ path: file(name) })
        if (name !== 'home' || theme === 'dark') continue
        await page.locator('.tile .explain').first().click()
        await page.getByRole('dialog').locator('tfoot').waitFor()
        await page.screenshot({ path: file('explain') })
      }
      await page.context().close()
    }

  // A charge of which the network says nothing, nor of its reversals for a while.
  const [paid] = (await ask('/transaction?state=completed&rail=card&kind=debit&limit=1')).data
  await ask('/sandbox/faults', { stop_answering: 12 })
  await ask(`/contact/${paid.contact_id}/creditcards/${paid.from_credit_card_id}/charge`, {
    amount: '84.20',
    to_bank_account_id: demo.bank_account_id,
    statement: 'Order 7001',
  })
  for (const { width, height } of sizes) {
    const page = await openPage(browser, width, {
      locale: 'en-CA',
      viewport: { width, height },
      reducedMotion: 'reduce',
      deviceScaleFactor: 1,
    })
    await page.goto(demo.dashboard_url)
    await page.goto(`${demo.api_url}/dashboard/operator/unknown-outcomes`)
    await page.getByRole('button', { name: 'Resolve' }).first().waitFor()
    await ready(page)
    await page.screenshot({ path: `${folder}/dashboard-unknown-outcomes-${width}.png` })
    await page.getByRole('button', { name: 'Resolve' }).first().click()
    await page.getByRole('dialog').getByText('What to ask the acquirer').waitFor()
    await page.screenshot({ path: `${folder}/dashboard-resolve-${width}.png` })
    await page.context().close()
  }
}
