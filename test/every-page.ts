/** Every page of the dashboard, by theme and language. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { assertAccessible, assertSound, type Dashboard, ready, startDashboard } from './dashboard.ts'
import { everyPath, operators } from './dashboard-pages.ts'

/** Widths depend on no theme: the dark one is looked at for its colours, at a desk and a phone. */
const widths = { light: [390, 820, 1440], dark: [1440] } as const

/**
 * Declares the test of each of these looks, which takes minutes. What a theme changes, colours, is the same
 * in both languages; French has the longer words.
 */
export function everyPageIn(looks: readonly { theme: keyof typeof widths; language: 'en' | 'fr' }[]): void {
  let dashboard: Dashboard
  let paths: string[]
  before(async () => {
    dashboard = await startDashboard()
    paths = await everyPath(dashboard.platform)
  })
  after(() => dashboard?.close())

  for (const { theme, language } of looks)
    test(`every page in ${language}, ${theme}: axe finds nothing, nothing is wider than ${widths[theme].join(', ')} px, no complaint of the browser`, async () => {
      const look = { theme, language, width: 1440 }
      const ofCompany = await dashboard.open('', look)
      const ofOperator = await dashboard.open(operators, { ...look, role: 'operator' })
      const found: string[] = []
      for (const path of paths) {
        const opened = path.startsWith(operators) ? ofOperator : ofCompany
        const what = `${path || '/'} (${theme}, ${language})`
        await opened.open(path)
        // All that is wrong is told at once, page by page.
        const hold = (check: Promise<void>) => check.catch((error: Error) => void found.push(error.message))
        for (const width of widths[theme]) {
          await opened.page.setViewportSize({ width, height: 900 })
          await ready(opened.page)
          await spaceText(opened.page)
          await hold(assertSound(opened, `${what} at ${width}`))
          opened.complaints.length = 0
        }
        const codes = await codesShown(opened.page)
        if (codes.length > 0) found.push(`${what}: a choice is called by its code: ${codes.join(', ')}`)
        // Its colours; phone and desk differ in what is shown.
        if (language === 'en') await hold(assertAccessible(opened, what))
        await opened.page.setViewportSize({ width: 390, height: 844 })
        if (language === 'fr') await hold(assertAccessible(opened, `${what} at 390`))
        assert.equal(await opened.page.locator('html').getAttribute('lang'), language)
        assert.match(await opened.page.title(), / · Jetpay$/, what)
      }
      assert.deepEqual(found, [])
      await ofCompany.page.context().close()
      await ofOperator.page.context().close()
    })
}

/** Choices that are called as the API calls them, and not in words. */
const codesShown = (page: Page): Promise<string[]> =>
  page
    .locator('option')
    .evaluateAll((options) =>
      (options as HTMLOptionElement[])
        .filter(({ value, text }) => value === text && /^[a-z]+(_[a-z]+)*$/.test(value))
        .map(({ value }) => value),
    )

/**
 * The spacing that a reader may give a text without losing any of it (WCAG 1.4.12). It is also wider than
 * what another machine's fonts make of it, which this one does not have.
 */
async function spaceText(page: Page): Promise<void> {
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(
      '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }',
    )
    document.adoptedStyleSheets = [sheet]
  })
}
