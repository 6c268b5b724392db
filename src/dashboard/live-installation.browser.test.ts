import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Dashboard, startDashboard } from '../../test/dashboard.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { startApi } from '../api.ts'
import { freePort } from '../ground/free-port.ts'
import { openContext } from '../process/context.ts'

let platform: Platform
let close: () => Promise<void>
/** The same data behind an api that is live. */
let dashboard: Dashboard
before(async () => {
  platform = await startPlatform()
  const apiPort = await freePort('127.0.0.1')
  const url = `http://127.0.0.1:${apiPort}`
  const config = { ...platform.config, environment: 'live' as const, apiPort, publicUrl: url }
  const context = await openContext('api', config)
  const api = await startApi(context)
  close = async () => {
    await api.close()
    await context.close()
  }
  dashboard = await startDashboard({ ...platform, config, url })
})
after(async () => {
  await dashboard?.close()
  await close?.()
  await platform?.close()
})

test('a live installation has no page for the demo: not in the navigation, the palette, by its key or address', async () => {
  const { page, open } = await dashboard.open('/contacts')
  const navigation = page.getByRole('navigation').first()
  await navigation.getByRole('link', { name: 'Webhooks' }).waitFor()
  assert.equal(await navigation.getByRole('link', { name: 'Sandbox' }).count(), 0)
  await page.keyboard.press('Control+k')
  await page.getByRole('option', { name: /Webhooks/ }).waitFor()
  assert.equal(await page.getByRole('option', { name: /Sandbox/ }).count(), 0)
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.keyboard.press('g')
  await page.keyboard.press('x')
  await page.keyboard.press('g')
  await page.keyboard.press('t')
  await page.waitForURL(/\/transactions$/)
  await open('/sandbox')
  await page.getByRole('heading', { level: 1, name: 'There is no such page' }).waitFor()
  await page.context().close()
})
