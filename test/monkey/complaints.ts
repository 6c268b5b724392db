/** What a page may never do, whatever is done to it. */
import type { Page } from 'playwright-core'

export type Complaint = { kind: string; what: string }

/** What is answered while the monkey has cut the line, and refusals of its nonsense, are no defects. */
const EXPECTED = /Failed to load resource|net::ERR_/

/** Longer than any answer takes here, on a machine that does much else. */
const LOADING_MS = 20_000
/** How long a page may be wider than the screen, or without focus, while it is drawn anew. */
const SETTLES_MS = 1_500
const LOOK_MS = 60

/** All that the browser itself tells. */
export function listen(page: Page, complain: (complaint: Complaint) => void): void {
  page.on('pageerror', (error) =>
    complain({ kind: 'page error', what: `${error.name}: ${error.message} ${error.stack ?? ''}` }),
  )
  page.on('console', (message) => {
    const what = message.text()
    if (message.type() === 'error' && !EXPECTED.test(what)) complain({ kind: 'console error', what })
  })
  page.on('response', (response) => {
    if (response.status() >= 500)
      complain({ kind: 'failed request', what: `${response.status()} ${new URL(response.url()).pathname}` })
  })
  page.on('crash', () => complain({ kind: 'crash', what: 'the page crashed' }))
}

/** Waits until `holds` does; what it says instead at last is returned. */
async function settles(page: Page, ms: number, holds: () => string | null): Promise<string | null> {
  const until = performance.now() + ms
  for (;;) {
    // While a page is left there is nothing to ask.
    const said = await page.evaluate(holds).catch(() => 'left')
    if (said === null || said === 'left' || performance.now() > until) return said === 'left' ? null : said
    await page.waitForTimeout(LOOK_MS)
  }
}

/** A job that says how far it is, an export of 100,000 rows say, takes as long as it takes. */
const loading = () => {
  const waits = [...document.querySelectorAll('.skeleton, [aria-busy=true]')].find(
    (one) => !one.closest('[role=dialog]')?.querySelector('[role=status]')?.textContent?.trim(),
  )
  return waits ? `${location.pathname}: ${waits.parentElement?.className} still waits` : null
}

const overflow = () => {
  const by = document.documentElement.scrollWidth - innerWidth
  if (by <= 0) return null
  const widest = [...document.querySelectorAll('main *')]
    .filter((one) => one.getBoundingClientRect().right > innerWidth + 0.5)
    .at(-1)
  return `${location.pathname} at ${innerWidth}: ${by} px too wide, ${widest?.tagName} ${widest?.className}`
}

/** Whoever has only a keyboard is at the top of the page again where this is so (WCAG 2.4.3). */
const unfocused = () =>
  document.activeElement === null || document.activeElement === document.body
    ? `${location.pathname}: nothing has the focus`
    : null

export const hasFocus = (page: Page) =>
  page.evaluate(unfocused).then(
    (said) => said === null,
    () => false,
  )

/** What can be seen of the page as it stands. `kept`: the focus was somewhere, and only keys were pressed. */
export async function look(
  page: Page,
  { online, kept }: { online: boolean; kept: boolean },
  complain: (complaint: Complaint) => void,
): Promise<void> {
  const told = async (kind: string, ms: number, holds: () => string | null) => {
    const what = await settles(page, ms, holds)
    if (what !== null) complain({ kind, what })
  }
  if (online) await told('endless loading', LOADING_MS, loading)
  await told('too wide', SETTLES_MS, overflow)
  if (kept) await told('lost focus', SETTLES_MS, unfocused)
}
