/** What the people of a company read that its operator has stopped. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { assertAccessible, assertSound, type Dashboard, startDashboard } from '../../test/dashboard.ts'
import { suspendCompany, unsuspendCompany } from '../companies/suspension.ts'

let dashboard: Dashboard
before(async () => {
  dashboard = await startDashboard()
})
after(() => dashboard?.close())

test('every page of a suspended company says so, what does not work, why and whom to ask, until it goes on', async () => {
  const { platform } = dashboard
  const companyId = platform.demo.company_id
  const opened = await dashboard.open('/links')
  const { page, open } = opened
  const notice = page.getByRole('region', { name: 'Your company is suspended' })
  assert.equal(await notice.count(), 0)
  await suspendCompany(platform.db, companyId, 'Ada', 'ticket 4711', 'We ask about your refunds')
  // The page that is open hears of it by itself.
  await notice.getByText('We ask about your refunds').waitFor()
  assert.match((await notice.textContent())!, /payouts wait.*Ask the operator/s)
  assert.doesNotMatch((await page.textContent('body'))!, /4711/)
  const create = page.getByRole('button', { name: 'New link' })
  assert.equal(await create.getAttribute('aria-disabled'), 'true')
  assert.match((await create.getAttribute('title'))!, /Not while your company is suspended/)
  await create.click({ force: true })
  assert.equal(await page.getByRole('dialog').count(), 0)
  await assertAccessible(opened, 'a suspended company’s links')
  for (const path of ['/contacts', '/schedules', '/team', '']) {
    await open(path)
    await notice.waitFor()
  }
  assert.equal(await page.getByText('Nothing needs you now.').count(), 0)
  await page.getByRole('link', { name: 'Your company is suspended' }).waitFor()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('new link')
  await page.getByRole('option', { name: /New link.*Your company is suspended/ }).click()
  await page.waitForURL(/links/)
  assert.equal(await page.getByRole('dialog').count(), 0)
  await unsuspendCompany(platform.db, companyId)
  await notice.waitFor({ state: 'detached' })
  await create.click()
  await page.getByRole('dialog').waitFor()
  await assertSound(opened, 'a suspended company’s pages')
  await page.context().close()
})

test('in French too, on a phone', async () => {
  const { platform } = dashboard
  await suspendCompany(platform.db, platform.demo.company_id, 'Ada', 'ticket 4711')
  const opened = await dashboard.open('/contacts', { width: 390, language: 'fr' })
  const notice = opened.page.getByRole('region', { name: 'Votre entreprise est suspendue' })
  assert.match((await notice.textContent())!, /Demandez à l’exploitant/)
  await assertSound(opened, 'a suspended company’s pages')
  await unsuspendCompany(platform.db, platform.demo.company_id)
  await opened.page.context().close()
})
