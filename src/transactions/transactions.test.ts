import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { anotherCompany, tokenFor } from '../../test/another-company.ts'
import { type EftStage, eftStage } from '../../test/eft-stage.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'

let platform: Platform
let stage: EftStage
before(async () => {
  // Items are gathered for so long that a test can act before a file has them.
  platform = await startPlatform({}, { bankGatherMs: 3_600_000 })
  stage = eftStage(platform)
})
after(() => platform.close())

const list = async (query: string, headers?: Record<string, string>) => {
  const { status, body, text } = await platform.call('GET', `/transaction${query}`, undefined, headers)
  assert.equal(status, 200, text)
  return body
}
const idsOf = async (query: string) => (await list(query)).data.map(({ identifier }: any) => identifier)
const cancel = (id: string) => platform.call('DELETE', `/transaction/${id}`)
const refused = ({ status, body }: Awaited<ReturnType<typeof cancel>>) => [status, body.code]

test('the list has debits and credits, newest first, in pages that join to the whole, and filters narrow it', async () => {
  const debit = await stage.createDebit({ amount: '1.01', statement: 'Alpha 100%' })
  const credit = await stage.createCredit(null, { amount: '2.02', statement: 'Beta' })
  const now = Date.now()
  const middle = await until('a later time', async () => Date.now() > now + 2 && new Date().toISOString())
  const paid = await stage.payByBank('1234567', { amount: '1.01', statement: 'alphabet' })
  const charged = (await platform.charge(await platform.saveCard(), { amount: '3.03', statement: 'Card' }))
    .body
  const all = [charged.debit_id, paid.id, credit.id, debit.id]
  assert.deepEqual(await idsOf(''), all)
  const walked: string[] = []
  for (let cursor = ''; ; ) {
    const { data, next_cursor } = await list(`?limit=1${cursor}`)
    walked.push(...data.map(({ identifier }: any) => identifier))
    if (next_cursor === null) break
    cursor = `&cursor=${next_cursor}`
  }
  assert.deepEqual(walked, all)
  for (const [query, expected] of [
    ['?kind=credit', [credit.id]],
    ['?kind=debit&state=requested', [debit.id]],
    ['?state=initiated', [paid.id]],
    ['?state=completed', []],
    ['?state=initiated,paid', [charged.debit_id, paid.id]],
    ['?rail=card', [charged.debit_id]],
    ['?rail=eft', [paid.id, credit.id]],
    ['?currency=CAD', all],
    ['?currency=USD', []],
    ['?fail_reason=insufficient_funds', []],
    [`?credit_card_id=${charged.from_credit_card_id}`, [charged.debit_id]],
    [`?credit_card_id=${newId()},${charged.from_credit_card_id}`, [charged.debit_id]],
    [`?credit_card_id=${newId()},${newId()}`, []],
    [`?bank_account_id=${platform.demo.bank_account_id}&rail=card`, [charged.debit_id]],
    [`?bank_account_id=${newId()}`, []],
    ['?amount=1.01', [paid.id, debit.id]],
    ['?amount=1.01&statement=%25', [debit.id]],
    ['?statement=ALPHA', [paid.id, debit.id]],
    [`?contact_id=${credit.contactId}`, [credit.id]],
    [`?contact_id=${newId()}`, []],
    [`?created_after=${middle}`, [charged.debit_id, paid.id]],
    [`?created_before=${middle}&kind=debit`, [debit.id]],
  ] as const)
    assert.deepEqual(await idsOf(query), expected, query)
  for (const [query, path] of [
    ['?state=paid_out', 'state'],
    ['?state=paid,', 'state'],
    ['?rail=ach', 'rail'],
    ['?currency=XTS', 'currency'],
    ['?amount=1.001', 'amount'],
    ['?contact_id=me', 'contact_id'],
    [`?credit_card_id=${newId()},4242`, 'credit_card_id'],
    ['?created_after=yesterday', 'created_after'],
    ['?colour=blue', ''],
  ] as const) {
    const { status, body } = await platform.call('GET', `/transaction${query}`)
    assert.equal(status, 422, query)
    if (path) assert.equal(body.errors[0].path, path)
  }
})

test('a transaction shows all that became of it: card, network, hold, refunds and disputes', async () => {
  const card = await platform.saveCard()
  const show = async (id: string) => (await platform.call('GET', `/transaction/${id}`)).body
  const held = await platform.call('POST', `${card.path}/preauthorize`, {
    amount: '60.00',
    to_bank_account_id: platform.demo.bank_account_id,
    statement: 'Hotel',
  })
  const hold = await show(held.body.debit_id)
  assert.ok(new Date(hold.expires_at) > new Date(hold.created_at))
  const checks = { funding: 'credit', country: 'US', cvc_result: 'M', postal_code_result: 'Z' }
  assert.deepEqual(hold.card, { credit_card_id: card.cardId, brand: 'visa', last4: '4242', ...checks })
  assert.equal(hold.network.network_code, '00')
  assert.match(hold.network.authorization_code, /^\d{6}$/)
  await platform.good('POST', `/debit/${held.body.debit_id}/capture`)
  const refund = (await platform.call('POST', `/debit/${held.body.debit_id}/refund`, { amount: '10.00' }))
    .body
  const refunded = await show(held.body.debit_id)
  assert.equal(refunded.expires_at, null)
  assert.deepEqual(refunded.refunds, [(await platform.call('GET', `/refund/${refund.refund_id}`)).body])
  assert.deepEqual(refunded.disputes, [])

  const poor = await platform.saveCard('4000000000009995')
  const declined = await show((await platform.charge(poor)).body.debit_id)
  assert.deepEqual([declined.fail_reason, declined.network.network_code], ['insufficient_funds', '51'])
  const credit = await stage.createCredit(null)
  const shown = await show(credit.id)
  assert.deepEqual([shown.card, shown.network, shown.expires_at, shown.refunds], [null, null, null, []])
})

test('a token that may read its company sees it as payers and operator do', async () => {
  const { status, body } = await platform.call('GET', '/company')
  assert.equal(status, 200)
  assert.equal(body.identifier, platform.demo.company_id)
  assert.deepEqual([body.language, body.features], ['en', ['card_on_file']])
})

test('a token sees the kinds that its scopes are for, and cancels no other', async () => {
  const debit = await stage.createDebit()
  const credit = await stage.createCredit(null)
  const { headers } = await tokenFor(platform, platform.demo.company_id, ['credits:read', 'credits:write'])
  const kinds = (await list('', headers)).data.map(({ kind }: any) => kind)
  assert.deepEqual([...new Set(kinds)], ['credit'])
  assert.equal((await platform.call('GET', `/transaction/${credit.id}`, undefined, headers)).status, 200)
  for (const method of ['GET', 'DELETE']) {
    const { status, body } = await platform.call(method, `/transaction/${debit.id}`, undefined, headers)
    assert.deepEqual([status, body.code], [403, 'forbidden'])
    assert.match(body.detail, /debits:(read|write)/)
  }
  const none = await tokenFor(platform, platform.demo.company_id, ['events:read'])
  assert.equal((await platform.call('GET', '/transaction', undefined, none.headers)).status, 403)
})

test('what is requested, or initiated and in no file yet, is cancelled; a second time it is a 409', async () => {
  const open = [await stage.createDebit(), await stage.createCredit(null)]
  const queued = [await stage.payByBank(), await stage.createCredit()]
  for (const { id } of [...open, ...queued]) {
    const { status, body } = await cancel(id)
    assert.deepEqual([status, body], [200, { ok: true }])
    assert.equal((await stage.get(id)).state, 'cancelled')
    assert.equal((await stage.eventsOf(id)).at(-1), 'cancelled')
    assert.deepEqual(refused(await cancel(id)), [409, 'wrong_state'])
  }
  for (const { id } of queued) assert.equal((await stage.itemOf(id, 'debit'))?.state, 'cancelled')
  const [debit] = open
  const account = await stage.contactAccount(debit!.contactId)
  const paid = await platform.call('POST', `/debit/${debit!.id}/pay`, { from_bank_account: account })
  assert.deepEqual([paid.status, paid.body.code], [409, 'wrong_state'])
})

test('what is charged, unknown or another company’s is not cancelled', async () => {
  const { body } = await platform.charge(await platform.saveCard())
  assert.deepEqual(refused(await cancel(body.debit_id)), [409, 'wrong_state'])
  assert.equal((await cancel(newId())).status, 404)
  const { headers } = await anotherCompany(platform)
  const { id } = await stage.createCredit(null)
  assert.equal((await platform.call('DELETE', `/transaction/${id}`, undefined, headers)).status, 404)
})

test('once a file has its item, a transaction cannot be cancelled; of a file and a cancellation at once one wins', async () => {
  for (let round = 0; round < 12; round++) {
    const { id } = round % 2 === 0 ? await stage.payByBank() : await stage.createCredit()
    // As who writes a file does: it chooses with a lock, then binds.
    const bind = platform.db.transaction(async (db) => {
      const [item] = await db.many<{ bank_item_id: string }>(sql`
        select bank_item_id from bank_items
        where subject_id = ${id} and state = 'queued' and bank_file_id is null for update`)
      const file = newId()
      if (!item) return false
      await db.run(sql`
        insert into bank_files (bank_file_id, originator_id, file_number, profile, currency, created_on, originator, items,
          debit_total, credit_total, state)
        values (${file}, 'TEST', ${round + 1}, 'demo', 'CAD', '2026-01-05', '{}', 1, 1000, 0, 'sent')`)
      await db.run(sql`
        update bank_items set bank_file_id = ${file}, file_line = 1, file_due_on = '2026-01-05'
        where bank_item_id = ${item.bank_item_id}`)
      return true
    })
    const [bound, cancelled] = await Promise.all([bind, cancel(id)])
    const { state } = await stage.get(id)
    assert.deepEqual([cancelled.status, state], bound ? [409, 'initiated'] : [200, 'cancelled'])
    if (bound) assert.deepEqual(refused(await cancel(id)), [409, 'wrong_state'])
  }
})

test('a link that nobody used in its time cancels what it is for, and says so', async () => {
  const [debit, credit] = [await stage.createDebit(), await stage.createCredit(null)]
  const waiting = await stage.createDebit()
  await platform.db.run(sql`
    update debits set payable_until = jetpay_now() - interval '1 second' where debit_id = ${debit.id}`)
  await platform.db.run(sql`
    update credits set payable_until = jetpay_now() - interval '1 second' where credit_id = ${credit.id}`)
  for (const { id } of [debit, credit]) {
    const { fail_reason } = await stage.inState(id, 'cancelled')
    assert.equal(fail_reason, 'expired')
    assert.deepEqual(await stage.movesOf(id), ['request', 'expire'])
    assert.deepEqual(await stage.eventsOf(id), ['created', 'cancelled'])
  }
  assert.equal((await stage.get(waiting.id)).state, 'requested')
})

test('the database refuses what the lifecycle of a rail does not have, whoever asks', async () => {
  const [open, eft, credit] = [await stage.createDebit(), await stage.payByBank(), await stage.createCredit()]
  const set = (id: string, state: string) =>
    platform.db.run(sql`update debits set state = ${state} where debit_id = ${id}`)
  await assert.rejects(set(open.id, 'paid'), /open_debit cannot move from requested to paid/)
  await assert.rejects(set(eft.id, 'completed'), /eft_debit cannot move from initiated to completed/)
  await assert.rejects(
    platform.db.run(sql`update credits set state = 'completed' where credit_id = ${credit.id}`),
    /eft_credit cannot move from initiated to completed/,
  )
})
