/** Searches run beside all else: what they hold, nobody else waits for. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { newId } from '../ground/ids.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform?.close())

test('searches of which none comes to its end take nothing from charges, and each is told to be narrowed', async () => {
  const card = await platform.saveCard()
  const rival = new pg.Client({ connectionString: platform.config.databaseUrl! })
  await rival.connect()
  await rival.query('begin; lock table payouts in access exclusive mode')
  try {
    // As many at once as the process has connections to the database, for searches and for all else.
    const searches = Array.from({ length: 15 }, () => platform.call('GET', '/payout?limit=5'))
    const charged = await platform.charge(card, { amount: '1.00' })
    assert.equal(charged.status, 200, charged.text)
    const answers = await Promise.all(searches)
    const ended = answers.filter(({ status }) => status === 422)
    assert.ok(ended.length > 0)
    for (const { body } of ended) {
      assert.equal(body.code, 'search_too_broad')
      assert.match(body.detail, /Narrow it/)
    }
    // What cannot be narrowed is told to come back: its path was ours.
    const { status, body, headers } = await platform.call('GET', `/payout/${newId()}/explain?part=fees`)
    assert.deepEqual([status, body.code], [503, 'service_unavailable'])
    assert.ok(Number(headers.get('retry-after')) > 0)
    // The others stood in line for these, for as long as a line is.
    for (const { status, body } of answers.filter(({ status }) => status !== 422))
      assert.deepEqual([status, body.code], [429, 'rate_limited'])
  } finally {
    await rival.query('rollback')
    await rival.end()
  }
  assert.equal((await platform.call('GET', '/payout?limit=5')).status, 200)
})
