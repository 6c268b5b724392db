/** A person with a keyboard and nothing else: what a walk through pages presses, and where it must lead. */
import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { until } from './platform.ts'

/** What is said of what has the focus: as a screen reader names it, near enough. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const at = document.activeElement as (HTMLElement & { labels?: NodeListOf<HTMLElement> }) | null
    const named =
      at?.getAttribute('aria-label') ??
      [...(at?.labels ?? [])].map((label) => label.innerText).join(' ') ??
      ''
    return (named || at?.innerText || '').replaceAll(/\s+/g, ' ').trim()
  })

const says = (said: string, name: string | RegExp) =>
  typeof name === 'string' ? said === name : name.test(said)

/**
 * Until the focus has come to it by itself: a dialog or a field that is opened by a key takes it only once it
 * is drawn, and what is typed before goes elsewhere.
 */
export async function focusAt(page: Page, name: string | RegExp): Promise<void> {
  await until('the focus to come', async () => says(await focused(page), name)).catch(async () =>
    assert.fail(`the focus is at ${await focused(page)}, not ${name}`),
  )
}

/** Presses Tab until what has the focus says so; a page that cannot be reached by keyboard fails here. */
export async function tabTo(page: Page, name: string | RegExp, most = 80): Promise<void> {
  const passed: string[] = []
  for (let pressed = 0; pressed < most; pressed++) {
    await page.keyboard.press('Tab')
    const said = await focused(page)
    if (says(said, name)) return
    passed.push(said.slice(0, 30))
  }
  assert.fail(`Tab does not reach ${name}, but ${passed.join(' | ')}`)
}

/** Tabs to it and presses Enter. */
export async function enter(page: Page, name: string | RegExp): Promise<void> {
  await tabTo(page, name)
  await page.keyboard.press('Enter')
}

/** One key after the other. */
export async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key)
}

/** To a field by Tab, and its text instead of what it had. */
export async function fill(page: Page, name: string | RegExp, text: string): Promise<void> {
  await tabTo(page, name)
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type(text)
}

/**
 * The page after `g` and its key: its heading has the focus, and its first row is opened by `j` and Enter.
 */
export async function go(page: Page, key: string, heading: string): Promise<void> {
  await press(page, 'g', key)
  await page.getByRole('heading', { level: 1, name: heading }).waitFor()
  await page.waitForFunction((said) => document.activeElement?.textContent === said, heading)
}

/**
 * One after the other by arrows, the tab of this name is chosen; `first` is whichever of them has the stop.
 */
export async function chooseTab(page: Page, first: RegExp, name: string, most = 12): Promise<void> {
  await tabTo(page, first)
  for (let pressed = 0; pressed < most && (await focused(page)) !== name; pressed++) {
    const before = await focused(page)
    await page.keyboard.press('ArrowRight')
    await until('the next tab to have the focus', async () => (await focused(page)) !== before)
  }
  await page.keyboard.press('Enter')
  await page.getByRole('tab', { name, selected: true }).waitFor()
}

/** The row with these words, by `j`, is where the focus is. */
export async function rowOf(page: Page, words: string | RegExp, most = 50): Promise<void> {
  await page.getByRole('row', { name: words }).first().waitFor()
  for (let pressed = 0; pressed < most; pressed++) {
    await page.keyboard.press('j')
    const row = await page.evaluate(() =>
      (document.activeElement?.closest('tr')?.innerText ?? '').replaceAll(/\s+/g, ' '),
    )
    if (typeof words === 'string' ? row.includes(words) : words.test(row)) return
  }
  assert.fail(`no row says ${words}`)
}
