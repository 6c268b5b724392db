/** How long each page of the dashboard takes in a warm Chromium until its main content is there. */
import { launchBrowser, openPage } from '../test/browser.ts'
import type { System } from '../test/system.ts'
import { adminOf, query } from './machine.ts'
import { clockOf, type PageClock } from './page-clock.ts'

/** What a page is to take at most, at p95 (the mark). */
const MARK_MS = 300
/** How often each page is opened and each move made. */
const CALLS = 20
/**
 * Before them: at the first a browser loads the scripts, at the second it keeps them compiled, at the third
 * it has them.
 */
const WARMING = 3
/** Lists whose rows are opened, one after the other, from home and back to it. */
const LISTS = ['transactions', 'contacts', 'payouts', 'events']

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

/** A row of the table; says whether it is over the mark. */
function print(name: string, took: number[]): boolean {
  took.sort((a, b) => a - b)
  const at = (part: number) => took[Math.ceil(took.length * part) - 1]!
  console.log(`| ${name} | ${at(0.5).toFixed(0)} | ${at(0.95).toFixed(0)} | ${at(1).toFixed(0)} |`)
  return at(0.95) > MARK_MS
}
const HEAD = 'p50, ms | p95, ms | most, ms |\n|---|---:|---:|---:|'

/** Opens every page `calls` times, whole, from a browser that has its scripts; prints a table. */
async function openAll(clock: PageClock, home: string, paths: string[], calls: number): Promise<void> {
  let over = 0
  console.log(`| page, opened anew | ${HEAD}`)
  for (const path of paths) {
    const took: number[] = []
    for (let at = -WARMING; at < calls; at++) {
      const ms = await clock.open(home + path)
      if (at >= 0) took.push(ms)
    }
    if (print(`\`${path.replace(/[0-9a-f-]{36}/, '…') || '/'}\``, took)) over += 1
  }
  console.log(`pages over ${MARK_MS} ms: ${over}`)
}

/** From home to a list, into another of its rows each time, back to the list, and home again. */
async function walk(clock: PageClock, home: string, calls: number): Promise<void> {
  const row = 'main tbody td a, main tbody th a'
  const to = (address: string) => `nav a[href="${new URL(address).pathname}"]`
  await clock.open(home)
  console.log(`| a move within the app | ${HEAD}`)
  for (const list of LISTS) {
    const took = { list: [] as number[], one: [] as number[], back: [] as number[] }
    for (let at = -1; at < calls; at++) {
      const toList = await clock.click(to(`${home}/${list}`))
      const rows = await clock.count(row)
      const toOne = await clock.click(row, (at + 1) % rows)
      const back = await clock.back()
      await clock.click(to(home))
      // The first loads what the page is made of.
      if (at < 0) continue
      took.list.push(toList)
      took.one.push(toOne)
      took.back.push(back)
    }
    print(`home to ${list}`, took.list)
    print(`${list} to one of them`, took.one)
    print(`back to ${list}`, took.back)
  }
}

/** Pages opened anew, and moves between them; of the moves the slowest of each is told too. */
export async function openPages(system: System, calls = CALLS): Promise<void> {
  const browser = await launchBrowser()
  try {
    const page = await openPage(browser, 1440)
    await page.goto(system.demo.dashboard_url)
    await page.locator('h1').first().waitFor()
    const home = `${system.demo.api_url}/dashboard/${system.demo.company_id}`
    const clock = await clockOf(page)
    await openAll(clock, home, await pathsOf(system), calls)
    await walk(clock, home, calls)
  } finally {
    await browser.close()
  }
}
