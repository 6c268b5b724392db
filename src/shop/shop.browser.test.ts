import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, describe, it } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { launchBrowser, openPage } from '../../test/browser.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import {
  openShopWithCustomer,
  pressSaveCard,
  saveCard as saveCardInShop,
  typeCard,
} from '../../test/shop-page.ts'
import { sql } from '../db/sql.ts'
import { startShop } from './shop.ts'

describe('the shop, over the whole platform, in a browser', () => {
  let platform: Platform
  let shop: Awaited<ReturnType<typeof startShop>>
  let browser: Browser
  let page: Page
  let complaints: string[]

  const openShop = (port = 0) =>
    startShop({
      port,
      host: '127.0.0.1',
      apiUrl: platform.url,
      apiToken: platform.demo.api_token,
      bankAccountId: platform.demo.bank_account_id,
      jwksUrl: `${platform.url}/.well-known/jwks.json`,
    })

  before(async () => {
    platform = await startPlatform({ networkTimeoutMs: 1_000 })
    shop = await openShop()
    browser = await launchBrowser()
  })
  after(async () => {
    await browser?.close()
    await shop?.close()
    await platform?.close()
  })
  beforeEach(async () => {
    page = await openPage(browser)
    complaints = []
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => {
      if (/Content Security Policy|Trusted/i.test(message.text())) complaints.push(message.text())
    })
    await openShopWithCustomer(page, shop.url)
  })
  afterEach(async () => {
    await page.context().close()
    assert.deepEqual(complaints, [])
  })

  async function enterCard(number: string): Promise<void> {
    await typeCard(page, number)
    await pressSaveCard(page)
  }
  const saveCard = (number: string) => saveCardInShop(page, number)
  const pay = () => page.locator('#pay').click()
  const result = (heading: string) => page.getByRole('heading', { name: heading, exact: true }).waitFor()
  const confirmed = (state: string) => page.getByText(`confirms: ${state}`).waitFor()

  it('a customer adds a card on the hosted page and pays with it, and the webhook confirms both', async () => {
    await saveCard('4242424242424242')
    await pay()
    await result('Paid')
    await confirmed('paid')
  })

  it('says why a card was declined, and whether to try it again', async () => {
    await saveCard('4000000000009995')
    await pay()
    await result('Declined: Insufficient funds')
    await page.getByText('The same card may work another time.').waitFor()
    await confirmed('failed')
  })

  it('does not offer a card that could not be saved', async () => {
    await enterCard('4000000000000127')
    await page.getByText('The card was not saved: Incorrect security code').waitFor()
    assert.match((await page.locator('#card').textContent()) ?? '', /No saved cards yet/)
  })

  it('says that a payment which the card network left open was reversed', async () => {
    await saveCard('4000000000900029')
    await pay()
    await page.getByRole('heading', { name: /^Not paid/ }).waitFor()
    await confirmed('failed')
  })

  it('offers a card only once the webhook has confirmed it, whatever the frame or anybody says', async () => {
    await page.getByRole('button', { name: 'Add a card' }).click()
    await page.frameLocator('iframe').getByLabel('Card number').waitFor()
    await page.evaluate(() => {
      const claim = { source: 'jetpay', type: 'succeeded', brand: 'visa', last4: '4242', height: 4000 }
      window.postMessage(claim, '*')
      window.postMessage({ ...claim, type: 'resize' }, '*')
    })
    // Messages are handled in order: once this one has been, so have those before.
    await page.evaluate(
      () =>
        new Promise((resolve) => {
          window.addEventListener('message', resolve, { once: true })
          window.postMessage('last', '*')
        }),
    )
    assert.equal(await page.locator('#card-status').isVisible(), false)
    assert.equal(await page.locator('#pay').isDisabled(), true)
    assert.match((await page.locator('#card').textContent()) ?? '', /No saved cards yet/)
  })

  it('goes on after a restart: the same webhook, and what happened meanwhile arrives', async () => {
    await shop.close()
    await platform.createContact('Grace Hopper')
    shop = await openShop(shop.port)
    await page.getByText('Webhook registered').waitFor()
    const webhooks = (await platform.call('GET', '/webhooks')).body.data
    assert.equal(webhooks.length, 1)
    await page.locator('#events pre', { hasText: 'Grace Hopper' }).waitFor({ state: 'attached' })
  })

  it('has the platform go on when its webhook had failed while it was away', async () => {
    await shop.close()
    await platform.db.run(
      sql`update webhooks set state = 'failed' where callback_url = ${`${shop.url}/webhook`}`,
    )
    await platform.createContact('Rear Admiral Hopper')
    shop = await openShop(shop.port)
    await page.locator('#events pre', { hasText: 'Rear Admiral' }).waitFor({ state: 'attached' })
  })
})
