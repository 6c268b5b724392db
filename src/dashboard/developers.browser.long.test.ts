/** What developers and admins do on the dashboard, in a real browser. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Dashboard, ready, startDashboard } from '../../test/dashboard.ts'
import { startPlatform, until } from '../../test/platform.ts'
import { checkpointEvents } from '../events/checkpoint-events.ts'

let dashboard: Dashboard
before(async () => {
  dashboard = await startDashboard(await startPlatform({ tokenCacheMs: 0 }))
})
after(async () => {
  await dashboard?.close()
  await dashboard?.platform.close()
})

const get = async (path: string) => (await dashboard.platform.call('GET', path)).body

test('the browser proves an event against the published checkpoint, and sees one letter that was changed', async () => {
  await dashboard.platform.createContact('Grace')
  await until('an event', async () => (await get('/events?limit=1')).newest_event_id > 0)
  await checkpointEvents(0).run(dashboard.platform.context)
  const { page } = await dashboard.open('/events/1')
  await page.getByRole('button', { name: 'Check it here' }).click()
  await page.getByText('Proven', { exact: true }).waitFor()
  const { hash } = await get('/events/checkpoint?event_id=1')
  await page.getByText(hash).waitFor()
  await page.route('**/events/1/proof', async (route) => {
    const answer = await route.fetch()
    await route.fulfill({ response: answer, body: (await answer.text()).replace('Grace', 'Gracx') })
  })
  await page.getByRole('button', { name: 'Check it here' }).click()
  await page.getByText('Not proven', { exact: true }).waitFor()
  await page.context().close()
})

test('of an event from before a webhook it is not said that the webhook got it', async () => {
  const { good, createContact, simulatorUrl } = dashboard.platform
  await createContact()
  await until('the event', async () => (await good('GET', '/events?limit=1')).data[0])
  const { identifier } = await good('POST', '/webhooks', { callback_url: `${simulatorUrl}/later` })
  const { page } = await dashboard.open('/events/1')
  const later = page.getByRole('listitem').filter({ hasText: '/later' })
  await later.getByText('Not recorded').waitFor()
  assert.equal(await later.getByText('Confirmed').count(), 0)
  await page.context().close()
  await good('DELETE', `/webhooks/${identifier}`)
})

test('a token is made, shown once, and revoked; by keyboard alone', async () => {
  const { page } = await dashboard.open('/api-tokens')
  await page.getByRole('button', { name: 'Make a token' }).press('Enter')
  await page.getByLabel('Name').fill('till')
  await page.getByLabel(/^debits:read/).press('Space')
  await page.getByRole('button', { name: 'Make it' }).press('Enter')
  const token = await page.locator('dialog code, [role=dialog] code').textContent()
  assert.match(token!, /^jp_demo_/)
  await page.getByRole('button', { name: 'I have kept it' }).press('Enter')
  await page.getByRole('button', { name: 'Revoke till' }).press('Enter')
  assert.ok(!(await page.content()).includes(token!))
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke', exact: true }).press('Enter')
  await until('it to be revoked', async () => {
    const { data } = await get('/api_token')
    return data.find(({ name }: { name: string }) => name === 'till')?.state === 'revoked'
  })
  await page.context().close()
})

test('a webhook is added, its secret shown once, tested, and deleted', async () => {
  const { page } = await dashboard.open('/webhooks')
  await page.getByRole('button', { name: 'Add a webhook' }).first().click()
  await page.getByLabel('Address').fill(`${dashboard.platform.simulatorUrl}/hook`)
  await page.getByLabel('transactions.debits.paid').check()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('The signing secret, shown once').waitFor()
  await page.getByRole('button', { name: 'I have kept it' }).click()
  await page.getByRole('heading', { name: '/hook' }).waitFor()
  await page.getByRole('button', { name: 'Send a test' }).click()
  await page.getByText('answered 404').first().waitFor()
  const { data } = await get('/webhooks')
  assert.deepEqual(data[0].event_types, ['transactions.debits.paid'])
  await page.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await until('it to be deleted', async () => (await get('/webhooks')).data.length === 0)
  await page.context().close()
})

test('what a receiver answered is said in French where French is read: of a test, of deliveries and of an event', async () => {
  const { good, simulatorUrl, createContact } = dashboard.platform
  const hook = { callback_url: `${simulatorUrl}/refuses`, max_wait_seconds: 0 }
  const { identifier } = await good('POST', '/webhooks', hook)
  const { page, open } = await dashboard.open(`/webhooks/${identifier}`, { language: 'fr' })
  await page.getByRole('button', { name: 'Envoyer un essai' }).click()
  const message = page.getByText('a répondu 404')
  await message.first().waitFor()
  await createContact()
  const event = await until('a delivery', async () => {
    const { data } = await good('GET', `/webhooks/${identifier}/deliveries`)
    return data.find(({ kind }: { kind: string }) => kind === 'events')?.first_event_id as number | undefined
  })
  await open(`/events/${event}`)
  await message.first().waitFor()
  assert.equal(await page.getByText('answered').count(), 0)
  await good('DELETE', `/webhooks/${identifier}`)
  await page.context().close()
})

test('settings are saved and taken back, and a colour that nobody could read is refused where it was typed', async () => {
  const { page } = await dashboard.open('/settings')
  await page.getByLabel('Telephone').fill('1-800-555-0142')
  await page.getByRole('button', { name: 'Save' }).first().click()
  await until('the number', async () => (await get('/company')).contact_phone === '1-800-555-0142')
  await page.getByRole('button', { name: 'Undo' }).click()
  await until('the number before', async () => (await get('/company')).contact_phone === '1-800-555-0100')
  await page.getByLabel('Mail payers a receipt').check()
  await page.getByRole('button', { name: 'Save' }).first().click()
  await until('receipts to be on', async () => (await get('/company')).receipts_by_mail)
  await page.getByLabel('Mail payers a receipt').uncheck()
  await page.getByRole('button', { name: 'Save' }).first().click()
  await until('receipts to be off', async () => !(await get('/company')).receipts_by_mail)
  await page.getByRole('textbox', { name: 'Colour of buttons' }).fill('#ffcc00')
  await page.getByRole('button', { name: 'Save' }).nth(1).click()
  await page.getByText(/must be darker/).waitFor()
  await page.context().close()
})

test('a refused request is found by its id, with what it was told', async () => {
  const { body } = await dashboard.platform.call('PUT', '/contact', { name: 'Nobody' })
  const id = body.request_id as string
  await until('it to be in the log', async () => (await get(`/request_log/${id}`)).status === 422)
  const { page } = await dashboard.open('/requests')
  await page.getByLabel('Find by request id').fill(id)
  await page.getByRole('button', { name: 'Find', exact: true }).click()
  await page.getByText(body.detail).first().waitFor()
  await ready(page)
  await page.context().close()
})

test('in the sandbox an event happens at the press of a button', async () => {
  const { page } = await dashboard.open('/sandbox?view=trigger')
  await page.getByLabel('Type of event').selectOption('contacts.updated')
  await page.getByRole('button', { name: 'Have it happen' }).click()
  await page.getByText(/Event \d+ is in the log/).waitFor()
  await page.context().close()
})

test('once the demo’s clock was moved, times are told from it and not from the browser’s', async () => {
  const { page } = await dashboard.open('/sandbox')
  await page.getByRole('button', { name: 'A day' }).click()
  await page.getByText(/^1 days? ahead/).waitFor()
  await dashboard.platform.createContact('Of tomorrow')
  await page.getByRole('link', { name: 'Contacts', exact: true }).click()
  const row = page.locator('tr', { hasText: 'Of tomorrow' })
  await row.waitFor()
  assert.match((await row.textContent()) ?? '', /\d+ seconds? ago|now/)
  await page.context().close()
})
