import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { anotherCompany } from '../../test/another-company.ts'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import { BLOCK_EVENTS, summarizeEvents } from './summarize-events.ts'

/** Nine blocks and a part of one. */
const EVENTS = 9 * BLOCK_EVENTS + 1_000

let platform: Platform
let companyId: string
let headers: Record<string, string>
before(async () => {
  platform = await startPlatform()
  await platform.stopWorker()
  ;({ companyId, headers } = await anotherCompany(platform))
  // In the third block one, in the eighth two, and one that is in no block.
  await platform.db.run(sql`
    insert into events (company_id, event_id, type, data, created_at)
    select ${companyId}, n, 'payouts.' || state, jsonb_build_object('payoutId', ${newId()}::uuid, 'state', state, 'amount', 1.00,
      'amountOwed', 1.00, 'currency', 'CAD', 'bankAccountId', ${newId()}::uuid, 'failReason', null), jetpay_now() - interval '1 hour'
    from generate_series(1, ${EVENTS}::bigint) n cross join lateral (
      select case when n in (9000, 30000, 30001, ${EVENTS}) then 'returned' else 'completed' end) states (state)`)
  await platform.db.run(sql`
    insert into event_heads (company_id, last_event_id) values (${companyId}, ${EVENTS})
    on conflict (company_id) do update set last_event_id = excluded.last_event_id`)
})
after(() => platform?.close())

const read = async (after: number, type: string) =>
  (await platform.call('GET', `/events?after=${after}&type=${type}&limit=1`, undefined, headers)).body

/** All of a type, and how many requests that took. */
async function walk(type: string): Promise<{ ids: number[]; asked: number }> {
  const ids: number[] = []
  for (let after = 0, asked = 1; ; asked++) {
    const { data, last_event_id, newest_event_id } = await read(after, type)
    ids.push(...data.map(({ id }: { id: number }) => id))
    assert.ok(last_event_id >= after)
    after = last_event_id
    if (after === newest_event_id) return { ids, asked }
  }
}

test('events of a type are found all and once, before there are blocks of them and after', async () => {
  const rare = [9000, 30000, 30001, EVENTS]
  assert.deepEqual((await walk('payouts.returned')).ids, rare)
  assert.deepEqual((await walk('contacts.created')).ids, [])
  // Two workers side by side: each block is made once.
  const both = () => Promise.all([1, 2].map(() => summarizeEvents.run(platform.context)))
  while ((await both()).includes(true));
  const { blocks } = await platform.db.one<{ blocks: bigint }>(sql`
    select count(*) as blocks from event_blocks where company_id = ${companyId}`)
  assert.equal(blocks, 9n)
  const { ids, asked } = await walk('payouts.returned')
  assert.deepEqual(ids, rare)
  assert.ok(asked <= 2 * rare.length, `${asked} requests: at most one more where a block had no other`)
  assert.deepEqual(await walk('contacts.created'), { ids: [], asked: 1 })
})
