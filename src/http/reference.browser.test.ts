import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { launchBrowser, openPage } from '../../test/browser.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { endpoints } from '../api.ts'

let platform: Platform
let browser: Browser
before(async () => {
  platform = await startPlatform()
  browser = await launchBrowser()
})
after(async () => {
  await browser?.close()
  await platform?.close()
})

/**
 * Opens the reference at an operation and notes every request and complaint of the browser (blocked ones are,
 * too).
 */
async function openReference(id: string, { hash = `#${id}`, width = 1280 } = {}) {
  const page = await openPage(browser, width)
  const requests: string[] = []
  const complaints: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  await page.goto(`${platform.url}/docs${hash}`)
  await operation(page, id).waitFor()
  return { page, requests, complaints }
}

const operation = (page: Page, id: string) => page.locator(`section[id$="/operation/${id}"]`)

/** Opens the operation's dialog, gives it the token, sends it, and returns the answer that the API gave. */
async function tryOut(page: Page, id: string) {
  await operation(page, id)
    .getByRole('button', { name: /Test Request/ })
    .click()
  const dialog = page.getByRole('dialog')
  await dialog.getByPlaceholder('Token').fill(platform.demo.api_token)
  const [response] = await Promise.all([
    page.waitForResponse((response) => new URL(response.url()).pathname.startsWith('/contact')),
    dialog.getByRole('button', { name: /^Send \w+ request/ }).click(),
  ])
  await dialog.getByText(`${response.status()} `).first().waitFor()
  return response
}

for (const width of [390, 1280]) {
  test(`the reference asks nobody but the API and runs nothing that its policy forbids, at ${width} px`, async () => {
    const { page, requests, complaints } = await openReference('list_contacts', { width })
    const response = await tryOut(page, 'list_contacts')
    assert.equal(response.status(), 200)
    const url = new URL(response.url())
    // No filter is filled in by itself.
    assert.deepEqual([url.pathname, ...url.searchParams.keys()], ['/contact', 'limit'])
    const outside = requests.filter((url) => !url.startsWith(`${platform.url}/`) && !url.startsWith('data:'))
    assert.deepEqual(outside, [])
    assert.deepEqual(complaints, [])
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    assert.ok(overflow <= 0, `${overflow} px wider than the screen`)
    await page.context().close()
  })
}

test('an operation that writes can be called from it: the sample body is one that the API takes', async () => {
  const { page } = await openReference('create_contact')
  const response = await tryOut(page, 'create_contact')
  assert.equal(response.status(), 200)
  const { identifier, name } = (await response.json()) as { identifier: string; name: string }
  assert.equal(name, 'Ada Lovelace')
  assert.equal((await platform.call('GET', `/contact/${identifier}`)).status, 200)
  await page.context().close()
})

test('every operation has an anchor of its own under its group, and its id alone leads to it', async () => {
  const { page } = await openReference('create_contact')
  for (const { operationId, tag } of endpoints.toReversed()) {
    await page.evaluate((id) => {
      location.hash = id
    }, operationId)
    await operation(page, operationId).waitFor()
    const group = tag.toLowerCase().replace(' ', '-')
    assert.equal(new URL(page.url()).hash, `#tag/${group}/operation/${operationId}`)
  }
  await page.context().close()
})

test('the links of the guide lead to the operation that they name', async () => {
  const anchor = '#tag/credit-cards/operation/charge_contact_credit_card'
  const links = [
    anchor,
    '#charge_contact_credit_card',
    '#tag/contacts-(v0)/operation/charge_contact_credit_card_contact__contact_id__creditcards__credit_card_id__charge_post',
    '#tag/Contacts%20(v0)/operation/charge_contact_credit_card_contact__contact_id__creditcards__credit_card_id__charge_post',
  ]
  for (const hash of links) {
    const { page } = await openReference('charge_contact_credit_card', { hash })
    const section = operation(page, 'charge_contact_credit_card')
    assert.equal(new URL(page.url()).hash, anchor, hash)
    await page.waitForFunction(
      (element) => {
        const { top, bottom } = element!.getBoundingClientRect()
        return top < innerHeight / 2 && bottom > 0
      },
      await section.elementHandle(),
    )
    await page.context().close()
  }
})

test('a link to a part of an operation stays as it is', async () => {
  const hash = '#tag/credit-cards/operation/get_contact_credit_card.path.contact_id'
  const { page } = await openReference('get_contact_credit_card', { hash })
  assert.equal(new URL(page.url()).hash, hash)
  await page.context().close()
})

test('the page can be framed by nobody, and its scripts come from the API alone', async () => {
  const answer = await fetch(`${platform.url}/docs`)
  const policy = answer.headers.get('content-security-policy')!
  for (const rule of [
    "default-src 'none'",
    "script-src 'self'",
    "connect-src 'self'",
    "frame-ancestors 'none'",
  ]) {
    assert.ok(policy.split('; ').includes(rule), `${rule} in ${policy}`)
  }
  const home = await fetch(platform.url, { redirect: 'manual' })
  assert.deepEqual([home.status, home.headers.get('location')], [302, '/docs'])
})

test('the event types are shown in a group of their own, each with its data', async () => {
  const page = await openPage(browser, 1280)
  await page.goto(`${platform.url}/docs#tag/event-types/webhook/POST/transactions.debits.paid`)
  const shown = page.locator('section', { hasText: 'transactions.debits.paid' }).last()
  await shown.getByText('transactionId').first().waitFor()
  for (const field of ['webhookId', 'createdAt', 'failReason', 'webhook-signature'])
    assert.ok((await shown.getByText(field).count()) > 0, field)
  await page.close()
})
