/**
 * Who guesses card pages is counted by address before anything is looked up; who was given one gets in,
 * whatever else comes from there.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'
import { newSecret } from '../ground/ids.ts'

/** `INVENTED_MAX` of serve-card-pages.ts. */
const INVENTED = 60

let platform: Platform
let contactId: string
before(async () => {
  platform = await startPlatform({ trustedProxies: [{ address: '127.0.0.1', prefix: 32 }] })
  contactId = await platform.createContact()
})
after(() => platform?.close())

const ask = async (ticket: string, from: string, method = 'GET') => {
  const answer = await fetch(`${platform.config.vaultPublicUrl}/tokenize/${ticket}`, {
    method,
    headers: { 'x-forwarded-for': from, 'content-type': 'application/json' },
    ...(method === 'POST' ? { body: '{}' } : {}),
  })
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}
const openTicket = async () => {
  const { url } = (await platform.call('POST', `/contact/${contactId}/creditcards/url`)).body
  return new URL(url).pathname.split('/').at(-1)!
}
const kinds = [newSecret, () => 'short', () => `${newSecret()}x`]
/**
 * How many were looked up, and how many were not. At once, so that all are in one window, however slow the
 * machine is.
 */
const counts = async (many: number, from: (at: number) => string) => {
  const answers = await Promise.all(
    Array.from({ length: many }, (_, at) =>
      ask(kinds[at % kinds.length]!(), from(at), at % 2 ? 'POST' : 'GET'),
    ),
  )
  const refused = answers.filter(({ status }) => status === 429).length
  for (const { status } of answers) assert.ok([404, 429, 503].includes(status), String(status))
  return { asked: answers.length - refused, refused }
}

test('an address that asks for 60 pages that do not exist is told to wait, without a look-up; one who was given a page pays', async () => {
  const address = '203.0.113.40'
  assert.deepEqual(await counts(INVENTED + 20, () => address), { asked: INVENTED, refused: 20 })
  const ticket = await openTicket()
  // Nothing can be looked up any more: an answer is one without a look.
  await platform.vaultDb.transaction(async (db) => {
    await db.run(sql`lock table card_pages in access exclusive mode`)
    assert.deepEqual(await counts(20, () => address), { asked: 0, refused: 20 })
  })
  const refused = await ask(newSecret(), address)
  assert.equal(JSON.parse(refused.text).code, 'rate_limited')
  const wait = Number(refused.headers.get('retry-after'))
  assert.ok(wait >= 1 && wait <= 60, `Retry-After: ${wait}`)
  assert.equal((await ask(ticket, address)).status, 200)
  assert.equal((await ask(ticket, address, 'POST')).status, 422)
  assert.equal((await ask(newSecret(), '203.0.113.41')).status, 404, 'another address')
})

test('a /64 of IPv6 is one address, and what a client claims to be none', async () => {
  const many = INVENTED + 5
  assert.deepEqual(await counts(many, (at) => `2001:db8:7:1::${at.toString(16)}`), {
    asked: INVENTED,
    refused: 5,
  })
  assert.deepEqual(await counts(many, (at) => `198.51.100.${at}, 203.0.113.42`), {
    asked: INVENTED,
    refused: 5,
  })
})

test('a page that was opened before tickets were marked is served for as long as it lives', async () => {
  const [marked, unmarked] = [await openTicket(), newSecret()]
  const hash = (ticket: string) => sql`sha256(convert_to(${ticket}, 'UTF8'))`
  await platform.vaultDb.run(
    sql`update card_pages set ticket_hash = ${hash(unmarked)} where ticket_hash = ${hash(marked)}`,
  )
  assert.equal((await ask(unmarked, '203.0.113.43')).status, 200)
})
