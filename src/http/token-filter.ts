import { type Db, sql } from '../db/sql.ts'
import { hashSecret } from '../ground/ids.ts'

/**
 * How old the list may be when it is asked; then the next one is read, so a token that was made is in it at
 * its second try.
 */
const REFRESH_MS = 100
/** Reading it may cost a twentieth of one connection's time: of many tokens the list is a little older. */
const REFRESH_SHARE = 20
/** But never older than this, however long the database took once. */
const REFRESH_MAX_MS = 2_000

/** Tokens that are listed, the newest first: under 10 MB, and more companies than one installation has. */
const LISTED_MAX = 100_000

export type TokenFilter = { mayHold(token: string): Promise<boolean> }

/**
 * Whether a token, or a session's cookie, may be one of ours, without looking it up: the first 64 bits of the
 * hashes of all that live, in memory. Nobody can make a token that is in it by chance, so a flood of invented
 * ones costs no statement each, and a good token that comes with the flood is told from it. Filled when it is
 * first asked, and then now and again, by one statement for all that ask.
 */
export function openTokenFilter(db: Db): TokenFilter {
  let starts: Set<bigint> | undefined
  let nextLoadAt = Number.NEGATIVE_INFINITY
  let loading: Promise<void> | undefined

  async function load(): Promise<void> {
    const begunAt = performance.now()
    // Also where it fails, so that a database that is away is not asked by each request.
    nextLoadAt = begunAt + REFRESH_MS
    const rows = await db.many<{ start: Buffer }>(sql`
      (select substring(token_hash for 8) as start from api_tokens
       where revoked_at is null and (expires_at is null or expires_at > jetpay_now())
       order by token_id desc limit ${LISTED_MAX})
      union all
      (select substring(token_hash for 8) from operator_tokens
       where revoked_at is null and (expires_at is null or expires_at > jetpay_now())
       order by token_id desc limit ${LISTED_MAX})
      union all
      (select substring(session_hash for 8) from sessions
       where ended_at is null and expires_at > now() order by session_id desc limit ${LISTED_MAX})`)
    starts = new Set(rows.map(({ start }) => start.readBigUInt64BE()))
    const tookMs = performance.now() - begunAt
    nextLoadAt = performance.now() + Math.min(Math.max(REFRESH_MS, tookMs * REFRESH_SHARE), REFRESH_MAX_MS)
  }

  return {
    async mayHold(token) {
      if (!loading && performance.now() > nextLoadAt)
        loading = load().finally(() => {
          loading = undefined
        })
      // Once there is a list it serves while the next one is read.
      if (starts) loading?.catch(() => undefined)
      else await loading
      return starts?.has(hashSecret(token).readBigUInt64BE()) ?? false
    },
  }
}
