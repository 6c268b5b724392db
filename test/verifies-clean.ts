import assert from 'node:assert/strict'
import { sql } from '../src/db/sql.ts'
import { OPEN_MAX_MINUTES } from '../src/verify/event-chain-checks.ts'
import { verify } from '../src/verify/verify.ts'
import { type Platform, until } from './platform.ts'

/** Once everything has ended and is announced, every invariant holds, the network's books included. */
export async function verifiesClean(platform: Platform): Promise<void> {
  await until('everything to be settled', async () => {
    const open = await platform.db.many(sql`
      select 1 from attempts where state in ('sent', 'reversing', 'capturing') union all select 1 from outbox
      union all
      -- A test that moves the clock makes events old between two runs of the job that seals them.
      select 1 from event_heads h
      join events e on e.company_id = h.company_id and e.event_id = 1 + coalesce((
        select max(last_event_id) from event_checkpoints c where c.company_id = h.company_id), 0)
      where e.created_at < jetpay_now() - make_interval(mins => ${OPEN_MAX_MINUTES})`)
    return open.length === 0
  })
  await holdsBy(platform, platform.simulatorUrl)
}

/** What has no books of network and bank to be held to: a cell whose simulator is another's. */
export const verifiesApart = (platform: Pick<Platform, 'db'>): Promise<void> => holdsBy(platform, null)

async function holdsBy({ db }: Pick<Platform, 'db'>, simulatorUrl: string | null): Promise<void> {
  const { checks } = await verify(db, { sentMaxMs: 60_000, simulatorUrl })
  assert.deepEqual(
    checks.filter(({ ok }) => !ok),
    [],
  )
}
