/** How long each page of the dashboard takes in a warm Chromium until its main content is there. */
import { launchBrowser, openPage } from '../test/browser.ts'
import type { System } from '../test/system.ts'
import { adminOf, query } from './machine.ts'

/** What a page is to take at most, at p95 (the mark). */
const MARK_MS = 300
/** Each page is opened so often after a first time that counts as warming; the slowest of so few is p95. */
const CALLS = 12
/** A page that has not come until then counts as that slow. */
const GIVE_UP_MS = 10_000

/** Below the company's; of each object one that is there. */
async function pathsOf(system: System): Promise<string[]> {
  const company = system.demo.company_id
  const [ids] = await query<Record<'debit' | 'contact' | 'payout', string>>(
    adminOf(system),
    `select (select debit_id from debits where company_id = '${company}' order by debit_id desc offset 1000 limit 1) as debit,
       (select contact_id from contacts where company_id = '${company}' order by contact_id desc offset 100 limit 1) as contact,
       (select payout_id from payouts where company_id = '${company}' order by payout_id offset 45 limit 1) as payout`,
  )
  const contact = `/contacts/${ids.contact}`
  const below = ['', '/transactions', `/transactions/${ids.debit}`, '/contacts', contact, '/payouts']
  const filtered = ['state=failed', 'state=requested', 'statement=nothing-like-it']
  const others =
    'links schedules webhooks events events/1 balance fees disputes bank-accounts api-tokens requests settings team audit security sandbox'
  return below.concat(
    filtered.map((filter) => `/transactions?${filter}`),
    ['/contacts?name=nobody-is-called-so', `${contact}?view=transactions`],
    ['/events?type=payouts.returned', `/payouts/${ids.payout}`],
    others.split(' ').map((name) => `/${name}`),
  )
}

/** Opens every page `calls` times, whole, from a browser that has its scripts; prints a table. */
export async function openPages(system: System, calls = CALLS): Promise<void> {
  const browser = await launchBrowser()
  try {
    const page = await openPage(browser, 1440)
    await page.goto(system.demo.dashboard_url)
    await page.locator('h1').first().waitFor()
    const home = `${system.demo.api_url}/dashboard/${system.demo.company_id}`
    let over = 0
    console.log('| page | p50, ms | p95, ms |\n|---|---:|---:|')
    for (const path of await pathsOf(system)) {
      const took: number[] = []
      for (let at = 0; at <= calls; at++) {
        await page.goto(home + path, { waitUntil: 'commit' })
        // By the page's own clock, which begins with its navigation.
        const ms = await page
          .waitForFunction(
            () =>
              document.querySelector('h1') &&
              document.querySelector('.skeleton, [aria-busy=true]') === null &&
              performance.now(),
            undefined,
            { timeout: GIVE_UP_MS },
          )
          .then((handle) => handle.jsonValue() as Promise<number>)
          .catch(() => GIVE_UP_MS)
        if (at > 0) took.push(ms)
      }
      took.sort((a, b) => a - b)
      const [p50, p95] = [took[calls >> 1]!, took.at(-1)!]
      if (p95 > MARK_MS) over += 1
      const shown = path.replace(/[0-9a-f-]{36}/, '…') || '/'
      console.log(`| \`${shown}\` | ${p50.toFixed(0)} | ${p95.toFixed(0)} |`)
    }
    console.log(`pages over ${MARK_MS} ms: ${over}`)
  } finally {
    await browser.close()
  }
}
