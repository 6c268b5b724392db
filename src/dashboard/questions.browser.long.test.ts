/**
 * Questions before money or a company is moved, on a phone, in French, in the dark: nothing for axe to find,
 * nothing wider than the screen, and the focus is back where it was once one is left.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { clearingStage } from '../../test/clearing-stage.ts'
import { assertAccessible, assertSound, type Dashboard, startDashboard } from '../../test/dashboard.ts'
import { closed, eftStage } from '../../test/eft-stage.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'

let platform: Platform
let dashboard: Dashboard
let made: { paid: string; refused: string; returned: string; other: string }
before(async () => {
  platform = await startPlatform({ clearingToleranceMs: 0 })
  dashboard = await startDashboard(platform)
  made = await make()
})
after(async () => {
  await dashboard?.close()
  await platform?.close()
})

/** A charge, a refund that its card does not take, and a payout that came back from a closed account. */
async function make() {
  const { charge, call, good, saveCard } = platform
  const network = clearingStage(platform)
  const { ownAccount } = eftStage(platform)
  const card = await saveCard()
  const paid = (await charge(card, { amount: '35.00' })).body.debit_id as string
  const unwilling = (await charge(await saveCard('4000000000920019'), { amount: '20.00' })).body
    .debit_id as string
  await call('POST', `/debit/${unwilling}/refund`, { amount: '5.00' })
  const refused = (await good('GET', `/refund?debit_id=${unwilling}`)).data[0].refund_id as string
  const other = await ownAccount('7654321')
  const sold = (await charge(card, { amount: '30.00', to_bank_account_id: await ownAccount(closed) })).body
    .debit_id as string
  await network.clear(await network.recordOf(sold))
  const returned = await until(
    'a payout to come back',
    async () => (await good('GET', '/payout?state=returned')).data[0]?.identifier as string | undefined,
  )
  return { paid, refused, returned, other }
}

const look = { width: 390, theme: 'dark', language: 'fr' } as const

/** Opens the question of this button, looks at it, leaves it by Escape, and opens it again. */
async function ask(path: string, button: string, role: 'owner' | 'operator', what: string) {
  const opened = await dashboard.open(path, { ...look, role })
  const { page } = opened
  const asking = page.getByRole('button', { name: button, exact: true })
  await asking.focus()
  await page.keyboard.press('Enter')
  const question = page.getByRole('dialog')
  await question.waitFor()
  await assertAccessible(opened, what)
  await assertSound(opened, what)
  await page.keyboard.press('Escape')
  await question.waitFor({ state: 'detached' })
  assert.ok(await asking.evaluate((element) => element === document.activeElement), `${what} keeps the focus`)
  await asking.click()
  await question.waitFor()
  return { ...opened, question }
}

test('a refund of more than is left is refused in French, on its field', async () => {
  const { page, question, ...opened } = await ask(
    `/transactions/${made.paid}`,
    'Rembourser',
    'owner',
    'the refund',
  )
  await question.getByLabel(/^Montant/).fill('99')
  await question.getByRole('button', { name: /^Rembourser 99,00/ }).click()
  await question.getByText('doit être au plus 35,00 : c’est ce qui reste de 35,00').waitFor()
  await assertAccessible({ page }, 'the refund that is refused')
  // The browser tells of the answer 422 itself.
  assert.deepEqual(
    opened.complaints.filter((said) => !said.includes('422')),
    [],
  )
  await page.context().close()
})

test('a refund that failed says why, and asks before it is made again', async () => {
  const { page, question } = await ask(
    `/refunds/${made.refused}`,
    'Rembourser 5,00 $',
    'owner',
    'the refund again',
  )
  await question.getByText('Rembourser de nouveau?').waitFor()
  await page.getByText('Motif d’échec').waitFor()
  await page.context().close()
})

test('a payout that came back from a closed account is sent into another', async () => {
  const { page, question } = await ask(`/payouts/${made.returned}`, 'Renvoyer', 'owner', 'the payout again')
  await question.getByLabel(/^Dans le compte/).selectOption(made.other)
  await question.getByRole('button', { name: 'Renvoyer' }).click()
  await question.waitFor({ state: 'detached' })
  await until('it to arrive', async () => {
    const { state, to_bank_account_id } = await platform.good('GET', `/payout/${made.returned}`)
    return state === 'completed' && to_bank_account_id === made.other
  })
  await page.context().close()
})

test('closing a company says what it means and what is still owed, and is not done without a reason', async () => {
  const { page, question } = await ask(
    `/../operator/companies/${platform.demo.company_id}`,
    'Fermer l’entreprise',
    'operator',
    'closing a company',
  )
  await question.getByText('Encore dû').waitFor()
  await question.getByRole('button', { name: 'Fermer l’entreprise' }).click()
  assert.equal(await question.count(), 1)
  await question.getByLabel(/^Pourquoi/).fill('Fin de contrat')
  await question.getByRole('button', { name: 'Fermer l’entreprise' }).click()
  await question.waitFor({ state: 'detached' })
  await page.getByText('Elle part', { exact: false }).first().waitFor()
  await assertAccessible({ page }, 'a company that is closing')
  await page.context().close()
})
