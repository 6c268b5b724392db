import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform } from '../../test/platform.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform.close())

test('a saved card is charged with one request, and the answer has exactly the keys of the guide', async () => {
  const card = await platform.saveCard()
  const answer = await platform.charge(card)
  assert.equal(answer.status, 200, answer.text)
  assert.deepEqual(answer.body, {
    debit_id: answer.body.debit_id,
    amount: 100.5,
    statement: 'Test statement',
    note: 'Test note',
    to_bank_account_id: platform.demo.bank_account_id,
    contact_id: card.contactId,
    from_credit_card_id: card.cardId,
    transaction_state: 'paid',
  })
  assert.match(answer.text, /"amount":100\.50,/)
  const { totals } = await platform.books()
  assert.equal(totals.CAD.captured_amount ?? totals.CAD.captured, 10050, JSON.stringify(totals))
})
