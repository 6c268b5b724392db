/** What stays in sight, goes on telling the time, and is said where an address asks for what there is not. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { assertSound, type Dashboard, startDashboard } from '../../test/dashboard.ts'

let dashboard: Dashboard
before(async () => {
  dashboard = await startDashboard()
  await dashboard.platform.createContact('Of a moment')
})
after(() => dashboard?.close())

test('account and live sign are in sight beside whatever number of pages, also in a low window', async () => {
  const { page } = await dashboard.open('', { width: 1440 })
  await page.setViewportSize({ width: 1440, height: 500 })
  const account = page.locator('.side .account')
  await account.waitFor()
  const box = (await account.boundingBox())!
  assert.ok(box.y + box.height <= 500, `it ends at ${box.y + box.height}`)
  await account.click()
  await page.getByRole('menuitem', { name: 'Sign out' }).waitFor()
  await page.context().close()
})

test('a relative time goes on by itself, and what has happened is never told as the future', async () => {
  const { page } = await dashboard.open('/contacts')
  await page.getByRole('table').waitFor()
  const said = await page.locator('time[data-tells=past]').first().textContent()
  assert.doesNotMatch(said!, /^in /)
  await page.waitForFunction(
    (before) => document.querySelector('time[data-tells=past]')?.textContent !== before,
    said,
  )
  await page.context().close()
})

test('what an address asks for and home does not know is said, and a long one keeps the page its width', async () => {
  const opened = await dashboard.open('?from=abc', { width: 390 })
  const said = opened.page.getByRole('alert')
  await said.getByText('From: abc').waitFor()
  await opened.page.getByRole('button', { name: 'Go on without it' }).click()
  await said.waitFor({ state: 'detached' })
  await opened.page.context().close()
  const long = await dashboard.open(`/contacts?unknown=${'x'.repeat(3_000)}`, { width: 390 })
  await long.page.getByText('unknown=xxx').waitFor()
  await assertSound(long, 'a long parameter')
  await long.page.context().close()
})

test('another who signs in beside is told of, and the rows of the first are gone', async () => {
  const { page } = await dashboard.open('/contacts')
  await page.getByRole('table').waitFor()
  await page.route('**/session', async (route) => {
    const answer = await route.fetch()
    const body = await answer.json()
    await route.fulfill({
      response: answer,
      json: {
        ...body,
        user: { ...body.user, name: 'Somebody Else', email: 'else@example.com' },
        companies: [],
      },
    })
  })
  await page.route('**/contact?**', (route) =>
    route.fulfill({
      status: 404,
      contentType: 'application/problem+json',
      body: JSON.stringify({
        status: 404,
        code: 'not_found',
        title: 'Not found',
        detail: 'The header Jetpay-Company names no company of yours; GET /session lists them.',
      }),
    }),
  )
  await page.getByRole('searchbox').first().fill('anybody')
  await page.getByText('Somebody Else has signed in').waitFor()
  assert.equal(await page.getByRole('table').count(), 0)
  await page.context().close()
})
