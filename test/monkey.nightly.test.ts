import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Dashboard, startDashboard } from './dashboard.ts'
import { everyPath } from './dashboard-pages.ts'
import { letMonkey } from './monkey/monkey.ts'
import { signIn } from './signed-in.ts'

/** All of them together: a minute. */
const EACH_MS = 20_000

let dashboard: Dashboard
before(async () => {
  dashboard = await startDashboard()
  await everyPath(dashboard.platform)
})
after(() => dashboard?.close())

for (const [seed, role] of (['owner', 'viewer', 'operator'] as const).entries())
  test(`whatever is clicked, pressed and typed by chance, no page of ${role} breaks (seed ${seed + 1})`, async () => {
    const { url } = dashboard.platform
    const { page } = await dashboard.open('/security', { role: role === 'operator' ? 'viewer' : role })
    const findings = await letMonkey(page, {
      seed: seed + 1,
      ms: EACH_MS,
      async enter(page) {
        const [name, value] = (await signIn(dashboard.platform, role)).headers.cookie!.split('=')
        await page.context().addCookies([{ name: name!, value: value!, url }])
        await page.goto(`${url}/dashboard`)
      },
    })
    assert.deepEqual(findings, [])
    await page.context().close()
  })
