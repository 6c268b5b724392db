/** A charge’s trace, from its caller’s through api, vault and network to the delivery of its events. */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { type ReceivedSpan, startOtlpReceiver } from '../../test/otlp-receiver.ts'
import { startPlatform, until } from '../../test/platform.ts'
import { createWebhook, startReceiver } from '../../test/receiver.ts'
import { projectFolder } from '../ground/config.ts'

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const CALLER = '00f067aa0ba902b7'
const SILENT_CARD = '4000000000900029'

async function startTraced(t: { after(end: () => Promise<void>): void }, percent = 100) {
  const collector = await startOtlpReceiver()
  const platform = await startPlatform({
    tracesUrl: collector.url,
    tracesPercent: percent,
    networkTimeoutMs: 500,
  })
  t.after(async () => {
    await platform.close()
    await collector.close()
  })
  return {
    platform,
    collector,
    span: (name: string, which = (_: ReceivedSpan) => true) =>
      until(`the span ${name}`, async () =>
        collector.spans.find((span) => span.name === name && which(span)),
      ),
  }
}

test('one charge is one trace, from its caller’s through the vault to the network; its delivery names it', async (t) => {
  const { platform, collector, span } = await startTraced(t)
  const receiver = await startReceiver(platform.url)
  t.after(() => receiver.close())
  const card = await platform.saveCard()
  const { inbox } = await createWebhook(platform, receiver, '/traced', {
    replay_from_timestamp: '2000-01-01T00:00:00Z',
  })
  const charged = await platform.charge(card, {}, { traceparent: `00-${TRACE}-${CALLER}-01` })
  assert.equal(charged.status, 200)
  const ofTrace = ({ traceId }: ReceivedSpan) => traceId === TRACE
  const request = await span('charge_contact_credit_card', ofTrace)
  assert.deepEqual([request.service, request.parentSpanId], ['jetpay-api', CALLER])
  assert.deepEqual(
    [request.facts['http.response.status_code'], request.facts['jetpay.request_id']],
    [200, charged.headers.get('x-request-id')],
  )
  const question = await span('vault question', ofTrace)
  const vault = await span('vault charge')
  const message = await span('network message')
  const statements = [await span('statement 1: request charge'), await span('statement 2: record outcome')]
  for (const child of [...statements, question])
    assert.deepEqual(
      [child.service, child.traceId, child.parentSpanId],
      ['jetpay-api', TRACE, request.spanId],
    )
  assert.deepEqual(
    [vault.service, vault.traceId, vault.parentSpanId],
    ['jetpay-vault', TRACE, question.spanId],
  )
  assert.deepEqual(
    [message.service, message.traceId, message.parentSpanId],
    ['jetpay-vault', TRACE, vault.spanId],
  )
  assert.equal(message.facts['jetpay.outcome'], 'approved')
  assert.ok(BigInt(message.endTimeUnixNano) > BigInt(message.startTimeUnixNano))

  const delivery = await span(
    'webhook delivery',
    ({ links }) => links?.some((link) => link.traceId === TRACE && link.spanId === request.spanId) ?? false,
  )
  assert.deepEqual([delivery.service, delivery.facts['http.response.status_code']], ['jetpay-worker', 204])
  const received = inbox.received.find(({ headers }) => headers.traceparent?.includes(delivery.spanId))
  assert.equal(received?.headers.traceparent, `00-${delivery.traceId}-${delivery.spanId}-01`)
  assert.ok(received.text.includes(charged.body.debit_id), 'it is the delivery of the charge’s events')

  const said = collector.texts.join('')
  for (const secret of ['4242424242424242', 'Lovelace', 'Test statement', 'H2X', platform.demo.api_token])
    assert.ok(!said.includes(secret), `a span says ${secret}`)
})

test('where the network stays silent the trace shows the reversal', async (t) => {
  const { platform, span } = await startTraced(t)
  await platform.charge(await platform.saveCard(SILENT_CARD))
  const reversal = await span('vault reversal')
  const inVault = await span('vault reverse')
  assert.deepEqual([inVault.traceId, inVault.parentSpanId], [reversal.traceId, reversal.spanId])
  assert.equal(reversal.facts['jetpay.outcome'], 'acknowledged')
})

test('what the vault and the network did for a capture is in its trace', async (t) => {
  const { platform, span } = await startTraced(t)
  const card = await platform.saveCard()
  const held = await platform.call('POST', `${card.path}/preauthorize`, {
    amount: 10,
    to_bank_account_id: platform.demo.bank_account_id,
    statement: 'Hotel',
  })
  const captured = await platform.call(
    'POST',
    `/debit/${held.body.debit_id}/capture`,
    {},
    { traceparent: `00-${TRACE}-${CALLER}-01` },
  )
  assert.equal(captured.status, 200, captured.text)
  const question = await span('vault question', ({ traceId }) => traceId === TRACE)
  const inVault = await span('vault capture')
  const message = await span('network message', ({ parentSpanId }) => parentSpanId === inVault.spanId)
  assert.deepEqual([inVault.traceId, inVault.parentSpanId], [TRACE, question.spanId])
  assert.equal(message.facts['jetpay.outcome'], 'acknowledged')
})

test('which requests are traced is decided by their share, whatever a caller asks; what is no traceparent begins anew', async (t) => {
  const { platform, collector, span } = await startTraced(t, 50)
  const ask = (traceparent: string) => platform.call('GET', '/contact', undefined, { traceparent })
  const low = `${TRACE.slice(0, 24)}00000001`
  const high = `${TRACE.slice(0, 24)}ffffffff`
  for (const traceId of [high, low]) assert.equal((await ask(`00-${traceId}-${CALLER}-01`)).status, 200)
  await span('list_contacts', ({ traceId }) => traceId === low)
  assert.ok(!collector.spans.some(({ traceId }) => traceId === high))
  for (const odd of ['', `00-${'0'.repeat(32)}-${CALLER}-01`, `ff-${TRACE}-${CALLER}-01`, '4242424242424242'])
    assert.equal((await ask(odd)).status, 200)
})

test('a collector that is away is told of in the log, and holds up no charge', async (t) => {
  const collector = await startOtlpReceiver()
  await collector.close()
  const platform = await startPlatform({ tracesUrl: collector.url })
  t.after(() => platform.close())
  assert.equal((await platform.charge(await platform.saveCard())).status, 200)
  await until('a line', async () => platform.lines.some((line) => line.includes('traces do not reach')))
})

test('without a collector no program loads any of it, and no delivery has a traceparent', async (t) => {
  const platform = await startPlatform()
  t.after(() => platform.close())
  const receiver = await startReceiver(platform.url)
  t.after(() => receiver.close())
  const { inbox } = await createWebhook(platform, receiver, '/plain')
  const card = await platform.saveCard()
  assert.equal((await platform.charge(card, {}, { traceparent: `00-${TRACE}-${CALLER}-01` })).status, 200)
  await until('a delivery', async () => inbox.received.length > 0)
  assert.ok(inbox.received.every(({ headers }) => headers.traceparent === undefined))
  assert.equal(platform.context.traces, null)
  const programs = globSync('src/**/*.ts', { cwd: projectFolder, exclude: ['**/*.test.ts'] })
  const naming = (text: RegExp) =>
    programs.filter((file) => text.test(readFileSync(`${projectFolder}/${file}`, 'utf8')))
  assert.deepEqual(naming(/from '@opentelemetry/), ['src/ground/otlp-traces.ts'])
  assert.deepEqual(naming(/otlp-traces\.ts/), ['src/ground/open-traces.ts'])
  assert.deepEqual(naming(/import\('\.\/otlp-traces\.ts'\)/), ['src/ground/open-traces.ts'])
})
