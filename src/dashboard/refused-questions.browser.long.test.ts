/** A question that is refused, or cannot be answered now, stays with what was typed, and says what to do. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { assertAccessible, type Dashboard, startDashboard } from '../../test/dashboard.ts'
import { operators } from '../../test/dashboard-pages.ts'
import { closeAlarm, raiseAlarm } from '../alarms/alarm.ts'
import { sql } from '../db/sql.ts'

let dashboard: Dashboard
before(async () => {
  dashboard = await startDashboard()
})
after(() => dashboard?.close())

/** Of each the page, its button, and what is typed. */
const forms = [
  ['/contacts', 'New contact', { Name: 'Kept Inside', 'E-mail': 'kept@example.com' }],
  ['/webhooks', 'Add a webhook', { Address: 'https://kept.example.com/hook' }],
  ['/api-tokens', 'Make a token', { Name: 'Kept inside' }],
  ['/team', 'Invite', { 'E-mail': 'invited@example.com' }],
] as const
const steps = {
  // Nothing was there that another could have changed.
  409: /^Somebody was faster\.$/,
  503: /What you entered is kept here\. Wait a moment, then press the button again/,
}

for (const [path, opens, typed] of forms)
  test(`“${opens}”: refused by 409 and 503 it stays, says what happened and what to do, has all that was typed, and can be asked again`, async () => {
    const opened = await dashboard.open(path)
    const { page } = opened
    await page.getByRole('button', { name: opens, exact: true }).first().click()
    const dialog = page.getByRole('dialog')
    for (const [label, value] of Object.entries(typed))
      await dialog.getByLabel(new RegExp(`^${label}`)).fill(value)
    const submit = dialog.locator('button[type=submit]')
    for (const status of [409, 503] as const) {
      const [code, detail] =
        status === 409
          ? ['wrong_state', 'Somebody was faster.']
          : ['service_unavailable', 'Too much is asked.']
      await page.route('**/*', (route) =>
        route.request().method() === 'GET'
          ? route.fallback()
          : route.fulfill({
              status,
              contentType: 'application/problem+json',
              body: JSON.stringify({ status, code, title: 'No', detail }),
            }),
      )
      await submit.click()
      const said = dialog.getByRole('alert')
      await said.getByText(detail).waitFor()
      assert.match((await said.textContent())!, steps[status])
      for (const [label, value] of Object.entries(typed))
        assert.equal(await dialog.getByLabel(new RegExp(`^${label}`)).inputValue(), value)
      await assertAccessible(opened, `${path} refused`)
      await page.unroute('**/*')
    }
    const answered = page.waitForResponse((response) => response.request().method() !== 'GET')
    await submit.click()
    assert.ok(![409, 503].includes((await answered).status()), 'it is asked of the API')
    await page.context().close()
  })

test('what another has seen to meanwhile takes its question from nobody who is writing in it', async () => {
  const { platform } = dashboard
  const alarm = { kind: 'bank_file_refused', subject: 'Y.1', companyId: null, details: {} } as const
  await raiseAlarm(platform.db, alarm)
  const { page } = await dashboard.open(`${operators}/alarms?state=open`, { role: 'operator' })
  await page.getByRole('row', { name: 'Y.1' }).getByRole('button', { name: 'Close the alarm' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/^Why/).fill('Agreed by telephone')
  const { alarm_id } = await platform.db.one<{ alarm_id: string }>(
    sql`select alarm_id from alarms where subject = 'Y.1'`,
  )
  await closeAlarm(platform.db, alarm_id, 'Ada', 'was faster')
  // The page asks anew by itself, and has heard of it.
  const again = await page.waitForResponse((response) => response.url().includes('/operator/alarms'))
  assert.deepEqual((await again.json()).data, [])
  await dialog.locator('button[type=submit]').click()
  await dialog.getByRole('alert').getByText(`There is no open alarm ${alarm_id}`).waitFor()
  assert.equal(await dialog.getByLabel(/^Why/).inputValue(), 'Agreed by telephone')
  await page.keyboard.press('Escape')
  await page.getByText('There is none').waitFor()
  await page.context().close()
})
