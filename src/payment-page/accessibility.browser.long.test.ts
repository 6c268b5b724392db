import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { findBarriers } from '../../test/accessibility.ts'
import { launchBrowser, openPage } from '../../test/browser.ts'
import { signed, startLinks } from '../../test/payment-links.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'

let platform: Platform
let links: Awaited<ReturnType<typeof startLinks>>
let browser: Browser
/** One link in each state. */
let pages: Record<string, string>
before(async () => {
  // What is signed for stays agreed to: no file is opened before the tests are over.
  platform = await startPlatform({ paymentPageRateLimit: 1_000 }, { bankGatherMs: 3_600_000 })
  links = await startLinks(platform)
  browser = await launchBrowser()
  const [agreed, cancelled, expired] = [await links.debit(), await links.debit(), await links.debit()]
  const agreement = await links.shownAgreement(agreed.link)
  assert.equal((await links.post(agreed.link, 'bank', { ...signed, agreement })).status, 200)
  await platform.good('DELETE', `/transaction/${cancelled.id}`)
  await platform.db.run(sql`
    update debits set payable_until = jetpay_now()
    where company_id = ${platform.demo.company_id} and debit_id = ${expired.id}`)
  pages = {
    open: (await links.debit()).link,
    'open, in USD': (await links.debitInUsd()).link,
    credit: (await links.credit()).link,
    'credit in USD': (await links.creditInUsd()).link,
    agreed: agreed.link,
    cancelled: cancelled.link,
    expired: expired.link,
    unknown: `${platform.url}/payment/pay/none`,
  }
})
after(async () => {
  await browser.close()
  await platform.close()
})

test('the search finds barriers where there are some', async () => {
  const page = await openPage(browser, 390)
  await page.setContent(`<style>p { color: #999 } input { border: 1px solid #ddd }</style>
    <h1>One</h1><h3>Three</h3><p id="a">Grey</p><p id="a">Grey</p><input type="text" aria-describedby="b">
    <img src="data:,"><button style="width:9px;height:9px;padding:0"></button><div style="width:900px">wide</div>`)
  const found = (await findBarriers(page)).join('\n')
  for (const barrier of [
    'no language',
    'no title',
    'main landmarks',
    'jump to 3',
    'id a is used twice',
    'names no b',
    'has no label',
    'img has no name',
    'button has no text',
    'contrast 2.85',
    'border 1.36',
    '(2.5.8)',
    '(1.4.10)',
  ])
    assert.ok(found.includes(barrier), `${barrier} in ${found}`)
})

for (const language of ['en', 'fr'])
  for (const width of [320, 1280])
    test(`no barrier is found on any page, in ${language} at ${width} px`, async () => {
      for (const [state, link] of Object.entries(pages)) {
        const page = await openPage(browser, width)
        await page.goto(`${link}?lang=${language}`)
        await page.locator('html[data-started]').waitFor({ state: 'attached' })
        assert.deepEqual(await findBarriers(page), [], state)
        if (state.startsWith('open')) {
          await page.locator('input[value=bank]').check({ force: true })
          await page.locator('input[value=drawn]').check({ force: true })
          await page.locator('input[value=business]').check({ force: true })
          assert.deepEqual(await findBarriers(page), [], `${state}, for a business`)
        }
        if (await page.locator('#submit').isVisible()) {
          await page.locator('#submit').click()
          await page.locator('[aria-invalid]').first().waitFor()
          assert.deepEqual(await findBarriers(page), [], `${state}, filled in wrongly`)
        }
        await page.context().close()
      }
    })

test('with text twice as large nothing is cut off', async () => {
  const page = await openPage(browser, 390)
  await page.goto(pages.open!)
  await page.locator('input[value=bank]').check({ force: true })
  await page.addStyleTag({ content: ':root { font-size: 32px !important }' }).catch(() => undefined)
  await page.evaluate("document.documentElement.style.fontSize = '32px'")
  const cut = await page.evaluate(`[...document.querySelectorAll('.panel *')].filter((one) =>
    one.checkVisibility() && !one.closest('.terms, svg') && one.scrollWidth > one.clientWidth + 1
      && getComputedStyle(one).overflowX !== 'visible').map((one) => one.className || one.tagName)`)
  assert.deepEqual(cut, [])
  assert.ok((await page.evaluate<number>('document.documentElement.scrollWidth')) <= 390)
})

test('who prints the page before signing has the whole agreement on paper', async () => {
  const page = await openPage(browser, 390)
  await page.goto(pages['open, in USD']!)
  await page.locator('input[value=bank]').check({ force: true })
  const hidden = () => page.locator('.terms').evaluate((terms) => terms.scrollHeight - terms.clientHeight)
  assert.ok((await hidden()) > 100, 'on the screen it scrolls')
  await page.emulateMedia({ media: 'print' })
  assert.equal(await hidden(), 0)
})

test('whoever asked for less motion sees nothing turn', async () => {
  const page = await openPage(browser, 390)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto(pages.open!)
  const motion = await page.evaluate(`(() => {
    const section = document.createElement('section')
    section.className = 'outcome busy'
    const seal = section.appendChild(document.createElement('span'))
    seal.className = 'seal'
    const icon = seal.appendChild(document.createElement('i'))
    icon.className = 'icon'
    document.body.append(section)
    return getComputedStyle(icon).animationName
  })()`)
  assert.equal(motion, 'none')
})
