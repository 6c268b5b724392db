/** Where an account decides the currency, the same may be sent, and another changes nothing. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ApiAnswer, type Platform, startPlatform } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'

let platform: Platform
let card: Awaited<ReturnType<Platform['saveCard']>>
before(async () => {
  platform = await startPlatform()
  card = await platform.saveCard()
})
after(() => platform?.close())

const rows = async () =>
  (
    await platform.db.one<{ rows: bigint }>(sql`
    select (select count(*) from debits) + (select count(*) from credits) + (select count(*) from schedules)
      + (select count(*) from refunds) + (select count(*) from idempotency_keys) as rows`)
  ).rows

test('the account’s currency may be sent with whatever moves money; another is a 422 that names it', async () => {
  const account = platform.demo.bank_account_id
  const contact_id = card.contactId
  const held = async () => (await preauthorize({})).body.debit_id
  const paid = async () => (await platform.charge(card)).body.debit_id
  const preauthorize = (more: object) =>
    platform.call('POST', `${card.path}/preauthorize`, {
      amount: 5,
      to_bank_account_id: account,
      statement: 'Held',
      ...more,
    })
  const [toCapture, toRefund] = [await held(), await paid()]
  const asks: Record<string, (more: object) => Promise<ApiAnswer>> = {
    charge: (more) => platform.charge(card, { ...more }),
    preauthorize,
    capture: (more) => platform.call('POST', `/debit/${toCapture}/capture`, { ...more }),
    refund: (more) => platform.call('POST', `/debit/${toRefund}/refund`, { ...more }),
    debit: (more) =>
      platform.call('PUT', '/debit', {
        amount: 1,
        statement: 'A',
        to_bank_account: account,
        contact_id,
        ...more,
      }),
    credit: (more) =>
      platform.call('PUT', '/credit', {
        amount: 1,
        statement: 'A',
        from_bank_account: account,
        contact_id,
        ...more,
      }),
    schedule: (more) =>
      platform.call('PUT', '/schedule', {
        kind: 'card_debit',
        contact_id,
        from_credit_card_id: card.cardId,
        to_bank_account: account,
        amount: 1,
        statement: 'A',
        start: '2030-01-01',
        frequency: 'monthly',
        ...more,
      }),
  }
  for (const [name, ask] of Object.entries(asks)) {
    const before = await rows()
    for (const currency of ['USD', 'XTS', 'cad', '', null, 124]) {
      const { status, body } = await ask({ currency })
      assert.deepEqual([status, body.errors?.[0].path], [422, 'currency'], `${name} ${currency}`)
    }
    assert.equal(await rows(), before, name)
    const same = await ask({ currency: 'CAD' })
    assert.ok([200, 201, 202].includes(same.status), `${name}: ${same.text}`)
    if (['charge', 'preauthorize', 'capture'].includes(name)) assert.equal(same.body.currency, 'CAD', name)
  }
})
