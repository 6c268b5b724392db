import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { anotherCompany, tokenFor } from '../../test/another-company.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { revokeToken } from '../companies/api-token.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform.close())

type Frame = { id: number; event?: string; data: any }

/** A stream as a browser reads it: its frames so far, and an end that the test makes. */
async function follow(query = '', headers: Record<string, string> = {}) {
  const cut = new AbortController()
  const response = await fetch(`${platform.url}/events/stream${query}`, {
    headers: { authorization: `Bearer ${platform.demo.api_token}`, ...headers },
    signal: cut.signal,
  })
  const frames: Frame[] = []
  let over = false
  const reading = (async () => {
    let text = ''
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk
      const whole = text.split('\n\n')
      text = whole.pop()!
      for (const frame of whole) {
        const said = Object.fromEntries(frame.split('\n').map((line) => line.split(/: ?(.*)/).slice(0, 2)))
        if (said.data) frames.push({ ...said, id: Number(said.id), data: JSON.parse(said.data) } as Frame)
      }
    }
  })()
    .catch(() => undefined)
    .finally(() => {
      over = true
    })
  return {
    response,
    frames,
    events: () => frames.filter(({ event }) => event === undefined),
    isOver: () => over,
    cut: () => cut.abort(),
    ended: reading,
  }
}
const newest = async () =>
  (await platform.call('GET', '/events?after=999999999')).body.newest_event_id as number
const names = (frames: Frame[]) => frames.map(({ data }) => data.data.name)

test('a stream begins with what comes, or behind the event that is named, and says when it has caught up', async () => {
  await platform.createContact('Before')
  const last = await until('the event', async () => (await newest()) || undefined)
  const fromNow = await follow()
  assert.match(fromNow.response.headers.get('content-type')!, /^text\/event-stream/)
  await until('caught up', async () => fromNow.frames.length > 0)
  assert.deepEqual(fromNow.frames, [
    { id: last, event: 'caught_up', data: { last_event_id: last, newest_event_id: last } },
  ])
  await platform.createContact('After')
  await until('the event', async () => fromNow.events().length > 0)
  assert.deepEqual(names(fromNow.events()), ['After'])
  assert.equal(fromNow.events()[0]!.id, fromNow.events()[0]!.data.id)
  fromNow.cut()
  const whole = await follow('?after=0&follow=false')
  await whole.ended
  const { body } = await platform.call('GET', '/events?after=0&limit=100')
  assert.deepEqual(
    whole.events().map(({ data }) => data),
    body.data,
    'the same events as GET /events',
  )
  assert.equal(whole.frames.at(-1)!.event, 'caught_up')
})

test('whoever is ahead of the log is told so, as by GET /events: where it ends now', async () => {
  const last = await newest()
  const stream = await follow('?follow=false', { 'last-event-id': String(last + 500) })
  await stream.ended
  assert.deepEqual(stream.frames, [
    { id: last + 500, event: 'caught_up', data: { last_event_id: last + 500, newest_event_id: last } },
  ])
})

test('over lost connections each event comes once and in order: whoever comes again names the last one', async () => {
  const got: number[] = []
  let last = await newest()
  const from = last
  let made = 0
  while (got.length < 40) {
    const stream = await follow('', { 'last-event-id': String(last) })
    await Promise.all([1, 2, 3].map(() => platform.createContact(`Contact ${made++}`)))
    await until('some', async () => stream.events().length > 0)
    // In the middle of whatever it is at.
    stream.cut()
    for (const { id } of stream.events()) got.push(id)
    last = got.at(-1)!
  }
  assert.deepEqual(
    got,
    got.map((_, at) => from + 1 + at),
  )
})

test('a stream ends with the token that asked: nothing is told after it', async () => {
  const other = await anotherCompany(platform)
  const stream = await follow('', other.headers)
  await until('caught up', async () => stream.frames.length > 0)
  await revokeToken(platform.db, other.tokenId)
  const still = await tokenFor(platform, other.companyId)
  let made = 0
  // A token is trusted for a moment after it was looked up.
  await until('its end', async () => {
    made += 1
    await platform.good('PUT', '/contact', { email: 'eve@example.com', name: 'Eve' }, still.headers)
    return stream.isOver()
  })
  await until('all events', async () => {
    const { body } = await platform.call('GET', '/events?after=999999999', undefined, still.headers)
    return body.newest_event_id === made
  })
  assert.ok(stream.events().length < made, `${stream.events().length} of ${made} were told`)
})

test('a company has a hundred streams at a time, and those that end make room', async () => {
  const streams: Awaited<ReturnType<typeof follow>>[] = []
  for (let opened = 0; opened < 100; opened += 20)
    streams.push(...(await Promise.all(Array.from({ length: 20 }, () => follow()))))
  assert.ok(streams.every(({ response }) => response.status === 200))
  const refused = await platform.call('GET', '/events/stream')
  assert.deepEqual([refused.status, refused.body.code], [429, 'rate_limited'])
  assert.equal((await platform.call('GET', '/contact')).status, 200, 'and they hold nothing of others')
  streams[0]!.cut()
  await until('room', async () => {
    const next = await follow()
    next.cut()
    return next.response.status === 200
  })
  for (const { cut } of streams) cut()
})

test('what is no event id, and what is archived, is refused before a stream begins', async () => {
  assert.equal((await platform.call('GET', '/events/stream?after=-1')).status, 422)
  assert.equal((await platform.call('GET', '/events/stream?type=nothing')).status, 422)
})
