/**
 * The dashboard in a real browser, for every test of it: a platform with the built app, a page at a width, in
 * a theme and a language, and what every page is held to: axe finds nothing, nothing is wider than the
 * screen, and the browser has no complaint (an error, a policy broken, a request to anybody else).
 */
import assert from 'node:assert/strict'
import { mkdirSync, rmSync, statSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { builtHash, ensureDashboard, sourcesHash } from '../src/dashboard/built.ts'
import { projectFolder } from '../src/ground/config.ts'
import type { Role } from '../src/http/scopes.ts'
import { launchBrowser, openPage } from './browser.ts'
import { type Platform, startPlatform } from './platform.ts'
import { signIn } from './signed-in.ts'

export type Look = {
  /** 390 is a phone, 820 a tablet, 1440 a desk. */
  width?: number
  theme?: 'light' | 'dark'
  language?: 'en' | 'fr'
  /** Who is signed in; an owner of the demo company, unless it says otherwise. */
  role?: Role | 'operator'
}
export type Opened = { page: Page; complaints: string[]; open(path: string): Promise<void> }
export type Dashboard = {
  platform: Platform
  browser: Browser
  /** A page at `/dashboard/<the demo company><path>` (`/contacts`), loaded to its heading. */
  open(path: string, look?: Look): Promise<Opened>
  close(): Promise<void>
}

/** Longer than a build takes on a machine that does much else. */
const BUILD_MS = 120_000

/** Another may have removed it. */
const removeLock = (lock: string) => rmSync(lock, { recursive: true, force: true })

/** Builds it once for all test files that run at a time; the others wait for the one that does. */
async function built(): Promise<void> {
  const lock = `${projectFolder}/build/.lock`
  mkdirSync(`${projectFolder}/build`, { recursive: true, mode: 0o755 })
  while (builtHash() !== sourcesHash()) {
    try {
      mkdirSync(lock, { mode: 0o755 })
    } catch {
      // One that is this old was left by a run that was killed: a build takes seconds.
      if (Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > BUILD_MS)
        removeLock(lock)
      await delay(50)
      continue
    }
    try {
      const said = await ensureDashboard()
      assert.doesNotMatch(said ?? '', /could not be built/)
    } finally {
      removeLock(lock)
    }
  }
}

/** Starts platform and browser; `given` is a platform that runs already. */
export async function startDashboard(given?: Platform): Promise<Dashboard> {
  const [platform, browser] = await Promise.all([given ?? startPlatform(), launchBrowser(), built()])
  const owner = await signIn(platform, 'owner')
  const home = `${platform.url}/dashboard/${platform.demo.company_id}`
  return {
    platform,
    browser,
    async open(path, { width = 1440, theme = 'light', language = 'en', role = 'owner' } = {}) {
      // Where the test runs is nobody's: without a locale Chromium has `en-US@posix`, which no person has.
      const page = await openPage(browser, width, {
        locale: `${language}-CA`,
        colorScheme: theme,
        reducedMotion: 'reduce',
      })
      const complaints: string[] = []
      note(page, platform.url, complaints)
      const { headers } = role === 'owner' ? owner : await signIn(platform, role)
      const [name, value] = headers.cookie!.split('=')
      await page.context().addCookies([{ name: name!, value: value!, url: platform.url }])
      const open = async (path: string) => {
        await page.goto(home + path)
        await ready(page)
      }
      await open(path)
      return { page, complaints, open }
    },
    async close() {
      await browser.close()
      if (!given) await platform.close()
    },
  }
}

/** Until its heading stands and nothing of it is still being loaded. */
export async function ready(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor()
  await page.waitForFunction(() => document.querySelector('.skeleton, [aria-busy=true]') === null)
  // What a table is at another width it is a frame after the screen has that width.
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
}

/**
 * Takes the browser's session away, from a page that asks nothing: one of ours would notice at its next
 * question and go to the sign-in page by itself, while the test goes elsewhere.
 */
export async function loseSession(page: Page, { platform }: Pick<Dashboard, 'platform'>): Promise<void> {
  await page.goto(`${platform.url}/.well-known/jwks.json`)
  await page.context().clearCookies()
}

function note(page: Page, own: string, complaints: string[]): void {
  page.on('console', (message) => {
    // An event of this moment is in no checkpoint yet, which its page says in words.
    if (message.location().url.includes('/events/checkpoint?')) return
    if (message.type() === 'error' || message.type() === 'warning')
      complaints.push(`${message.text()} ${message.location().url}`)
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(`${own}/`) && !/^(data|blob):/.test(url)) complaints.push(`asked ${url}`)
  })
}

/**
 * Fails with every violation that axe finds on the page as it stands (WCAG 2.2 A and AA, and best practice).
 */
export async function assertAccessible({ page }: Pick<Opened, 'page'>, what: string): Promise<void> {
  // By the debugger's own door: the page's policy lets no script in, and axe makes no exception necessary.
  if (!(await page.evaluate('typeof axe === "object"'))) await page.evaluate(axe.source)
  const found = (await page.evaluate(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
      .then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html, failureSummary }) => html.slice(0, 160) + ' ' + failureSummary).join('; ')))`,
  )) as string[]
  assert.deepEqual(found, [], `axe on ${what}`)
}

/** Nothing is wider than the screen (WCAG 1.4.10), and the browser had nothing to complain of. */
export async function assertSound({ page, complaints }: Opened, what: string): Promise<void> {
  const wide = await page.evaluate(() => {
    const over = document.documentElement.scrollWidth - innerWidth
    if (over <= 0) return null
    // The innermost that reaches as far as the page does is what makes it so wide.
    const last = [...document.querySelectorAll('body *')].findLast(
      (element) => element.getBoundingClientRect().right >= innerWidth + over - 1,
    )
    return `${over} px wider than the screen: ${last?.outerHTML.slice(0, 200)}`
  })
  assert.equal(wide, null, `${what} is ${wide}`)
  assert.deepEqual(complaints, [], `${what}: what the browser complained of`)
}
