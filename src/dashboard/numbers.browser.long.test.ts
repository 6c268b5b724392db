/**
 * Home, payouts and disputes in a real browser: what a number is made of, by keyboard, and evidence
 * submitted.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Locator, Page, Request } from 'playwright-core'
import { assertAccessible, assertSound, type Dashboard, ready, startDashboard } from '../../test/dashboard.ts'
import { makeMoney } from '../../test/dashboard-money.ts'
import { makeFiguresBehind } from '../../test/figures-behind.ts'
import { until } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'

let dashboard: Dashboard
let payout: string
let dispute: string
before(async () => {
  dashboard = await startDashboard()
  const made = await makeMoney(dashboard.platform)
  payout = `/payouts/${made.payout}`
  dispute = `/disputes/${made.dispute}`
})
after(() => dashboard?.close())

const shoot = async (page: Page, name: string) => {
  const folder = process.env.JETPAY_TEST_SCREENSHOTS
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
}

test('a tile opens what its number is made of, level by level, to the file of the network, by keyboard alone', async () => {
  const opened = await dashboard.open('')
  const { page } = opened
  await shoot(page, 'home-1440')
  const amount = page.locator('.tile .explain').first()
  const said = await amount.locator('.number').textContent()
  await amount.focus()
  await page.keyboard.press('Enter')
  const drawer = page.getByRole('dialog')
  await drawer.getByText('Adds up to the same cent').waitFor()
  assert.equal(await drawer.locator('tfoot .number').textContent(), said)
  for (const step of [/^Charged to cards$/, undefined, /^Debit · /]) {
    const link = step
      ? drawer.getByRole('button', { name: step }).first()
      : drawer.locator('tbody button.link').first()
    await link.focus()
    await page.keyboard.press('Enter')
    await drawer.locator('tfoot').waitFor()
    if (step?.source !== '^Debit · ') assert.equal(await drawer.locator('tfoot .number').textContent(), said)
  }
  await drawer
    .getByText(/Clearing file: .*line \d+/)
    .first()
    .waitFor()
  await shoot(page, 'explain-1440')
  await assertAccessible(opened, 'the drawer')
  await drawer.getByRole('button', { name: 'Charged to cards' }).click()
  assert.equal(await drawer.locator('tfoot .number').textContent(), said)
  await page.keyboard.press('Escape')
  await drawer.waitFor({ state: 'detached' })
  assert.ok(await amount.evaluate((element) => element === document.activeElement))
  await assertSound(opened, 'home')
  await page.setViewportSize({ width: 390, height: 844 })
  await shoot(page, 'home-390')
  await page.context().close()
})

test('which levels are open stands in the address: for Back, for a reload, and for whom it is sent to', async () => {
  const opened = await dashboard.open('')
  const { page } = opened
  const drawer = page.getByRole('dialog')
  const at = async (title: string | RegExp, crumbs: number) => {
    await drawer.getByRole('heading', { level: 3, name: title }).waitFor()
    await drawer.locator('tfoot').waitFor()
    assert.equal(await drawer.locator('.crumbs li').count(), crumbs)
  }
  await page.locator('.tile .explain').first().click()
  await at('Payments', 0)
  await drawer.getByRole('button', { name: 'Charged to cards' }).click()
  await at('Charged to cards', 1)
  await drawer.locator('tbody button.link').first().click()
  await at(/20\d\d/, 2)
  const link = page.url()
  await drawer
    .getByRole('button', { name: /^Debit · / })
    .first()
    .click()
  await at(/^Debit · /, 3)
  await drawer.getByRole('link', { name: 'To the transaction' }).first().click()
  await page.waitForURL(/\/transactions\/[\da-f-]+$/)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.goBack()
  await at(/^Debit · /, 3)
  await page.goBack()
  await at(/20\d\d/, 2)
  await page.reload()
  await at(/20\d\d/, 2)
  await drawer.getByRole('button', { name: 'Close' }).click()
  await drawer.waitFor({ state: 'detached' })
  assert.ok(!page.url().includes('made='), page.url())
  await page.goBack()
  await at(/20\d\d/, 2)
  await assertSound(opened, 'home with levels open')
  await page.context().close()
  const sent = await dashboard.open(`?${new URL(link).searchParams}`)
  await sent.page.getByRole('dialog').getByRole('button', { name: 'Charged to cards' }).waitFor()
  await sent.page
    .getByRole('dialog')
    .getByRole('heading', { level: 3, name: /20\d\d/ })
    .waitFor()
  // It is no filter that is not known.
  assert.equal(await sent.page.locator('[role=alert]').count(), 0)
  await assertSound(sent, 'home of a link')
  // It is of its days, and not of the thirty that end tomorrow.
  const said = new URL(link).searchParams
  const [first, second, third] = said.get('made')!.split(' ')
  assert.equal(said.get('from'), null)
  const days = new URL(first!, link).searchParams
  said.set('made', first!.replace(/from=[\d-]+/, `from=${days.get('to')}`))
  await sent.open(`?${said}`)
  await sent.page.waitForURL((url) => url.searchParams.get('from') === days.get('to'))
  await sent.page.getByRole('dialog').locator('tfoot').waitFor()
  // What is no part of the level above is not shown under it.
  for (const made of [
    [first, second!.replace('volume', 'refunds'), third],
    [first, '/balance/explain?currency=USD'],
  ]) {
    said.set('made', made.join(' '))
    await sent.open(`?${said}`)
    await sent.page.getByRole('dialog').getByText('was not found in this amount').waitFor()
    assert.equal(await sent.page.getByText('Adds up to the same cent').count(), 0)
  }
  await sent.page.context().close()
})

test('the change of what is owed opens what it is made of; a balance’s days say in both languages that they are in UTC', async () => {
  const { page } = await dashboard.open('')
  const tile = page.locator('.tile').filter({ hasText: 'Change of what is owed to you' })
  const said = await tile.locator('.explain .number').textContent()
  await tile.locator('.explain').click()
  const drawer = page.getByRole('dialog')
  await drawer.getByText('Adds up to the same cent').waitFor()
  assert.equal(await drawer.locator('tfoot .number').textContent(), said)
  await page.keyboard.press('Escape')
  await tile.getByRole('link', { name: 'Balance' }).click()
  await page.getByRole('heading', { level: 1, name: 'Balance' }).waitFor()
  await page.context().close()
  for (const [language, owed, utc] of [
    ['en', 'Owed to you', /, a day in UTC$/],
    ['fr', 'Vous est dû', /, jour UTC$/],
  ] as const) {
    const { page } = await dashboard.open('/balance', { language })
    await page.locator('.explain').filter({ hasText: owed }).first().click()
    const drawer = page.getByRole('dialog')
    // A figure, and a move of it.
    for (const levels of [2, 3]) {
      await drawer.locator('tbody button.link').first().click()
      await drawer.locator(`.crumbs li:nth-child(${levels - 1})`).waitFor()
      await drawer.locator('tfoot').waitFor()
    }
    await drawer.locator('tbody button.link').filter({ hasText: utc }).first().click()
    await drawer.getByRole('heading', { level: 3, name: utc }).waitFor()
    await page.context().close()
  }
})

test('a page is there once its questions are answered: it waits for no time to pass', async () => {
  const { page } = await dashboard.open('/contacts')
  const unanswered = new Set<Request>()
  page.on('request', (request) => request.url().endsWith('/events/stream') || unanswered.add(request))
  page.on('requestfinished', (request) => unanswered.delete(request))
  page.on('requestfailed', (request) => unanswered.delete(request))
  await page.clock.install()
  // Its timers stand still but for these milliseconds, none of which passes while an answer is on its way.
  const passes = async (what: Locator) => {
    for (let ms = 0; !(await what.isVisible()); ms++) {
      await until('the answers', async () => unanswered.size === 0)
      // React keeps what has waited behind a stand-in for 300.
      assert.ok(ms < 100, `after ${ms} ms there is no ${what}`)
      await page.clock.runFor(1)
    }
  }
  const home = `${dashboard.platform.url}/dashboard/${dashboard.platform.demo.company_id}`
  await page.clock.pauseAt(Date.now() + 60_000)
  for (const [path, what] of [
    ['/transactions', page.locator('main tbody').getByRole('link').first()],
    [payout, page.getByText('Adds up to the same cent')],
    ['', page.locator('.plot canvas')],
  ] as const) {
    await page.goto(home + path)
    await passes(what)
  }
  await page.keyboard.press('Control+k')
  await passes(page.getByRole('combobox', { name: 'Go to or find' }))
  await page.context().close()
})

test('the time of home stands in its address, and its figures are those of the API', async () => {
  const { platform } = dashboard
  const summary = (await platform.call('GET', '/company/summary')).body
  const opened = await dashboard.open(`?from=${summary.to}&to=${summary.to}`)
  const rate = summary.currencies[0].success.rate
  await opened.page.getByText(`${Number(rate)}%`).waitFor()
  assert.equal(await opened.page.getByLabel('From').inputValue(), summary.to)
  await opened.page.getByLabel('From').fill(summary.from)
  await opened.page.waitForURL(`**from=${summary.from}**`)
  await opened.page.getByText('dispute waits for your answer').waitFor()
  await opened.page.context().close()
})

test('a payout says what it is made of, that it adds up, and in which file it went to the bank', async () => {
  const opened = await dashboard.open(payout)
  await opened.page.getByText('Adds up to the same cent').waitFor()
  await opened.page
    .getByText(/File \d+, line \d+|Waits for the next file/)
    .first()
    .waitFor()
  // The account that it goes to, by its name.
  await opened.page.getByText(/\w+ •••• \d{4}/).waitFor()
  await shoot(opened.page, 'payout-1440')
  const download = opened.page.waitForEvent('download')
  await opened.page.getByRole('button', { name: 'Export as CSV' }).click()
  assert.match((await download).suggestedFilename(), /^payout-.*\.csv$/)
  await opened.page.setViewportSize({ width: 390, height: 844 })
  await shoot(opened.page, 'payout-390')
  await assertSound(opened, 'payout')
  await opened.page.context().close()
})

test('evidence is added and submitted once, after a plain question; then nothing more can be added', async () => {
  const opened = await dashboard.open(dispute)
  const { page } = opened
  const submit = page.getByRole('button', { name: 'Submit', exact: true })
  assert.ok(await submit.isDisabled())
  await page.getByRole('button', { name: 'Save the evidence' }).click()
  await page.getByText('Write a text or choose a document first.').waitFor()
  await page.getByLabel('How it was delivered').fill('Signed for on February 2.')
  await page.getByLabel('Add documents').setInputFiles({
    name: 'receipt.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from('%PDF-1.7\n% a receipt\n%%EOF\n'),
  })
  await shoot(page, 'dispute-1440')
  await page.getByRole('button', { name: 'Save the evidence' }).click()
  await page.getByText('receipt.pdf').waitFor()
  const id = dispute.split('/').at(-1)
  const evidence = `/dispute/${id}/evidence`
  // Typed and not saved: it is not left without a question, nor submitted without it.
  await page.getByLabel('What was sold').fill('A lamp.')
  await page.getByRole('link', { name: 'Payouts' }).click()
  await page.getByRole('dialog', { name: 'Leave without saving?' }).waitFor()
  await page.keyboard.press('Escape')
  // Another saves the same field meanwhile: what they wrote is read before it is replaced.
  await dashboard.platform.good('POST', evidence, { texts: { product_description: 'Two lamps.' } })
  await page.getByRole('button', { name: 'Save the evidence' }).click()
  await page.getByText('Somebody saved another text here meanwhile: “Two lamps.”').waitFor()
  await page.getByRole('button', { name: 'Save the evidence' }).click()
  await page.getByRole('definition').filter({ hasText: 'A lamp.' }).waitFor()
  await page.getByLabel('Anything else').fill('The payer wrote that it is bright.')
  await submit.click()
  await page.getByText('Not saved yet; it is saved with it').waitFor()
  await page.getByRole('button', { name: 'Submit 4 pieces of evidence' }).click()
  await page.getByText('The network decides on what you submitted', { exact: false }).waitFor()
  assert.equal(await page.getByLabel('How it was delivered').count(), 0)
  await until(
    'it to be under review',
    async () => (await dashboard.platform.call('GET', `/dispute/${id}`)).body.state === 'under_review',
  )
  assert.deepEqual((await dashboard.platform.good('GET', `/dispute/${id}`)).evidence.texts, {
    delivery: 'Signed for on February 2.',
    product_description: 'A lamp.',
    other: 'The payer wrote that it is bright.',
  })
  await ready(page)
  await assertSound(opened, 'dispute')
  await page.context().close()
})

test('figures that are behind say since when, and those that are not there yet say so: never a zero', async () => {
  const { platform } = dashboard
  const summary = (await platform.call('GET', '/company/summary')).body
  await platform.stopWorker()
  await makeFiguresBehind(platform, platform.demo.company_id)
  const today = `from=${summary.to}&to=${summary.to}`
  await platform.db.run(sql`update summed_until set summed_before = summed_before - interval '3 days'`)
  const some = await dashboard.open('')
  await some.page.getByText('The figures are behind').waitFor()
  await shoot(some.page, 'home-behind')
  await some.page.context().close()
  const none = await dashboard.open(`?${today}`, { language: 'fr' })
  await none.page.getByText('Les chiffres de cette période ne sont pas prêts').waitFor()
  assert.equal(await none.page.locator('.tile').count(), 0)
  await shoot(none.page, 'home-not-yet')
  await none.page.context().close()
})
