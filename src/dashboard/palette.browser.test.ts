/** What the palette does, beside leading anywhere: what the role may, and what is the user's own. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { assertAccessible, assertSound, type Dashboard, ready, startDashboard } from '../../test/dashboard.ts'
import { makePerson } from '../../test/dashboard-person.ts'
import { until } from '../../test/platform.ts'

let dashboard: Dashboard
before(async () => {
  dashboard = await startDashboard()
  await makePerson(dashboard.platform)
})
after(() => dashboard?.close())

/** Types into the palette, by keys alone, and takes the first that is found once it is this one. */
async function choose(page: Page, typed: string, option: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.locator('[role=dialog] input:focus').waitFor()
  await page.keyboard.type(typed)
  await page.getByRole('option', { name: option, exact: true }).waitFor()
  await until('it to be the first', async () => {
    const first = page.getByRole('option').first()
    return (
      (await first.textContent())?.startsWith(option) &&
      (await first.getAttribute('data-highlighted')) !== null
    )
  })
  await page.keyboard.press('Enter')
}
const focusIn = (page: Page, selector: string) =>
  until(`the focus in ${selector}`, () =>
    page.evaluate((selector) => document.activeElement?.closest(selector) != null, selector),
  )

test('each action that an owner may do opens its question, wherever they are, with the focus in it', async () => {
  const opened = await dashboard.open('/balance')
  const { page } = opened
  for (const [typed, option, title, at] of [
    ['new cont', 'New contact', 'New contact', '/contacts'],
    ['new link', 'New link', 'New link', '/links'],
    ['new sched', 'New schedule', 'New schedule', '/schedules'],
    ['add a web', 'Add a webhook', 'Add a webhook', '/webhooks'],
    ['make a', 'Make a token', 'Make a token', '/api-tokens'],
    ['add a bank', 'Add a bank account', 'Add an account', '/bank-accounts'],
    ['invite', 'Invite somebody', 'Invite somebody', '/team'],
    ['new char', 'New charge', 'Whom do you charge?', '/contacts'],
  ] as const) {
    await choose(page, typed, option)
    await page.waitForURL((url) => url.pathname.endsWith(at))
    await page.getByRole('dialog', { name: title }).waitFor()
    await focusIn(page, '[role=dialog]')
    if (option !== 'New charge') {
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    }
  }
  await page.keyboard.type('Lovel')
  await page.getByRole('option', { name: /Ada Lovelace/ }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: 'Charge Ada Lovelace' }).waitFor()
  await assertAccessible(opened, 'a new charge')
  await assertSound(opened, 'a new charge')
  await page.context().close()
})

test('an address that is half typed is not asked for, which the API would refuse; a whole one finds its contact', async () => {
  const opened = await dashboard.open('/balance')
  const { page } = opened
  const asked: string[] = []
  page.on('request', (request) => asked.push(...(request.url().match(/(?<=[?&]email=)[^&]*/) ?? [])))
  // Before the field is there: a timer of it that is older than this clock is beyond its `clearTimeout`.
  await page.clock.install()
  await page.keyboard.press('Control+k')
  await page.locator('[role=dialog] input:focus').waitFor()
  await page.keyboard.type('ada@exa')
  await page.clock.runFor(1_000)
  assert.match(await page.locator('.menu-empty').innerText(), /type it to its end/)
  await page.keyboard.type('mple.com')
  await page.clock.runFor(1_000)
  await page.getByRole('option', { name: /Ada Lovelace/ }).waitFor()
  assert.deepEqual(asked, ['ada%40example.com'])
  await assertSound(opened, 'the palette')
  await page.context().close()
})

test('what a role may not do is no action of its palette', async () => {
  for (const [role, has, lacks] of [
    [
      'viewer',
      ['Sign out'],
      ['New contact', 'New link', 'New charge', 'New schedule', 'Make a token', 'Add a webhook'],
    ],
    [
      'support',
      ['New contact', 'New link', 'New charge'],
      ['Make a token', 'Add a webhook', 'Invite somebody'],
    ],
    ['developer', ['Make a token', 'Add a webhook'], ['New charge', 'New link', 'Invite somebody']],
  ] as const) {
    const { page } = await dashboard.open('/contacts', { role })
    await page.keyboard.press('Control+k')
    await page.getByRole('option', { name: 'Sign out' }).waitFor()
    const names = await page.getByRole('option').allTextContents()
    for (const name of has) assert.ok(names.includes(name), `${role}: ${name}`)
    for (const name of lacks) assert.ok(!names.includes(name), `${role}: ${name}`)
    await page.context().close()
  }
  const { page } = await dashboard.open('/../operator', { role: 'operator' })
  await choose(page, 'new comp', 'New company')
  await page.waitForURL(/operator\/new-company$/)
  await page.context().close()
})

test('theme, language and the way out are there in both languages, and the menu shows what was chosen', async () => {
  const { page } = await dashboard.open('/contacts', { width: 390 })
  await choose(page, 'dark', 'Theme: Dark')
  await page.waitForFunction(() => document.documentElement.dataset.theme === 'dark')
  await choose(page, 'fran', 'Language: Français')
  await page.getByRole('heading', { level: 1, name: 'Clients' }).waitFor()
  await page.getByRole('button', { name: 'Menu' }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Compte/ })
    .click()
  for (const name of ['Sombre', 'Français'])
    assert.equal(await page.getByRole('menuitemradio', { name }).getAttribute('aria-checked'), 'true', name)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await choose(page, 'deconn', 'Se déconnecter')
  await page.waitForURL(/\/dashboard\/sign-in/)
  await ready(page)
  // They have ended it themselves.
  assert.equal(await page.getByRole('alert').count(), 0)
  await page.context().close()
})

test('what is typed while the palette is being loaded is for it, and no shortcut', async () => {
  // The owner has gone out.
  const { page } = await dashboard.open('/balance', { role: 'admin' })
  const { promise: typed, resolve: letIn } = Promise.withResolvers<void>()
  await page.route(/assets\/palette-/, async (route) => {
    await typed
    await route.continue()
  })
  const asked = page.waitForRequest(/assets\/palette-/)
  await page.keyboard.press('Control+k')
  await asked
  await page.keyboard.type('gt ada lovex')
  await page.keyboard.press('Backspace')
  letIn()
  const field = page.getByRole('combobox', { name: 'Go to or find' })
  await field.waitFor()
  assert.equal(await field.inputValue(), 'gt ada love')
  assert.match(page.url(), /\/balance$/)
  await page.context().close()
})
