/** Traces of what is paid on pages, on schedules and in two steps, to the delivery of its events. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ReceivedSpan, startOtlpReceiver } from '../../test/otlp-receiver.ts'
import { signed, startLinks } from '../../test/payment-links.ts'
import { type Platform, submitCard, until } from '../../test/platform.ts'
import { createWebhook, startReceiver } from '../../test/receiver.ts'
import { startScheduleStage } from '../../test/schedule-stage.ts'

let collector: Awaited<ReturnType<typeof startOtlpReceiver>>
let stage: Awaited<ReturnType<typeof startScheduleStage>>
let receiver: Awaited<ReturnType<typeof startReceiver>>
let platform: Platform
before(async () => {
  collector = await startOtlpReceiver()
  stage = await startScheduleStage({ tracesUrl: collector.url })
  platform = stage.platform
  receiver = await startReceiver(platform.url)
  await createWebhook(platform, receiver, '/traced')
})
after(async () => {
  await stage.close()
  await receiver.close()
  await collector.close()
})

const find = (what: string, which: (span: ReceivedSpan) => boolean) =>
  until(what, async () => collector.spans.find(which))
const named = (name: string, facts: Record<string, unknown>) =>
  find(`the span ${name}`, (span) =>
    [span.name === name, ...Object.entries(facts).map(([fact, value]) => span.facts[fact] === value)].every(
      Boolean,
    ),
  )
/** A span within another, of the same trace. */
const within = (parent: ReceivedSpan, name: string) =>
  find(`${name} in ${parent.name}`, (span) => span.name === name && span.parentSpanId === parent.spanId)
const links = (span: ReceivedSpan, to: ReceivedSpan) =>
  span.links?.some(({ traceId, spanId }) => traceId === to.traceId && spanId === to.spanId) ?? false
const delivered = (from: ReceivedSpan) =>
  find(`a delivery of what ${from.name} did`, (span) => span.name === 'webhook delivery' && links(span, from))
const requestOf = (answer: { headers: Headers }) =>
  find('the request', ({ facts }) => facts['jetpay.request_id'] === answer.headers.get('x-request-id'))

/** From the question to the card network’s answer. */
async function reachesNetwork(span: ReceivedSpan) {
  const question = await within(span, 'vault question')
  const message = await within(await within(question, 'vault charge'), 'network message')
  assert.deepEqual(
    [message.service, message.traceId, message.facts['jetpay.outcome']],
    ['jetpay-vault', span.traceId, 'approved'],
  )
}

test('a capture is a trace from its request to the vault’s answer and the delivery of what it took', async () => {
  const { path } = await platform.saveCard()
  const held = await platform.call('POST', `${path}/preauthorize`, {
    amount: 100,
    to_bank_account_id: platform.demo.bank_account_id,
    statement: 'Hotel',
  })
  const captured = await platform.call('POST', `/debit/${held.body.debit_id}/capture`)
  assert.equal(captured.status, 200, captured.text)
  const request = await requestOf(captured)
  assert.equal(request.name, 'capture_debit')
  const question = await within(request, 'vault question')
  assert.deepEqual(
    [question.facts['jetpay.kind'], question.facts['jetpay.outcome']],
    ['capture', 'acknowledged'],
  )
  await within(request, 'statement 1: request capture')
  await within(request, 'statement 2: record outcome')
  const delivery = await delivered(request)
  assert.ok(links(delivery, await requestOf(held)), 'it names the hold’s request too')
})

test('the page of a saved card is a part of the request for it', async () => {
  const contactId = await platform.createContact('Ana Tremblay')
  const asked = await platform.call('POST', `/contact/${contactId}/creditcards/url`)
  const question = await within(await requestOf(asked), 'vault question')
  assert.equal(question.service, 'jetpay-api')
})

test('a payment link that a card pays: the page, the charge that names it and the debit, its delivery', async () => {
  const payments = await startLinks(platform)
  const made = await platform.call('PUT', '/debit', {
    amount: 128.4,
    statement: 'Order 1001',
    contact_id: payments.contactId,
    to_bank_account: platform.demo.bank_account_id,
  })
  const { identifier: id, link } = made.body
  const opened = await payments.post(link, 'card', {})
  assert.equal(opened.status, 200)
  assert.equal((await submitCard(opened.body.url, '4242424242424242')).body.outcome, 'succeeded')
  const page = await requestOf(opened)
  assert.deepEqual(
    [page.name, page.facts['http.route'], page.facts['http.response.status_code']],
    ['payment page', '/payment/pay/:identifier/card', 200],
  )
  await within(page, 'vault question')
  const charge = await named('charge entered card', { 'jetpay.transaction_id': id })
  assert.ok(links(charge, page) && links(charge, await requestOf(made)))
  await reachesNetwork(charge)
  await delivered(charge)
})

test('a debit that is paid by bank on its page: its delivery names what the payer did', async () => {
  const payments = await startLinks(platform)
  const { link } = await payments.debit()
  const agreement = await payments.shownAgreement(link)
  const paid = await payments.post(link, 'bank', { ...signed, agreement })
  assert.equal(paid.status, 200, JSON.stringify(paid.body))
  await delivered(await requestOf(paid))
})

test('a scheduled charge is a trace of its own, through the vault and the network to its delivery', async () => {
  const schedule = await stage.scheduled(await platform.saveCard(), { count: 1 })
  await stage.advance(2)
  const [made] = await stage.settled(schedule.identifier, 1)
  const charge = await named('scheduled charge', { 'jetpay.transaction_id': made.transaction_id })
  assert.deepEqual(
    [charge.service, charge.parentSpanId || undefined, charge.facts['jetpay.company_id']],
    ['jetpay-worker', undefined, platform.demo.company_id],
  )
  await reachesNetwork(charge)
  await within(charge, 'statement 1: request charge')
  await delivered(charge)
})

test('a capture that the worker repeats is a trace that names its request', async () => {
  const late = await platform.saveCard('4000000000920035')
  const held = await platform.call('POST', `${late.path}/preauthorize`, {
    amount: 20,
    to_bank_account_id: platform.demo.bank_account_id,
    statement: 'Hotel',
  })
  const captured = await platform.call('POST', `/debit/${held.body.debit_id}/capture`)
  const repeated = await named('repeated capture', { 'jetpay.transaction_id': held.body.debit_id })
  assert.ok(links(repeated, await requestOf(captured)))
  await within(repeated, 'vault question')
})

test('no span says anything of a card, a payer or an account', () => {
  const said = collector.texts.join('')
  assert.ok(collector.spans.length > 20)
  for (const secret of ['4242424242424242', 'Tremblay', 'Order 1001', '7654321', platform.demo.api_token])
    assert.ok(!said.includes(secret), `a span says ${secret}`)
})
