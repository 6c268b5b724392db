/** What a person looks for beside single things: open links, what a contact agreed to, names behind ids. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { tokenFor } from '../../test/another-company.ts'
import { type EftStage, eftStage } from '../../test/eft-stage.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'

let platform: Platform
let stage: EftStage
before(async () => {
  platform = await startPlatform()
  stage = eftStage(platform)
})
after(() => platform?.close())

const get = (path: string, headers?: Record<string, string>) => platform.call('GET', path, undefined, headers)
const idsOf = ({ body }: { body: any }) => body.data.map(({ identifier }: any) => identifier)

test('a link is listed while it is open: with its address for a debit, without one for a credit, and by kind', async () => {
  const contact_id = await platform.createContact('Zoé')
  const debit = await platform.call('PUT', '/debit', {
    amount: '12.00',
    statement: 'Rent',
    to_bank_account: platform.demo.bank_account_id,
    contact_id,
    external_reference: 'R-1',
  })
  const credit = await platform.call('PUT', '/credit', {
    amount: '3.00',
    statement: 'Prize',
    from_bank_account: platform.demo.bank_account_id,
    contact_id,
  })
  const { cardId, contactId } = await platform.saveCard()
  await platform.charge({ path: `/contact/${contactId}/creditcards/${cardId}` }, { amount: '5.00' })
  const all = await get('/payment_link')
  assert.deepEqual(idsOf(all), [credit.body.identifier, debit.body.identifier])
  const [ofCredit, ofDebit] = all.body.data
  assert.deepEqual([ofCredit.kind, ofCredit.link], ['credit', null])
  assert.deepEqual(
    [ofDebit.kind, ofDebit.link, ofDebit.amount, ofDebit.contact_name, ofDebit.external_reference],
    ['debit', debit.body.link, 12, 'Zoé', 'R-1'],
  )
  assert.deepEqual(idsOf(await get('/payment_link?kind=debit')), [debit.body.identifier])
  const first = await get('/payment_link?limit=1')
  assert.deepEqual(idsOf(await get(`/payment_link?limit=1&cursor=${first.body.next_cursor}`)), [
    debit.body.identifier,
  ])
  await platform.good('DELETE', `/transaction/${debit.body.identifier}`)
  assert.deepEqual(idsOf(await get('/payment_link')), [credit.body.identifier])
})

test('a token sees the links that it may read, and a contact’s name where it may read contacts', async () => {
  await stage.createDebit()
  const { headers } = await tokenFor(platform, platform.demo.company_id, ['debits:read'])
  const { body } = await get('/payment_link', headers)
  assert.deepEqual([...new Set(body.data.map(({ kind }: any) => kind))], ['debit'])
  assert.deepEqual([...new Set(body.data.map((row: any) => row.contact_name))], [null])
})

test('a contact’s agreements are listed, newest first, over its accounts', async () => {
  const contact_id = await platform.createContact()
  const [one, other] = [
    await stage.contactAccount(contact_id),
    await stage.contactAccount(contact_id, '7654321'),
  ]
  const made: string[] = []
  for (const from_bank_account of [one, other, one]) {
    const { id } = await stage.createDebit({ contact_id })
    await platform.good('POST', `/debit/${id}/pay`, {
      from_bank_account,
      agreement: { reference: 'Drawer 7' },
    })
    made.unshift(id)
  }
  const path = `/contact/${contact_id}/agreements`
  const { body, text } = await get(path)
  assert.deepEqual(
    body.data.map(({ debit_id }: any) => debit_id),
    made,
    text,
  )
  assert.deepEqual(
    [body.data[0].bank_account_id, body.data[0].obtained_by, body.data[0].reference, body.data[0].signed],
    [one, 'platform', 'Drawer 7', false],
  )
  const page = await get(`${path}?limit=2`)
  const rest = await get(`${path}?limit=2&cursor=${page.body.next_cursor}`)
  assert.deepEqual([rest.body.data.length, rest.body.data[0].debit_id], [1, made[2]])
})

test('several contacts are found by their ids, those of the company alone', async () => {
  const ids = [await platform.createContact('One'), await platform.createContact('Two')]
  await platform.createContact('Three')
  assert.deepEqual(idsOf(await get(`/contact?identifier=${ids.join(',')}`)), ids.toReversed())
  assert.equal((await get('/contact?identifier=x')).body.errors[0].path, 'identifier')
})
