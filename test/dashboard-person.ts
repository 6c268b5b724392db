import assert from 'node:assert/strict'
import { eftStage, good } from './eft-stage.ts'
import type { Platform } from './platform.ts'

const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

/**
 * A contact who has a little of everything: card, account, agreement, open links, a schedule that has begun.
 */
export async function makePerson(platform: Platform) {
  const { contactId: contact, cardId } = await platform.saveCard()
  const own = platform.demo.bank_account_id
  const ask = async (method: string, path: string, body?: unknown) => {
    const answer = await platform.call(method, path, body)
    assert.ok(answer.status < 300, `${method} ${path}: ${answer.text}`)
    return answer.body
  }
  await ask('PATCH', `/contact/${contact}`, {
    name: 'Ada Lovelace',
    tags: ['wholesale', 'montréal'],
    external_reference: 'CUSTOMER-1001',
    metadata: { plan: 'gold', 'signed up by': 'a colleague whose name is long enough to need a second line' },
  })
  await eftStage(platform).payByBank(good, { contact_id: contact })
  const debit = await ask('PUT', '/debit', {
    amount: '120.00',
    statement: 'Rent of May',
    to_bank_account: own,
    contact_id: contact,
    external_reference: 'R-7',
  })
  await ask('PUT', '/credit', {
    amount: '15.25',
    statement: 'Prize',
    from_bank_account: own,
    contact_id: contact,
  })
  const schedule = await ask('PUT', '/schedule', {
    kind: 'card_debit',
    contact_id: contact,
    from_credit_card_id: cardId,
    amount: '25.50',
    to_bank_account: own,
    statement: 'Monthly box',
    start: day(2),
    frequency: 'monthly',
    metadata: { plan: 'gold' },
  })
  await ask('POST', `/schedule/${schedule.identifier}/skip`)
  return { contact, cardId, debit: debit.identifier as string, schedule: schedule.identifier as string }
}
