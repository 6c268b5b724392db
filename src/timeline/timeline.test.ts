import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { tokenFor } from '../../test/another-company.ts'
import { type ClearingStage, clearingStage } from '../../test/clearing-stage.ts'
import { type EftStage, eftStage } from '../../test/eft-stage.ts'
import { signed, startLinks } from '../../test/payment-links.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { createWebhook, startReceiver } from '../../test/receiver.ts'
import { streamsOf } from '../../test/signed-agreement.ts'
import { sql } from '../db/sql.ts'

let platform: Platform
let network: ClearingStage
let bank: EftStage
before(async () => {
  platform = await startPlatform(
    { clearingToleranceMs: 0, paymentPageRateLimit: 1_000 },
    { bankGatherMs: 3_600_000 },
  )
  network = clearingStage(platform)
  bank = eftStage(platform)
})
after(() => platform?.close())

const timeline = async (id: string, query = '', headers?: Record<string, string>) => {
  const { status, body, text } = await platform.call(
    'GET',
    `/transaction/${id}/timeline${query}`,
    undefined,
    headers,
  )
  assert.equal(status, 200, text)
  return body
}
const told = (body: any, kind: string) => body.items.filter((item: any) => item.kind === kind)
const names = (body: any, kind: string) => told(body, kind).map(({ name }: any) => name)
const action = (body: any, name: string) => body.actions.find((one: any) => one.action === name)

test('a decline says what the network said, how long it took, and that nothing is left to do', async () => {
  const { body } = await platform.charge(await platform.saveCard('4000000000009995'), { amount: '12.00' })
  const shown = await timeline(body.debit_id)
  const [attempt] = told(shown, 'attempt')
  assert.equal(attempt.name, 'declined')
  assert.equal(attempt.details.network_code, '51')
  assert.equal(attempt.details.fail_reason, 'insufficient_funds')
  assert.match(attempt.details.rrn, /^\d{12}$/)
  assert.match(attempt.details.stan, /^\d{6}$/)
  assert.ok(attempt.details.milliseconds >= 0 && attempt.details.milliseconds < 60_000)
  assert.deepEqual(names(shown, 'state'), ['request', 'fail'])
  assert.match(told(shown, 'state')[1].words, /insufficient funds/)
  assert.equal(action(shown, 'refund').allowed, false)
  assert.match(action(shown, 'refund').why_not, /failed; only what was paid/)
  const french = await timeline(body.debit_id, '?language=fr')
  assert.match(told(french, 'state')[1].words, /Les fonds sont insuffisants/)
  assert.match(told(french, 'attempt')[0].words, /12,00\s\$\s: refusé \(51/)
})

test('a charge that is refunded in part and settled shows what each move posted, its records, events and what is left', async () => {
  const card = await platform.saveCard()
  const id = (await platform.charge(card, { amount: '100.00' })).body.debit_id
  await until('the events so far', async () => names(await timeline(id), 'event').length === 2)
  const receiver = await startReceiver(platform.url)
  const webhook = await createWebhook(platform, receiver, '/timeline')
  network.next()
  network.put(network.textOf([await network.recordOf(id)]))
  await until('it to be settled', async () =>
    (await timeline(id)).items.some((one: any) => one.name === 'settle'),
  )
  const refund = (await platform.call('POST', `/debit/${id}/refund`, { amount: '40.00' })).body
  const shown = await until('its events', async () => {
    const now = await timeline(id)
    return names(now, 'event').length >= 4 && now
  })
  const sums = told(shown, 'state').map(({ name, postings }: any) => [
    name,
    postings.map(({ account, amount }: any) => `${account} ${amount}`),
  ])
  assert.deepEqual(sums, [
    ['request', []],
    ['charge', ['network_receivable 100', 'company_payable -100']],
    ['settle', ['bank_clearing 100', 'network_receivable -100']],
  ])
  assert.deepEqual(names(shown, 'refund'), ['request', 'approve'])
  assert.equal(told(shown, 'refund')[0].refers_to.identifier, refund.refund_id)
  const [record] = told(shown, 'clearing_record')
  assert.deepEqual([record.name, record.amount, record.details.line], ['sale', 100, 1])
  assert.equal(record.details.network_id, 'TESTNET')
  const { allowed, amount_max } = action(shown, 'refund')
  assert.deepEqual([allowed, amount_max], [true, 60])
  // Whether the worker has paid it out by now or not, the page says so.
  const paidOut = told(shown, 'payout').some(({ amount, refers_to }: any) => amount === 100 && refers_to)
  assert.ok(paidOut || shown.next.some((words: string) => words.includes('$100.00')), shown.next.join())
  const events = told(shown, 'event')
  assert.deepEqual(names(shown, 'event'), [
    'transactions.debits.created',
    'transactions.debits.paid',
    'transactions.debits.completed',
    'transactions.debits.refunded',
  ])
  // A receiver that refuses would have it wait behind those that were refused before it.
  const hook = await until('its last event to have been sent', async () => {
    const last = told(await timeline(id), 'event').at(-1)
    const found = last.deliveries.find((one: any) => one.webhook_id === webhook.identifier)
    return found?.status !== 'waiting' && found
  })
  assert.deepEqual([hook.status, hook.http_status], ['delivered', 204])
  await receiver.close()
  // The webhook began after these: nothing is claimed of them.
  assert.equal(
    events[0].deliveries.find((one: any) => one.webhook_id === webhook.identifier)?.status,
    'not_recorded',
  )
  const times = shown.items.map(({ at }: any) => Date.parse(at))
  assert.deepEqual(
    times,
    times.toSorted((a: number, b: number) => a - b),
  )
})

test('a signed debit shows its agreement, the mail with it and the bank item that waits; the PDF is the one that was mailed', async () => {
  const links = await startLinks(platform)
  await platform.db.run(sql`
    update companies set contact_email = 'pay@maple.example' where company_id = ${platform.demo.company_id}`)
  const { id, link } = await links.debit({ statement: 'Order 3001' })
  const agreement = await links.shownAgreement(link)
  assert.equal((await links.post(link, 'bank', { ...signed, agreement })).status, 200)
  const shown = await timeline(id)
  assert.deepEqual(names(shown, 'agreement'), ['payment_page'])
  assert.equal(told(shown, 'agreement')[0].details.signed, true)
  assert.deepEqual(names(shown, 'bank_item'), ['queued'])
  assert.equal(told(shown, 'mail').length, 1)
  assert.deepEqual(names(shown, 'state'), ['request', 'agree'])
  assert.equal(action(shown, 'get_agreement').allowed, true)
  assert.equal(action(shown, 'cancel').allowed, true)

  const fetched = await fetch(`${platform.config.publicUrl}/debit/${id}/agreement`, {
    headers: { authorization: `Bearer ${platform.demo.api_token}` },
  })
  assert.equal(fetched.headers.get('content-type'), 'application/pdf')
  const pdf = Buffer.from(await fetched.arrayBuffer())
  const mailed = await platform.db.one<{ pdf: string }>(sql`
    select attachments -> 0 ->> 'content_base64' as pdf from mails where transaction_id = ${id}`)
  assert.equal(streamsOf(pdf), streamsOf(Buffer.from(mailed.pdf, 'base64')))
  const unsigned = await bank.createDebit()
  assert.equal((await platform.call('GET', `/debit/${unsigned.id}/agreement`)).status, 404)
})

test('the actions are those that the operations then do, and each that is not allowed is refused with the same words', async () => {
  const card = await platform.saveCard()
  const hold = async () =>
    (
      await platform.call('POST', `${card.path}/preauthorize`, {
        amount: '60.00',
        to_bank_account_id: platform.demo.bank_account_id,
        statement: 'Hotel',
      })
    ).body.debit_id as string
  const ids = [
    await hold(),
    (await platform.charge(card, { amount: '5.00' })).body.debit_id as string,
    (await bank.createDebit()).id,
    (await bank.payByBank()).id,
    (await bank.createCredit(null)).id,
  ]
  for (const id of ids) {
    const { actions } = await timeline(id)
    const french = (await timeline(id, '?language=fr')).actions
    for (const { allowed, request, why_not } of actions.filter((one: any) => !one.allowed)) {
      assert.equal(allowed, false)
      const [method, path] = request.split(' ')
      const { body, status } = await platform.call(method, path)
      assert.ok(status >= 400, `${request}: ${status}`)
      assert.equal(body.detail, why_not, request)
      const inFrench = french.find((one: any) => one.request === request && !one.allowed)?.why_not
      assert.match(inFrench ?? '', /^(?!The |It |Its ).+[a-zé]\.$/, why_not)
    }
    // The one that comes first is done, and then it is none any more.
    const [first] = actions.filter((one: any) => one.allowed && one.action !== 'get_agreement')
    const [method, path] = first.request.split(' ')
    const done = await platform.call(method, path)
    assert.ok(done.status < 300, `${first.request}: ${done.text}`)
    assert.equal(action(await timeline(id), first.action).allowed, false, first.action)
  }
})

test('a link is mailed again, at most once a minute, and a credit’s link before it opens nothing any more', async () => {
  const links = await startLinks(platform)
  const credit = await links.credit()
  const again = () => platform.call('POST', `/transaction/${credit.id}/send_link`)
  const refused = await again()
  assert.deepEqual([refused.status, refused.body.code], [409, 'wrong_state'])
  await platform.db.run(sql`
    update mails set created_at = created_at - interval '2 minutes' where transaction_id = ${credit.id}`)
  const both = await Promise.all([again(), again()])
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409])
  assert.equal((await fetch(credit.link)).status, 404)
  assert.equal(told(await timeline(credit.id), 'mail').length, 2)
})

test('who may not see events is told that they are hidden, and who may not write sees why nothing can be done', async () => {
  const { body } = await platform.charge(await platform.saveCard(), { amount: '7.00' })
  const { headers } = await tokenFor(platform, platform.demo.company_id, ['debits:read'])
  const shown = await timeline(body.debit_id, '', headers)
  assert.deepEqual(shown.hidden, ['event', 'audit'])
  assert.deepEqual(names(shown, 'event'), [])
  assert.match(action(shown, 'refund').why_not, /debits:write/)
})
