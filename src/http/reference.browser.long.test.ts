import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { openPage } from '../../test/browser.ts'
import { openReference, operation, type ReferenceStage, startReference } from '../../test/reference-stage.ts'

let stage: ReferenceStage
before(async () => {
  stage = await startReference()
})
after(() => stage?.close())

/** Opens the operation's dialog, gives it the token, sends it, and returns the answer that the API gave. */
async function tryOut(page: Page, id: string) {
  await operation(page, id)
    .getByRole('button', { name: /Test Request/ })
    .click()
  const dialog = page.getByRole('dialog')
  await dialog.getByPlaceholder('Token').fill(stage.platform.demo.api_token)
  const [response] = await Promise.all([
    page.waitForResponse((response) => new URL(response.url()).pathname.startsWith('/contact')),
    dialog.getByRole('button', { name: /^Send \w+ request/ }).click(),
  ])
  await dialog.getByText(`${response.status()} `).first().waitFor()
  return response
}

for (const width of [390, 1280]) {
  test(`the reference asks nobody but the API and runs nothing that its policy forbids, at ${width} px`, async () => {
    const { page, requests, complaints } = await openReference(stage, 'list_contacts', { width })
    const response = await tryOut(page, 'list_contacts')
    assert.equal(response.status(), 200)
    const url = new URL(response.url())
    // No filter is filled in by itself, whatever example it has.
    assert.deepEqual([url.pathname, ...url.searchParams.keys()], ['/contact'])
    const outside = requests.filter(
      (url) => !url.startsWith(`${stage.platform.url}/`) && !url.startsWith('data:'),
    )
    assert.deepEqual(outside, [])
    assert.deepEqual(complaints, [])
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    assert.ok(overflow <= 0, `${overflow} px wider than the screen`)
    await page.context().close()
  })
}

test('an operation that writes can be called from it: the sample body is one that the API takes', async () => {
  const { page } = await openReference(stage, 'create_contact')
  const response = await tryOut(page, 'create_contact')
  assert.equal(response.status(), 200)
  // Under its example the next request would be a repeat, and do nothing.
  assert.equal(await response.request().headerValue('idempotency-key'), null)
  const { identifier, name } = (await response.json()) as { identifier: string; name: string }
  assert.equal(name, 'Ada Lovelace')
  assert.equal((await stage.platform.call('GET', `/contact/${identifier}`)).status, 200)
  await page.context().close()
})

test('the page can be framed by nobody, and its scripts come from the API alone', async () => {
  const answer = await fetch(`${stage.platform.url}/docs`)
  const policy = answer.headers.get('content-security-policy')!
  for (const rule of [
    "default-src 'none'",
    "script-src 'self'",
    "connect-src 'self'",
    "frame-ancestors 'none'",
  ]) {
    assert.ok(policy.split('; ').includes(rule), `${rule} in ${policy}`)
  }
  const home = await fetch(stage.platform.url, { redirect: 'manual' })
  assert.deepEqual([home.status, home.headers.get('location')], [302, '/docs'])
})

test('the event types are shown in a group of their own, each with its data', async () => {
  const page = await openPage(stage.browser, 1280)
  await page.goto(`${stage.platform.url}/docs#tag/event-types/webhook/POST/transactions.debits.paid`)
  const shown = page.locator('section', { hasText: 'transactions.debits.paid' }).last()
  await shown.getByText('transactionId').first().waitFor()
  for (const field of ['webhookId', 'createdAt', 'failReason', 'webhook-signature'])
    assert.ok((await shown.getByText(field).count()) > 0, field)
  await page.close()
})
