import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Dashboard } from '../../test/dashboard.ts'
import { operators } from '../../test/dashboard-pages.ts'
import { startWithWaiting } from '../../test/operator-stage.ts'
import { type Platform, until } from '../../test/platform.ts'
import { raiseAlarm } from '../alarms/alarm.ts'
import { sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'

let platform: Platform
let dashboard: Dashboard
before(async () => {
  dashboard = await startWithWaiting()
  platform = dashboard.platform
})
after(() => dashboard?.close())

/** The one that the network left in doubt. */
const silentDebit = async () =>
  (
    await platform.db.one<{ debit_id: string }>(
      sql`select debit_id from debits where company_id = ${platform.demo.company_id} and amount = 900`,
    )
  ).debit_id
const asOperator = (path: string, look = {}) =>
  dashboard.open(operators + path, { ...look, role: 'operator' })

test('an operator sees the group of their pages, and of a company they are no member of nothing', async () => {
  const { page } = await asOperator('')
  const links = page.locator('.side nav a')
  assert.ok((await links.count()) >= 5)
  assert.equal(await links.filter({ hasText: 'My security' }).count(), 1)
  for (const href of await links.evaluateAll((all) => all.map((one) => one.getAttribute('href'))))
    assert.match(String(href), /^\/dashboard\/operator/)
  await page.context().close()
})

test('an owner gets no operator page: not in the navigation, and not by its address', async () => {
  const { page, open } = await dashboard.open('/settings')
  assert.equal(await page.locator('nav a[href^="/dashboard/operator"]').count(), 0)
  for (const path of ['', '/companies', '/alarms']) {
    await open(operators + path)
    assert.equal(await page.locator('h1').textContent(), 'There is no such page')
  }
  await page.context().close()
})

test('an address of no company, or of one that somebody is no member of, is not found, however deep: nothing is asked for', async () => {
  const nobodys = ['/../01999999-0000-7000-8000-000000000000', '/../nothing']
  for (const [role, paths] of [
    ['owner', nobodys],
    ['operator', nobodys],
  ] as const) {
    const { page, open, complaints } = await dashboard.open(nobodys[0]!, { role })
    for (const path of paths.flatMap((path) => [path, `${path}/contacts/${platform.demo.company_id}`])) {
      await open(path)
      assert.equal(await page.locator('h1').textContent(), 'There is no such company', path)
      const hrefs = await page
        .locator('.side nav a')
        .evaluateAll((all) => all.map((one) => one.getAttribute('href')))
      assert.equal(hrefs.length > 0, role === 'operator', path)
      assert.ok(hrefs.every((href) => href?.startsWith('/dashboard/operator')))
    }
    await open(`${operators}/transactions`)
    assert.equal(await page.locator('h1').textContent(), 'There is no such page')
    // The browser tells of each 404 that an operator was answered.
    assert.deepEqual(
      complaints.filter((said) => !/404/.test(said)),
      [],
    )
    assert.ok(role === 'operator' || complaints.length === 0)
    await page.context().close()
  }
})

test('a company is made on one page, and what is wrong with it stands beside its field', async () => {
  const { page } = await asOperator('/companies')
  await page.getByRole('link', { name: 'New company' }).click()
  // The list before it has a field of the same name, and stays until this page is loaded.
  await page.getByRole('heading', { name: 'New company' }).waitFor()
  await page.getByLabel('Name').fill('Cedar Cups')
  await page.getByLabel('E-mail for payers').fill('hello@cedar')
  await page.getByLabel('Each transaction, CAD').fill('500.00')
  await page.getByLabel('Card, CAD: Basis points').fill('250')
  await page.getByLabel('E-mail address').fill('owner@cedar.example')
  const make = page.getByRole('button', { name: 'Create the company' })
  await make.click()
  await page.getByLabel('E-mail for payers').and(page.locator('[aria-invalid]')).waitFor()
  await page.getByLabel('E-mail for payers').fill('hello@cedar.example')
  await make.click()
  await page.getByRole('heading', { name: 'Cedar Cups' }).waitFor()
  await page.getByText('hello@cedar.example').waitFor()
  assert.match((await page.locator('main').textContent()) ?? '', /Card, CAD: 250/)
  const invited = await platform.db.first(
    sql`select 1 from companies join invitations using (company_id) where name = 'Cedar Cups' and role = 'owner'`,
  )
  assert.ok(invited)
  await page.getByRole('button', { name: 'Change contact and alerts' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Mail about webhooks').fill('ops@cedar.example')
  await dialog.getByRole('button', { name: 'Change contact and alerts' }).click()
  await page.getByText('ops@cedar.example').waitFor()
  await page.context().close()
})

test('a parked bank return and a failing webhook say why they are there, and the return is resolved', async () => {
  const { db, demo } = platform
  await db.run(sql`
    insert into bank_parked_returns (bank_parked_return_id, sha256, place, code, stage, direction, amount, currency, reference, problem)
    values (${newId()}, ${Buffer.alloc(32, 3)}, 'record 2', '901', 'return', 'credit', 1250, 'CAD', 'X0001', 'no item has this cross reference')`)
  const hook = await platform.call('POST', '/webhooks', { callback_url: `${platform.simulatorUrl}/gone` })
  await db.run(sql`
    update webhooks set state = 'failed', failing_since = now(), failures = 12
    where company_id = ${demo.company_id} and webhook_id = ${hook.body.identifier as string}`)
  const { page, open } = await asOperator('/failing-webhooks')
  await page.getByText('It has stopped and nothing is lost').waitFor()
  await open(`${operators}/bank-returns?state=open`)
  await page.getByText('no item has this cross reference').waitFor()
  await page.getByRole('button', { name: 'Resolve X0001' }).click()
  const question = page.getByRole('dialog')
  await question.getByLabel('As what').selectOption('stands')
  await question.getByLabel('Why', { exact: false }).last().fill('The bank sent it to the wrong originator')
  await question.getByRole('button', { name: 'Resolve' }).click()
  await page.getByText('There is none').waitFor()
  await page.context().close()
})

test('a company is suspended and let go on, each after a plain question', async () => {
  const { page } = await asOperator(`/companies/${platform.demo.company_id}`)
  const suspended = () =>
    platform.db.first(
      sql`select 1 from companies where company_id = ${platform.demo.company_id} and suspended_at is not null`,
    )
  await page.getByRole('button', { name: 'Suspend' }).click()
  const question = page.getByRole('dialog')
  await question.getByLabel('Why').fill('Its owner asks for it')
  assert.equal(await suspended(), undefined)
  await question.getByRole('button', { name: 'Suspend' }).click()
  await page.getByText('Maple Cycles is suspended: it takes no money within 10 seconds.').waitFor()
  await until('it to be suspended', async () => (await suspended()) !== undefined)
  await page.getByRole('button', { name: 'Let it go on' }).click()
  await question.getByRole('button', { name: 'Let it go on' }).click()
  await page.getByText('Maple Cycles goes on: it takes money within 10 seconds.').waitFor()
  await until('it to go on', async () => (await suspended()) === undefined)
  await page.context().close()
})

test('a difference says whose it is and leads to its payment; on a phone its reason stands over the whole width', async () => {
  const { page } = await asOperator('/reconciliation-items?state=open', { width: 390 })
  const row = page.locator('table.data tbody tr').first()
  await row.getByText('Maple Cycles').waitFor()
  const [cell, whole] = [await row.locator('td.long').boundingBox(), await row.boundingBox()]
  assert.ok(cell && whole && cell.width > whole.width * 0.85, `${cell?.width} of ${whole?.width}`)
  const said = await row
    .locator('td.long .stack > span')
    .evaluateAll((all) => all.map((one) => (one as HTMLElement).getBoundingClientRect().width))
  assert.ok(said.length > 1 && said.every((width) => width > 250), said.join())
  await row.getByRole('link', { name: 'Its timeline' }).click()
  await page.getByRole('list', { name: 'Timeline' }).waitFor()
  await page.context().close()
})

test('differences are resolved several at once, an unknown outcome and an alarm each with a note', async () => {
  const { page, open } = await asOperator('/reconciliation-items?state=open')
  await page.getByLabel('Select all').check()
  await page.getByRole('button', { name: 'Resolve 2' }).click()
  const question = page.getByRole('dialog')
  const factOf = (name: string) =>
    question.locator(`dt:text-is("${name}") + dd`).filter({ hasText: /./ }).first().textContent()
  const decide = async (verb: string) => {
    await question.getByLabel('Why').fill('Agreed by telephone')
    await question.getByRole('button', { name: verb }).click()
    await question.waitFor({ state: 'detached' })
  }
  // What it is about stands in the question.
  await question.locator('dd', { hasText: 'Maple Cycles' }).waitFor()
  assert.match((await factOf('Here'))!, /^\$\d+\.\d\d$/)
  const as = question.getByLabel('As what')
  const refusedWithoutChoice = async (verb: string) => {
    assert.equal(await as.inputValue(), '', 'nothing is chosen beforehand')
    await question.getByText('the company reads it on the payment’s timeline').waitFor()
    await question.getByRole('button', { name: verb, exact: true }).click()
    await question.getByText('Say which: nothing is chosen for you.').waitFor()
  }
  await refusedWithoutChoice('Resolve 2')
  await as.selectOption('settle')
  await decide('Resolve 2')
  await page.getByText('There is none').waitFor()

  await open(`${operators}/unknown-outcomes`)
  await page.getByRole('button', { name: 'Resolve' }).click()
  await question.getByText('What to ask the acquirer').waitFor()
  const heading = await question.getByRole('heading').textContent()
  const [, amount] = /^Resolve this unknown outcome of (\$\d+\.\d\d)\?$/.exec(heading!)!
  assert.equal((await question.textContent())?.split(amount!).length, 2, 'the amount is there once')
  await page.setViewportSize({ width: 1280, height: 500 })
  const answer = await question.getByRole('button', { name: 'Resolve', exact: true }).boundingBox()
  assert.ok(answer && answer.y + answer.height <= 500, 'its answer stays in sight on a low screen')
  await question.locator('dd', { hasText: 'Maple Cycles' }).waitFor()
  await refusedWithoutChoice('Resolve')
  await as.selectOption('captured')
  await decide('Resolve')
  await page.getByText('There is none').waitFor()

  await raiseAlarm(platform.db, {
    kind: 'capture_unacknowledged',
    subject: await silentDebit(),
    companyId: platform.demo.company_id,
    details: {},
  })
  await open(`${operators}/alarms?state=open`)
  // Each says what it is about, and leads there.
  await page.getByRole('link', { name: 'File of the bank X.1' }).waitFor()
  const payment = page.getByRole('row', { name: /Payment of \$9\.00/ })
  await payment.getByRole('link', { name: 'Maple Cycles' }).waitFor()
  assert.match((await payment.getByRole('link').first().getAttribute('href'))!, /\/transactions\//)
  await page.getByRole('row', { name: 'X.1' }).getByRole('button', { name: 'Close the alarm' }).click()
  await decide('Close the alarm')
  const { note } = await platform.db.one<{ note: string }>(
    sql`select note from alarms where kind = 'bank_file_refused' and subject = 'X.1'`,
  )
  assert.equal(note, 'Agreed by telephone')
  await page.context().close()
})

test('verify is run from its page, and the page says when it has ended and what does not hold', async () => {
  const { page } = await asOperator('/verify')
  await page.getByRole('button', { name: 'Run in full' }).click()
  // One does not: the test before resolved an outcome otherwise than the network has it, and verify says so.
  await page.getByText('each_capture_is_the_networks').waitFor()
  await page.getByText(/\b(\d+) \/ \1\b/).waitFor()
  await page.context().close()
})
