/** Of a person who was erased nothing is left, and what was promised of the log and the books still holds. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { erasing, plantContact, planted, readEverything, wherePlanted } from '../../test/erasure-stage.ts'
import { closeBlocks } from '../../test/event-log.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { consecutive, type Receiver, startReceiver, untilAllConfirmed } from '../../test/receiver.ts'
import { verifiesClean } from '../../test/verifies-clean.ts'
import { sql } from '../db/sql.ts'
import { checkProof } from '../events/proof.ts'

let platform: Platform
let receiver: Receiver
before(async () => {
  platform = await startPlatform({ clearingToleranceMs: 0, eventRetentionDays: 30 })
  receiver = await startReceiver(platform.url)
})
after(async () => {
  await receiver?.close()
  await platform?.close()
})

/** A webhook of the demo company that hears everything from the first event on. */
async function listens(path: string) {
  const inbox = receiver.inbox(path)
  const callback_url = receiver.url(path)
  await platform.good('POST', '/webhooks', {
    callback_url,
    replay_from_event_id: 1,
    max_wait_seconds: 0,
    max_batch_size: 100,
  })
  return inbox
}

const { erase, erased, allEvents } = erasing(() => platform)
const proofOf = async (id: number) => (await platform.call('GET', `/events/${id}/proof`)).body

const entries = async () =>
  (await platform.db.many<{ row: string }>(sql`select t::text as row from ledger_entries t`)).map(
    ({ row }) => row,
  )

test('of an erased contact no word is left in any table or answer; ledger, ids, checkpoints and old proofs hold', async () => {
  const inbox = await listens('/before')
  const { contactId, signed } = await plantContact(platform)
  await untilAllConfirmed(platform, inbox, 1)
  await closeBlocks(platform)
  const before = await allEvents()
  const theirs = before.filter(
    ({ type, data }) => data.contactId === contactId && /created$|updated$/.test(type),
  )
  const personal = theirs.filter(({ type }) => /^contacts\.(created|updated)$/.test(type))
  assert.equal(personal.length, 2)
  const excerpts = await platform.db.run(sql`
    update deliveries set response_excerpt = ${planted.excerpt}
    where company_id = ${platform.demo.company_id} and ${personal[0]!.id}::bigint between first_event_id and last_event_id`)
  assert.ok(excerpts > 0)
  const proofs = await Promise.all([...personal, ...before.slice(0, 20)].map(({ id }) => proofOf(id)))
  const ledger = await entries()
  const words = new Set(wherePlanted(await readEverything(platform)).map((place) => place.split(' ')[0]))
  assert.deepEqual(
    Object.keys(planted).filter((word) => !words.has(word)),
    ['evidence'],
    'what was planted is found, but what is sealed',
  )

  const asked = await erase(contactId)
  assert.equal(asked.status, 202, asked.text)
  await erased(contactId)
  assert.deepEqual(wherePlanted(await readEverything(platform)), [])
  const after = await allEvents()
  assert.deepEqual(
    after.map(({ id }) => id),
    after.map((_, at) => at + 1),
  )
  assert.deepEqual(wherePlanted(new Map([['events', JSON.stringify(after)]])), [])
  for (const { id, type } of personal) {
    assert.deepEqual(after[id - 1], {
      ...after[id - 1],
      type,
      data: { contactId, email: null, name: null, externalReference: null, metadata: {}, erased: true },
    })
    const refused = await platform.call('GET', `/events/${id}/proof`)
    assert.deepEqual([refused.status, refused.body.code], [409, 'wrong_state'])
  }
  const kept = after.filter(({ id }) => id <= before.length && !personal.some((one) => one.id === id))
  assert.deepEqual(
    kept,
    before.filter(({ id }) => !personal.some((one) => one.id === id)),
  )
  assert.equal(
    after.filter(({ type, data }) => type === 'contacts.erased' && data.contactId === contactId).length,
    1,
  )
  await closeBlocks(platform)
  for (const proof of proofs) {
    assert.ok(checkProof(proof).ok)
    const { id } = JSON.parse(proof.event)
    const kept = await platform.good('GET', `/events/checkpoint?event_id=${id}`)
    assert.equal(kept.hash, proof.checkpoint.hash)
    if (!personal.some((one) => one.id === id)) assert.deepEqual(await proofOf(id), proof)
  }
  const posted = new Set(await entries())
  assert.ok(ledger.length > 0 && ledger.every((entry) => posted.has(entry)))
  assert.equal((await platform.call('GET', `/debit/${signed}/agreement`)).status, 404)
  assert.equal((await platform.call('GET', `/contact/${contactId}`)).status, 404)
  await verifiesClean(platform)
})

test('a receiver that begins anew at event 1 gets every id, with markers', async () => {
  const inbox = await listens('/anew')
  await untilAllConfirmed(platform, inbox, 1)
  const events = inbox.received.flatMap(({ body }) => body.events)
  assert.deepEqual(
    events.map(({ id }) => id),
    consecutive(1, events.length),
  )
  assert.ok(events.some(({ data }) => data.erased === true))
  assert.deepEqual(wherePlanted(new Map([['deliveries', JSON.stringify(events)]])), [])
})
