/** A press beside a dialog: what it closes, and what it must not. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { type Dashboard, startDashboard } from '../../test/dashboard.ts'

let dashboard: Dashboard
before(async () => {
  dashboard = await startDashboard()
  await dashboard.platform.charge(await dashboard.platform.saveCard(), { amount: '20.00' })
})
after(() => dashboard?.close())

/**
 * Whether a press is the second of a double click, the page's own clock says: here it goes as the test says.
 */
const holdClock = (page: Page) =>
  page.evaluate(() => {
    const held = performance.now()
    performance.now = () => held
  })
const passSecond = (page: Page) =>
  page.evaluate(() => {
    const later = performance.now() + 1_000
    performance.now = () => later
  })
/** At the corner of the window, where the backdrop is. */
const press = (page: Page) => page.mouse.click(4, 4)
/** As slowly as somebody who means it. */
async function pressBeside(page: Page): Promise<void> {
  await passSecond(page)
  await press(page)
}
const drawn = (page: Page) =>
  page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))

test('a question is not answered by a press beside it, typed or not, and keeps what was typed', async () => {
  const { page } = await dashboard.open('/contacts')
  await holdClock(page)
  await page.getByRole('button', { name: 'New contact' }).click()
  const dialog = page.getByRole('dialog')
  await pressBeside(page)
  await drawn(page)
  assert.equal(await dialog.count(), 1)
  await dialog.getByLabel('Name').fill('Grace')
  await pressBeside(page)
  await drawn(page)
  assert.equal(await dialog.getByLabel('Name').inputValue(), 'Grace')
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await page.context().close()
})

test('what is only looked at is closed by a press beside it, and not by the second press of what opened it', async () => {
  const { page } = await dashboard.open('')
  const opens = page.getByRole('button', { name: /Explain this amount/ }).first()
  await opens.waitFor()
  await holdClock(page)
  const dialog = page.getByRole('dialog')
  // As a double click is, of which the second lands where the backdrop is by then.
  await opens.click()
  await dialog.waitFor()
  await press(page)
  await drawn(page)
  assert.equal(await dialog.count(), 1)
  await pressBeside(page)
  await dialog.waitFor({ state: 'detached' })
  await page.keyboard.press('Control+k')
  await page.locator('[role=dialog] input:focus').waitFor()
  await page.keyboard.type('nothing of weight')
  await pressBeside(page)
  await dialog.waitFor({ state: 'detached' })
  await page.context().close()
})
