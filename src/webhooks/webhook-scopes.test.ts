/** Who may say where events go may read them: a token that changes webhooks reads no event by it. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { tokenFor } from '../../test/another-company.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { startReceiver } from '../../test/receiver.ts'

let platform: Platform
let receiver: Awaited<ReturnType<typeof startReceiver>>
before(async () => {
  platform = await startPlatform()
  receiver = await startReceiver(platform.url)
  receiver.inbox('/hook')
})
after(async () => {
  await platform?.close()
  await receiver?.close()
})

test('what makes events flow to somebody needs events:read beside webhooks:write; the rest does not', async () => {
  const { demo, call } = platform
  const { headers: writer } = await tokenFor(platform, demo.company_id, ['webhooks:read', 'webhooks:write'])
  const { headers: reader } = await tokenFor(platform, demo.company_id, ['webhooks:write', 'events:read'])
  const { headers: onlyReads } = await tokenFor(platform, demo.company_id, ['events:read'])
  await platform.createContact()
  const hook = { callback_url: receiver.url('/hook'), max_wait_seconds: 0, replay_from_event_id: 1 }
  const refusedBy = async (scope: string, answer: ReturnType<typeof call>) => {
    const { status, body, headers } = await answer
    assert.deepEqual([status, body.code], [403, 'forbidden'])
    assert.ok(body.detail.includes(scope), body.detail)
    assert.match(headers.get('www-authenticate')!, new RegExp(`scope="${scope}"`))
  }

  for (const body of [hook, { callback_url: receiver.url('/hook') }, {}])
    await refusedBy('events:read', call('POST', '/webhooks', body, { ...writer, 'idempotency-key': 'k' }))
  await refusedBy('webhooks:write', call('POST', '/webhooks', hook, onlyReads))
  assert.deepEqual((await call('GET', '/webhooks')).body.data, [])
  const created = await call('POST', '/webhooks', hook, { ...reader, 'idempotency-key': 'k' })
  assert.equal(created.status, 201, created.text)
  const path = `/webhooks/${created.body.identifier}`
  await until('the replay', async () => (await call('GET', path)).body.last_sent_event_id >= 1)

  const flows: [string, string, object?][] = [
    ['PATCH', path, { callback_url: 'https://elsewhere.example/hook' }],
    ['PATCH', path, { callback_url: receiver.url('/hook') }],
    ['PATCH', path, { replay_from_event_id: 1 }],
    ['PATCH', path, { replay_from_timestamp: '2020-01-01T00:00:00Z', max_batch_size: 1 }],
    ['POST', `${path}/redeliver`, { from_event_id: 1 }],
    ['POST', `${path}/resume`],
  ]
  const unchanged = (await call('GET', path)).body
  for (const [method, to, body] of flows) await refusedBy('events:read', call(method, to, body, writer))
  assert.deepEqual((await call('GET', path)).body, unchanged)
  for (const [method, to, body] of [flows[5]!, flows[4]!, flows[2]!])
    assert.equal((await call(method, to, body, reader)).status, 200, to)

  assert.equal((await call('PATCH', path, { max_batch_size: 5 }, writer)).status, 200)
  assert.equal((await call('POST', `${path}/test`, undefined, writer)).status, 200)
  const excerpts = async (headers: Record<string, string>) => {
    const { data } = (await call('GET', `${path}/deliveries?limit=100`, undefined, headers)).body
    return data.map(({ kind, request_excerpt }: any) => [kind, request_excerpt] as const)
  }
  const seen = await excerpts(writer)
  assert.deepEqual(
    seen.filter(([kind, excerpt]: any) => kind !== 'test' && excerpt !== null),
    [],
  )
  assert.ok(seen.some(([kind, excerpt]: any) => kind === 'test' && excerpt.includes('webhooks.test')))
  assert.ok((await excerpts({})).some(([, excerpt]: any) => excerpt?.includes('contacts.created')))
  assert.equal((await call('DELETE', path, undefined, writer)).status, 200)
})

test('the reference says which operations need both scopes', async () => {
  const { paths } = (await (await fetch(`${platform.url}/openapi.json`)).json()) as any
  for (const path of ['/webhooks', '/webhooks/{identifier}/redeliver', '/webhooks/{identifier}/resume'])
    assert.deepEqual(paths[path].post.security, [{ api_token: ['webhooks:write', 'events:read'] }])
})
