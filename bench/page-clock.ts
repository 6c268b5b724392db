/** When a page of the dashboard is there, by the browser's own clock. */
import { setTimeout as delay } from 'node:timers/promises'
import type { CDPSession, Page } from 'playwright-core'

/** A page that has not come until then counts as that slow. */
const GIVE_UP_MS = 10_000

/**
 * Runs in each page before its scripts. A page is there when its heading stands, nothing of it is loading and
 * that has been drawn: with the frame after the one in which it was found. A move within the app has another
 * heading.
 */
function keepClock(): void {
  const heading = () => document.querySelector('h1')?.textContent ?? undefined
  const isThere = (before?: string) =>
    heading() !== undefined &&
    heading() !== before &&
    document.querySelector('.skeleton, [aria-busy=true]') === null
  const drawn = (before?: string) =>
    new Promise<number>((resolve) => {
      const look = () => requestAnimationFrame(isThere(before) ? () => resolve(performance.now()) : look)
      look()
    })
  const after = async (act: () => void) => {
    const [from, before] = [performance.now(), heading()]
    act()
    return (await drawn(before)) - from
  }
  const all = (selector: string) => document.querySelectorAll<HTMLElement>(selector)
  const clock = {
    drawn: drawn(),
    click: (selector: string, at: number) => after(() => all(selector)[at]!.click()),
    back: () => after(() => history.back()),
    count: (selector: string) => all(selector).length,
  }
  Object.assign(globalThis, { clock })
}

export type PageClock = {
  /** Opens an address anew: milliseconds from the beginning of the navigation. */
  open(address: string): Promise<number>
  /** Presses the link at this place among those of the selector: milliseconds from then. */
  click(selector: string, at?: number): Promise<number>
  back(): Promise<number>
  /** How many there are. */
  count(selector: string): Promise<number>
}

/** Asks the browser itself: Playwright's own way puts a script of its own into the page while it starts. */
export async function clockOf(page: Page): Promise<PageClock> {
  await page.addInitScript(keepClock)
  const session: CDPSession = await page.context().newCDPSession(page)
  const ask = async (expression: string): Promise<number> => {
    const asked = session.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true })
    const gaveUp = delay(GIVE_UP_MS, undefined, { ref: false })
    const answer = await Promise.race([asked.catch(() => undefined), gaveUp])
    if (answer?.exceptionDetails) throw new Error(answer.exceptionDetails.exception?.description)
    return answer ? Number(answer.result.value) : GIVE_UP_MS
  }
  return {
    async open(address) {
      await page.goto(address, { waitUntil: 'commit' })
      return ask('clock.drawn')
    },
    click: (selector, at = 0) => ask(`clock.click(${JSON.stringify(selector)}, ${at})`),
    back: () => ask('clock.back()'),
    count: (selector) => ask(`clock.count(${JSON.stringify(selector)})`),
  }
}
