/** Signing in as people do, in a real browser with an authenticator (CDP, WebAuthn domain). */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Secret, TOTP } from 'otpauth'
import type { Page } from 'playwright-core'
import { assertAccessible, type Dashboard, loseSession, ready, startDashboard } from '../../test/dashboard.ts'
import { startPlatform, until } from '../../test/platform.ts'
import { askAs, type SignedIn, signIn } from '../../test/signed-in.ts'
import { sql } from '../db/sql.ts'
import { freePort } from '../ground/free-port.ts'
import { hashPassword } from './password.ts'

const PASSWORD = 'a few words of mine'

let dashboard: Dashboard
let home: string
before(async () => {
  // By name: browsers make no passkeys for an address in numbers.
  const apiPort = await freePort('127.0.0.1')
  const publicUrl = `http://localhost:${apiPort}`
  const platform = await startPlatform({ apiPort, publicUrl })
  dashboard = await startDashboard({ ...platform, url: publicUrl })
  home = `${publicUrl}/dashboard/${platform.demo.company_id}`
})
after(async () => {
  await dashboard?.close()
  await dashboard?.platform.close()
})

/** An owner with a password. */
async function person(): Promise<SignedIn> {
  const { db } = dashboard.platform
  const made = await signIn(dashboard.platform, 'owner')
  const hash = await hashPassword(PASSWORD)
  await db.run(sql`update users set password_hash = ${hash} where user_id = ${made.userId}`)
  return made
}

/** A page of nobody who is signed in, with an authenticator in the machine. */
async function stranger(): Promise<Page> {
  const { page } = await dashboard.open('/../sign-in')
  await loseSession(page, dashboard)
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return page
}

async function enter(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.keyboard.press('Enter')
}

async function addPasskey(page: Page): Promise<void> {
  await page.goto(`${home}/security`)
  await ready(page)
  await page.getByLabel('Name of the passkey').fill('Laptop')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByRole('button', { name: 'Remove Laptop' }).waitFor()
}

/** Its last proof is too old for money. */
const age = (userId: string) =>
  dashboard.platform.db.run(
    sql`update sessions set proven_at = now() - interval '11 minutes' where user_id = ${userId}`,
  )

const paidDebit = async () => {
  const { platform } = dashboard
  return (await platform.charge(await platform.saveCard(), { amount: '80.00' })).body.debit_id as string
}
const refunds = async (debit: string) => {
  const { body } = await dashboard.platform.call('GET', `/transaction/${debit}`)
  return [body.amount_refunded, body.refunds.length]
}
const askForRefund = async (page: Page, debit: string) => {
  await page.goto(`${home}/transactions/${debit}`)
  await ready(page)
  await page.getByRole('button', { name: 'Refund', exact: true }).click()
  await page.getByRole('textbox', { name: /Amount/ }).fill('40')
  await page.getByRole('button', { name: 'Refund $40.00' }).click()
  await page.getByRole('dialog', { name: 'Is it still you?' }).waitFor()
}

test('who signs in with a password is back at the page that sent them, by a link to elsewhere at home', async () => {
  const { email } = await person()
  const page = await stranger()
  await page.goto(`${home}/contacts?name=Ada`)
  await page.waitForURL(/\/dashboard\/sign-in\?next=/)
  await enter(page, email, 'wrong')
  await page.getByRole('alert').waitFor()
  await enter(page, email, PASSWORD)
  await page.waitForURL(`${home}/contacts?name=Ada`)
  // A new page, to them a move as any other: the focus goes with it.
  await until('the focus at the heading', () =>
    page.evaluate(() => document.activeElement?.textContent === 'Contacts'),
  )
  await loseSession(page, dashboard)
  await page.goto(`${dashboard.platform.url}/dashboard/sign-in?next=${encodeURIComponent('//evil.example/')}`)
  await enter(page, email, PASSWORD)
  await page.waitForURL((url) => url.href.startsWith(home))
  await page.context().close()
})

test('a person adds a passkey, signs out, and is in again by the passkey alone, back where they were', async () => {
  const { email, userId } = await person()
  const page = await stranger()
  await page.goto(`${dashboard.platform.url}/dashboard/sign-in`)
  await enter(page, email, PASSWORD)
  await page.waitForURL((url) => url.href.startsWith(home))
  await addPasskey(page)
  await loseSession(page, dashboard)
  await page.goto(`${home}/transactions`)
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await page.waitForURL(`${home}/transactions`)
  const { method } = await dashboard.platform.db.one<{ method: string }>(
    sql`select method from sessions where user_id = ${userId} order by session_id desc limit 1`,
  )
  assert.equal(method, 'passkey')
  await page.context().close()
})

test('a refund asks again who it is where the last proof is old, and with the password goes through once', async () => {
  const { email, userId } = await person()
  const page = await stranger()
  await page.goto(`${dashboard.platform.url}/dashboard/sign-in`)
  await enter(page, email, PASSWORD)
  await page.waitForURL((url) => url.href.startsWith(home))
  await age(userId)
  const debit = await paidDebit()
  await askForRefund(page, debit)
  await page.getByLabel('Password').fill('wrong')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: 'Is it still you?' }).getByRole('alert').waitFor()
  assert.deepEqual(await refunds(debit), [0, 0])
  await page.getByLabel('Password').fill(PASSWORD)
  await page.keyboard.press('Enter')
  await page.getByText('A refund of $40.00 was asked for').waitFor()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  assert.deepEqual(await refunds(debit), [40, 1])
  await page.context().close()
})

test('the passkey answers that question too; who closes it has refunded nothing', async () => {
  const { email, userId } = await person()
  const page = await stranger()
  await page.goto(`${dashboard.platform.url}/dashboard/sign-in`)
  await enter(page, email, PASSWORD)
  await page.waitForURL((url) => url.href.startsWith(home))
  await addPasskey(page)
  await age(userId)
  const debit = await paidDebit()
  await askForRefund(page, debit)
  await page.keyboard.press('Escape')
  await page.getByRole('dialog', { name: 'Is it still you?' }).waitFor({ state: 'detached' })
  assert.deepEqual(await refunds(debit), [0, 0])
  await askForRefund(page, debit)
  await page.getByRole('button', { name: 'Use a passkey' }).click()
  await page.getByText('A refund of $40.00 was asked for').waitFor()
  assert.deepEqual(await refunds(debit), [40, 1])
  await page.context().close()
})

/** Gives them an authenticator app by the API, and says the code of now. */
async function withApp(of: SignedIn): Promise<() => string> {
  const ask = (method: string, path: string, body?: unknown) =>
    askAs(dashboard.platform, of, method, path, body)
  const { ticket, secret } = (await ask('POST', '/session/totp/options')).body
  const totp = new TOTP({ secret: Secret.fromBase32(secret) })
  const code = totp.generate({ timestamp: Date.now() - 30_000 })
  assert.equal((await ask('PUT', '/session/totp', { ticket, code })).status, 200)
  return () => totp.generate()
}

test('with an authenticator app that question asks for its code too, and the refund follows', async () => {
  const of = await person()
  const code = await withApp(of)
  const page = await stranger()
  const [name, value] = of.headers.cookie!.split('=')
  await page.context().addCookies([{ name: name!, value: value!, url: dashboard.platform.url }])
  const debit = await paidDebit()
  await age(of.userId)
  await askForRefund(page, debit)
  const question = page.getByRole('dialog', { name: 'Is it still you?' })
  await question.getByLabel('Password').fill(PASSWORD)
  await question.getByRole('button', { name: 'Go on' }).click()
  await question.getByRole('alert').waitFor()
  assert.deepEqual(await refunds(debit), [0, 0])
  await question.getByLabel('Code of your').fill(code())
  await question.getByRole('button', { name: 'Go on' }).click()
  await until('the refund', async () => (await refunds(debit))[1] === 1)
  await page.context().close()
})

test('an admin is offered no owner’s role and no end of an owner; a role is changed after a question', async () => {
  const { db, demo } = dashboard.platform
  const { page } = await dashboard.open('/team', { role: 'admin' })
  const { userId, email } = await signIn(dashboard.platform, 'viewer')
  await page.reload()
  const row = page.getByRole('row', { name: new RegExp(email) })
  const select = row.getByRole('combobox')
  await select.waitFor()
  assert.deepEqual(await select.locator('option').allTextContents(), [
    'admin',
    'developer',
    'support',
    'viewer',
  ])
  for (const owner of await page.getByRole('row', { name: /owner/ }).all())
    assert.equal(
      await owner.getByRole('button', { name: 'Remove' }).or(owner.getByRole('combobox')).count(),
      0,
    )
  const role = async () =>
    (
      await db.one<{ role: string }>(sql`
        select role from memberships where company_id = ${demo.company_id} and user_id = ${userId}`)
    ).role
  // As a key does in the list: what it passes over is asked about, and nothing is done yet.
  await select.selectOption('support')
  await page.getByRole('dialog').getByText('Make Person support?').waitFor()
  assert.equal(await role(), 'viewer')
  await page.keyboard.press('Escape')
  assert.equal(await select.inputValue(), 'viewer')
  await select.selectOption('support')
  await page.getByRole('button', { name: 'Change the role' }).click()
  await page.getByText('Person is support now').waitFor()
  assert.equal(await role(), 'support')
  await page.context().close()
})

test('who removes somebody reads which API tokens of theirs go on, and is led to where they are revoked', async () => {
  const { page } = await dashboard.open('/team')
  const leaver = await signIn(dashboard.platform, 'developer')
  const asked = { name: 'left behind', scopes: ['contacts:read'] }
  await askAs(dashboard.platform, leaver, 'POST', '/api_token', asked)
  await page.reload()
  await page
    .getByRole('row', { name: new RegExp(leaver.email) })
    .getByRole('button', { name: 'Remove' })
    .click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await page.getByText('Person was removed').waitFor()
  const told = page.getByRole('dialog', { name: 'API tokens that Person made still work' })
  await told.getByText('left behind').waitFor()
  await assertAccessible({ page }, 'the tokens of who was removed')
  await told.getByRole('link', { name: 'Revoke on the page API tokens' }).click()
  await page.getByRole('heading', { level: 1, name: 'API tokens' }).waitFor()
  await page.context().close()
})

test('a company that demands a second factor leads who has none to set one up, and shows nothing else before', async () => {
  const of = await person()
  const { db, demo } = dashboard.platform
  const demand = (on: boolean) =>
    db.run(sql`update companies set second_factor_required = ${on} where company_id = ${demo.company_id}`)
  await demand(true)
  const page = await stranger()
  await page.goto(`${home}/contacts`)
  await enter(page, of.email, PASSWORD)
  await page.getByRole('heading', { name: /demands a second factor/ }).waitFor()
  assert.equal(await page.getByRole('link', { name: 'Contacts' }).count(), 0)
  await assertAccessible({ page }, 'the page that leads to a second factor')
  await page.getByLabel('Name of the passkey').fill('Laptop')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByRole('heading', { name: 'Contacts' }).waitFor()
  await page.goto(`${home}/team`)
  await page.getByRole('button', { name: 'Demand it no more' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Demand it no more' }).click()
  await page.getByRole('button', { name: 'Demand it', exact: true }).waitFor()
  await page.context().close()
})
