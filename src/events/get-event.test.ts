/** One event by its number, its proof, the checkpoint that it leads to, and who got it. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { createWebhook, startReceiver } from '../../test/receiver.ts'
import { checkpointEvents } from './checkpoint-events.ts'
import { checkProof } from './proof.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform?.close())

const get = (path: string) => platform.call('GET', path)
async function twoContacts(): Promise<number> {
  const { newest_event_id: before } = (await get('/events?limit=1')).body
  await platform.createContact('Grace')
  await platform.createContact('Ada')
  return until('their events', async () => {
    const { newest_event_id: newest } = (await get('/events?limit=1')).body
    return newest >= before + 2 && newest
  })
}

test('an event is answered in the bytes of the log, and one that is to come is not found', async () => {
  const newest = await twoContacts()
  const listed = (await get(`/events?after=${newest - 1}`)).text
  const { status, text } = await get(`/events/${newest}`)
  assert.equal(status, 200)
  assert.ok(listed.includes(text))
  assert.equal((await get(`/events/${newest + 1}`)).status, 404)
  for (const path of [
    '/events/checkpoint?event_id=999999',
    '/events/0',
    '/events/01',
    '/events/x',
    '/events/99999999999999999',
  ])
    assert.equal((await get(path)).status, 404, path)
})

test('a proof leads from the event’s text to a checkpoint that the log publishes', async () => {
  const newest = await twoContacts()
  const young = await get(`/events/${newest}/proof`)
  assert.deepEqual([young.status, young.body.code], [409, 'wrong_state'])
  await checkpointEvents(0).run(platform.context)
  const { body: proof } = await get(`/events/${newest - 1}/proof`)
  const verdict = checkProof(proof)
  assert.ok(verdict.ok)
  const { body: published } = await get(`/events/checkpoint?event_id=${newest - 1}`)
  assert.equal(verdict.hashes.at(-1), published.hash)
  assert.equal((await get(`/events/${newest - 1}`)).text, proof.event)
  await twoContacts()
  await checkpointEvents(0).run(platform.context)
  const { body: last } = await get('/events/checkpoint')
  const { body: further } = await get(`/events/${newest - 1}/proof?to=${last.last_event_id}`)
  const longer = checkProof(further)
  assert.ok(longer.ok && longer.hashes.includes(published.hash) && longer.hashes.at(-1) === last.hash)
  assert.equal((await get(`/events/${newest}/proof?to=1`)).status, 409)
  const none = await get('/events/1/proof?to=99999999')
  assert.deepEqual([none.status, none.body.code], [404, 'not_found'])
  assert.match(none.body.detail, /^There is no event 99999999 yet/)
})

test('an event says which webhooks have it, and each attempt', async () => {
  const receiver = await startReceiver(platform.url)
  const webhook = await createWebhook(platform, receiver, '/got')
  const newest = await twoContacts()
  const path = `/events/${newest}/deliveries`
  const { body } = await until('its delivery', async () => {
    const answer = await get(path)
    return answer.body.data[0]?.confirmed && answer
  })
  const [of] = body.data
  assert.deepEqual([of.webhook_id, of.attempts.length], [webhook.identifier, 1])
  assert.deepEqual(
    [of.attempts[0].delivered, of.attempts[0].status, of.attempts[0].kind],
    [true, 204, 'events'],
  )
  await receiver.close()
  assert.equal((await get(`/events/${newest + 1}/deliveries`)).status, 404)
})

test('the log is read backwards page by page, whole and by types, and ends where it begins', async () => {
  const newest = await twoContacts()
  const walk = async (query: string) => {
    const ids: number[] = []
    for (let cursor = ''; ; ) {
      const { body } = await get(`/events/newest?limit=2${query}${cursor && `&cursor=${cursor}`}`)
      ids.push(...body.data.map(({ id }: { id: number }) => id))
      if (body.next_cursor === null) return ids
      cursor = body.next_cursor
    }
  }
  assert.deepEqual(
    await walk(''),
    Array.from({ length: newest }, (_, at) => newest - at),
  )
  const { data } = (await get('/events?type=contacts.created&limit=100')).body
  const made = data.map(({ id }: { id: number }) => id).reverse()
  assert.deepEqual(await walk('&type=contacts.created,contacts.deleted'), made)
  assert.deepEqual(await walk('&type=payouts.returned'), [])
  const page = (await get(`/events/newest?limit=100`)).text
  assert.ok(page.includes((await get(`/events/${newest}`)).text))
})
