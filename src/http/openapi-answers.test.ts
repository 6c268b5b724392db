/** What the document says of answers, held against those of a running platform. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { assertDeclared } from '../../test/declared-answer.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { endpoints } from '../endpoints.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform?.close())

test('what the API really answers is what the document says, with no key more or less', async () => {
  const checked = new Set<string>()
  async function check(method: string, path: string, body?: unknown) {
    const answer = await platform.call(method, path, body)
    const endpoint = endpoints.find((endpoint) => {
      const pattern = endpoint.path.replaceAll(/\{\w+\}/g, '[^/]+')
      return endpoint.method === method && new RegExp(`^${pattern}$`).test(path)
    })!
    assert.ok(endpoint.answers[answer.status]?.schema, `${endpoint.operationId} answers ${answer.text}`)
    assertDeclared(endpoint, answer)
    checked.add(endpoint.operationId)
    return answer.body
  }
  const card = await platform.saveCard()
  const contact = `/contact/${card.contactId}`
  const grace = await check('PUT', '/contact', { email: 'grace@example.com', name: 'Grace' })
  const erasing = { confirm_contact_id: grace.identifier, reason: 'no_longer_needed' }
  await check('POST', `/contact/${grace.identifier}/erase`, erasing)
  await check('GET', `/contact/${grace.identifier}/erasure`)
  await check('GET', '/contact')
  await check('PATCH', contact, { name: 'Ada' })
  await check('GET', contact)
  const account = {
    holder_name: 'Ada',
    account_type: 'savings',
    routing_number: '021000021',
    account_number: '7654321',
  }
  const theirs = await check('PUT', '/contact/bank_account', { contact_id: card.contactId, ...account })
  await check('GET', `${contact}/bank_accounts`)
  await check('DELETE', `${contact}/bank_accounts/${theirs.identifier}`)
  const ours = await check('PUT', '/bank_account', account)
  await check('GET', '/bank_account')
  await check('DELETE', `/bank_account/${ours.identifier}`)
  await check('POST', `${contact}/creditcards/url`)
  await check('GET', `${contact}/creditcards`)
  await check('GET', card.path)
  const { debit_id } = await check('POST', `${card.path}/charge`, {
    amount: 100.5,
    to_bank_account_id: platform.demo.bank_account_id,
    statement: 'Test statement',
  })
  await check('GET', `/transaction/${debit_id}`)
  await check('GET', `/transaction/${debit_id}/status`)
  await check('GET', `/transaction/${debit_id}/explain`)
  const canadian = {
    ...account,
    routing_number: undefined,
    transit_number: '00011',
    institution_number: '001',
  }
  const payer = await check('PUT', '/contact/bank_account', { contact_id: card.contactId, ...canadian })
  const own = platform.demo.bank_account_id
  const asked = { amount: 5, statement: 'Test statement', contact_id: card.contactId }
  const debit = await check('PUT', '/debit', { ...asked, to_bank_account: own })
  await check('POST', `/transaction/${debit.identifier}/send_link`)
  for (const path of ['/payment_link', `${contact}/agreements`]) await check('GET', path)
  await check('POST', `/debit/${debit.identifier}/creditcard/url`)
  await check('POST', `/debit/${debit.identifier}/pay`, { from_bank_account: payer.identifier })
  await check('GET', `/transaction/${debit.identifier}`)
  const credit = await check('PUT', '/credit', { ...asked, from_bank_account: own })
  await check('GET', '/transaction')
  await check('GET', `/transaction/${debit_id}/timeline`)
  await check('DELETE', `/transaction/${credit.identifier}`)
  const refund = await check('POST', `/debit/${debit_id}/refund`, { amount: 0.5 })
  await check('GET', `/refund/${refund.refund_id}`)
  await check('GET', `/refund/${refund.refund_id}/actions`)
  await check('GET', '/refund')
  const hold = { amount: 5, statement: 'Test statement', to_bank_account_id: own }
  const [first, second] = [
    await check('POST', `${card.path}/preauthorize`, hold),
    await check('POST', `${card.path}/preauthorize`, hold),
  ]
  await check('POST', `/debit/${first.debit_id}/capture`, { amount: 4 })
  await check('POST', `/debit/${second.debit_id}/release`)
  await check('DELETE', card.path)
  await check('DELETE', contact)
  // Slices that came later check their own answers beside their code.
  const tags = ['Contacts', 'Bank accounts', 'Credit cards', 'Transactions']
  const isFile = ({ answers }: (typeof endpoints)[number]) => answers[200]?.contentType !== undefined
  const missed = endpoints.filter(
    (one) => tags.includes(one.tag) && !checked.has(one.operationId) && !isFile(one),
  )
  assert.deepEqual(
    missed.map(({ operationId }) => operationId),
    [],
  )
})
