/** The operator's pages with something on each, at every width, in both languages. */
import { after, before, test } from 'node:test'
import { assertAccessible, assertSound, type Dashboard, ready } from '../../test/dashboard.ts'
import { operators } from '../../test/dashboard-pages.ts'
import { startWithWaiting } from '../../test/operator-stage.ts'

let dashboard: Dashboard
before(async () => {
  dashboard = await startWithWaiting()
})
after(() => dashboard?.close())

for (const language of ['en', 'fr'] as const)
  test(`the operator’s pages show what waits, in ${language}: axe finds nothing, nothing is wider than the screen`, async () => {
    const opened = await dashboard.open(operators, { language, role: 'operator' })
    for (const path of [
      '',
      '/companies',
      '/new-company',
      `/companies/${dashboard.platform.demo.company_id}`,
      '/unknown-outcomes',
      '/reconciliation-items',
      '/alarms',
      '/bank-returns',
      '/failing-webhooks',
      '/work',
      '/mails',
      '/verify',
      '/files',
      '/keys',
      '/security',
    ]) {
      await opened.open(operators + path)
      for (const width of [390, 820, 1440]) {
        await opened.page.setViewportSize({ width, height: 900 })
        await ready(opened.page)
        await assertSound(opened, `${path} at ${width}`)
        await assertAccessible(opened, `${path} at ${width} in ${language}`)
      }
    }
    await opened.page.context().close()
  })
