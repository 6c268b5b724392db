import assert from 'node:assert/strict'
import { verify } from '../src/verify/verify.ts'
import type { Platform } from './platform.ts'

/**
 * Every check of `jetpay verify` holds, but for the network's books, which are not asked: the caller has made
 * clearing files of its own, or had a person say what is not so.
 */
export async function allHolds({ db }: Platform): Promise<void> {
  const { checks } = await verify(db, { sentMaxMs: 60_000, simulatorUrl: null })
  assert.deepEqual(
    checks.filter(({ ok }) => !ok),
    [],
  )
}

/** The same once a file's tests are over; the platform is closed either way. */
export const closeWhenAllHolds = (platform: Platform): Promise<void> =>
  allHolds(platform).finally(() => platform.close())
