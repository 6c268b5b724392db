import assert from 'node:assert/strict'
import { sql } from '../src/db/sql.ts'
import { verify } from '../src/verify/verify.ts'
import { type Platform, until } from './platform.ts'

/** Once everything has ended and is announced, every invariant holds, the network's books included. */
export async function verifiesClean(platform: Platform): Promise<void> {
  await until('everything to be settled', async () => {
    const open = await platform.db.many(sql`
      select 1 from attempts where state in ('sent', 'reversing', 'capturing') union all select 1 from outbox`)
    return open.length === 0
  })
  const { checks } = await verify(platform.db, { sentMaxMs: 60_000, simulatorUrl: platform.simulatorUrl })
  assert.deepEqual(
    checks.filter(({ ok }) => !ok),
    [],
  )
}
