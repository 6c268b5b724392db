/** An answer that is kept under a key is told again to whoever may ask for it, and to nobody else. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { tokenFor } from '../../test/another-company.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { askAs, signIn } from '../../test/signed-in.ts'
import { torontoTime } from '../rails/banking-calendar.ts'
import type { Scope } from './scopes.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform?.close())

type As = { headers: Record<string, string> }
let keys = 0

/** The first may; the other, who may not, is refused as without the key, and the first is answered again. */
async function refusedAlike([may, other]: [As, As], method: string, path: string, body: unknown) {
  const key = { 'idempotency-key': `permit ${++keys}` }
  const first = await askAs(platform, may, method, path, body, key)
  assert.ok(first.status < 300, `${path}: ${first.status} ${JSON.stringify(first.body)}`)
  for (const further of [{}, key]) {
    const refused = await askAs(platform, other, method, path, body, further)
    assert.deepEqual([refused.status, refused.body.code], [403, 'forbidden'], path)
  }
  const again = await askAs(platform, may, method, path, body, key)
  assert.deepEqual([again.status, again.body], [first.status, first.body])
}

const tokensOf = async (...scopes: Scope[]): Promise<[As, As]> => [
  await tokenFor(platform, platform.demo.company_id),
  await tokenFor(platform, platform.demo.company_id, scopes),
]

test('a new token’s secret is not told again to one who may not make that token', async () => {
  const wide = { name: 'wide', scopes: ['debits:write', 'credits:write'] }
  await refusedAlike(await tokensOf('tokens:write', 'debits:read'), 'POST', '/api_token', wide)
})

test('what only an owner does is not answered again to an admin', async () => {
  const people: [As, As] = [await signIn(platform, 'owner'), await signIn(platform, 'admin')]
  const role = 'owner'
  await refusedAlike(people, 'POST', '/team/invitations', { email: 'second@example.com', role })
  const { userId } = await signIn(platform, 'viewer')
  await refusedAlike(people, 'PATCH', `/team/${userId}`, { role })
})

test('so it is wherever a body asks more of its caller than the operation does', async () => {
  const own = platform.demo.bank_account_id
  const card = await platform.saveCard()
  const start = torontoTime(new Date()).day
  const schedule = { kind: 'card_debit', amount: 1, statement: 'Plan', start, frequency: 'monthly' }
  const whose = {
    contact_id: card.contactId,
    from_credit_card_id: card.cardId,
    to_bank_account: own,
  }
  await refusedAlike(await tokensOf('scheduled:write'), 'PUT', '/schedule', { ...schedule, ...whose })
  const entries = { kind: 'ledger' }
  await refusedAlike(await tokensOf('debits:read'), 'POST', '/export', entries)
  const view = { name: 'All', page: 'transactions', query: '', shared: true }
  await refusedAlike(await tokensOf('company:read'), 'PUT', '/saved_view', view)
  const { identifier } = await platform.good('POST', '/webhooks', {
    callback_url: 'https://hears.example/',
    event_types: ['company.updated'],
  })
  const hears = { event_types: null }
  await refusedAlike(await tokensOf('webhooks:write'), 'PATCH', `/webhooks/${identifier}`, hears)
})
