import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { projectFolder } from '../src/ground/config.ts'
import { until } from './platform.ts'

/** `jetpay … --json` with an environment of a live installation; returns what it prints. */
export const liveCommand =
  (env: Record<string, string | undefined>) =>
  (...words: string[]) =>
    JSON.parse(
      execFileSync(process.execPath, ['src/main.ts', ...words, '--json'], {
        cwd: projectFolder,
        encoding: 'utf8',
        env: { PATH: process.env.PATH, JETPAY_ENVIRONMENT: 'live', ...env },
      }),
    )

/** A company of a live installation that may charge cards, made by its operator's commands. */
export async function openLiveCompany(
  jetpay: ReturnType<typeof liveCommand>,
  { apiPort, vaultPort }: { apiPort: number | string; vaultPort: number | string },
) {
  const { company_id } = jetpay('company', 'create', '--name', 'Maple')
  jetpay('company', 'enable', 'card_on_file', '--company', company_id)
  const { token } = jetpay('token', 'create', '--company', company_id, '--name', 'test', '--scopes', 'all')

  async function call(method: string, path: string, body?: unknown) {
    const answer = await fetch(`http://127.0.0.1:${apiPort}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: answer.status, headers: answer.headers, body: (await answer.json()) as any }
  }

  const owned = await call('PUT', '/bank_account', {
    holder_name: 'Maple',
    account_type: 'chequing',
    account_number: '1234567',
    currency: 'CAD',
    institution_number: '001',
    transit_number: '00011',
  })

  /** Saves a card on its page and charges it; returns the charge's status. */
  async function chargeACard(): Promise<number> {
    const { body: contact } = await call('PUT', '/contact', { email: 'ada@example.com', name: 'Ada' })
    const cards = `/contact/${contact.identifier}/creditcards`
    const { body: page } = await call('POST', `${cards}/url`)
    const submitted = await fetch(`http://127.0.0.1:${vaultPort}${new URL(page.url).pathname}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        number: '4242424242424242',
        expiry: '12/39',
        cvc: '123',
        name: 'Ada',
        postal_code: 'H2X 1Y4',
      }),
    })
    assert.equal(submitted.status, 200, await submitted.text())
    const card = `${cards}/${page.credit_card_id}`
    await until('the card to be active', async () => (await call('GET', card)).body.state === 'active')
    const charge = { amount: 5, to_bank_account_id: owned.body.identifier, statement: 'Live' }
    return (await call('POST', `${card}/charge`, charge)).status
  }
  return { call, chargeACard }
}
