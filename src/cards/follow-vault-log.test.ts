import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'
import { followVaultLog } from './follow-vault-log.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform.close())

test('every entry of the vault’s log is applied once, with several followers at the same moment', async () => {
  const rival = followVaultLog(0)
  let saving = true
  const followers = Array.from({ length: 3 }, async () => {
    while (saving) await rival.run(platform.context)
  })
  const cards = await Promise.all(Array.from({ length: 30 }, () => platform.saveCard()))
  saving = false
  await Promise.all(followers)
  for (const { cardId } of cards) {
    const events = await platform.db.many(sql`
      select type from events where company_id = ${platform.demo.company_id} and data ->> 'creditCardId' = ${cardId}
      union all select type from outbox where company_id = ${platform.demo.company_id} and data ->> 'creditCardId' = ${cardId}`)
    assert.deepEqual(events, [{ type: 'contacts.credit_cards.tokenized' }])
  }
  const log = await platform.vaultDb.many<{ log_id: bigint }>(
    sql`select log_id from card_log order by log_id`,
  )
  assert.deepEqual(
    log.map(({ log_id }) => Number(log_id)),
    log.map((_, at) => at + 1),
  )
})

test('what happened on card pages while the worker was away is applied when it is back', async () => {
  await platform.stopWorker()
  const contactId = await platform.createContact()
  const { body } = await platform.call('POST', `/contact/${contactId}/creditcards/url`)
  await platform.submitCard(body.url, '4242424242424242')
  const path = `/contact/${contactId}/creditcards/${body.credit_card_id}`
  assert.equal((await platform.call('GET', path)).body.state, 'pending')
  while (await followVaultLog(0).run(platform.context));
  assert.equal((await platform.call('GET', path)).body.state, 'active')
})
