import assert from 'node:assert/strict'
import { test } from 'node:test'
import { endpoints } from '../endpoints.ts'
import type { Caller } from './authenticate.ts'
import type { Endpoint } from './endpoint.ts'
import { openSlots } from './slots.ts'

const company = (company_id: string) => ({ company_id }) as Caller
const read = { method: 'GET' } as Endpoint
const search = endpoints.find(({ operationId }) => operationId === 'list_transactions')!
const codeOf = (take: Promise<unknown>) =>
  take.then(
    () => 'taken',
    (error) => error.code,
  )

test('slots are bounded in all and for each company, and a slot that is left is free once', async () => {
  const { take } = openSlots({ requestsAtOnceMax: 3, companyRequestsAtOnceMax: 2 })
  const leave = await take(read, company('a'))
  await take(read, company('a'))
  assert.equal(await codeOf(take(read, company('a'))), 'rate_limited')
  await take(read, company('b'))
  assert.equal(await codeOf(take(read, company('b'))), 'service_unavailable')
  leave()
  leave()
  await take(read, company('b'))
  assert.equal(await codeOf(take(read, company('a'))), 'service_unavailable')
})

test('searches of a company run five at a time, more wait in line, and the next is refused; no other company waits with them', async () => {
  const { take } = openSlots({ requestsAtOnceMax: 1_000, companyRequestsAtOnceMax: 500 })
  const running = []
  for (let at = 0; at < 5; at++) running.push(await take(search, company('a')))
  const order: number[] = []
  const waiting = Array.from({ length: 45 }, (_, at) =>
    take(search, company('a')).then((leave) => {
      order.push(at)
      return leave
    }),
  )
  assert.equal(await codeOf(take(search, company('a'))), 'rate_limited')
  await take(read, company('a'))
  await take(search, company('b'))
  assert.deepEqual(order, [])
  for (const leave of running) leave()
  for (const next of waiting) (await next)()
  assert.deepEqual(order, [...Array(45).keys()])
  assert.equal(await codeOf(take(search, company('a'))), 'taken')
})

test('who is refused in the line of what is costly has taken no slot of the company', async () => {
  const { take } = openSlots({ requestsAtOnceMax: 60, companyRequestsAtOnceMax: 51 })
  for (let at = 0; at < 50; at++) void codeOf(take(search, company('a')))
  for (let at = 0; at < 20; at++) assert.equal(await codeOf(take(search, company('a'))), 'rate_limited')
  assert.equal(await codeOf(take(read, company('a'))), 'taken')
  assert.equal(await codeOf(take(read, company('b'))), 'taken')
})

test('what calls somebody else’s server, makes a file or takes a large body is bounded for each company', async () => {
  const bounds = { test_webhook: 5, create_webhook: 5, export_ledger_statement: 2, add_dispute_evidence: 5 }
  for (const [operationId, max] of Object.entries(bounds)) {
    const { take } = openSlots({ requestsAtOnceMax: 1_000, companyRequestsAtOnceMax: 500 })
    const endpoint = endpoints.find((one) => one.operationId === operationId)!
    for (let at = 0; at < max; at++) await take(endpoint, company('a'))
    assert.equal(await codeOf(take(endpoint, company('a'))), 'rate_limited', operationId)
    await take(endpoint, company('b'))
  }
})
