/** What the main database shows of card data, pages, people's codes and what it seals. */
import { sealedColumns } from '../db/sealing/sealed-columns.ts'
import { type Db, sql } from '../db/sql.ts'
import type { Shown } from './main-evidence.ts'

/** No column of the main side is for a card's number, CVC or track (PCI DSS 3.4.1, 3.3.1). */
export async function showMainColumns(db: Db): Promise<Shown> {
  const columns = await db.many<{ name: string }>(sql`
    select table_name || '.' || column_name as name from information_schema.columns
    where table_schema = 'public' and column_name ~* '(^|_)(cvc|cvv|track2?|pin_block|pan|card_?number)$'`)
  return columns.length === 0
    ? { holds: true, says: 'the main database has no column for a number, CVC or track' }
    : { holds: false, says: `there is ${columns.map(({ name }) => name).join(', ')}` }
}

/** The shortest that AES-GCM makes: nonce and tag of nothing. */
const SEALED_BYTES_MIN = 28

/** Of each column: an answer in time is worth more than one of all. */
const LOOKED_AT_MAX = 100_000

/** What is personal or secret is sealed, by a key that is not retired. */
export async function showMainSealed(db: Db): Promise<Shown> {
  let sealed = 0n
  let bare = 0n
  for (const { table, column } of Object.values(sealedColumns)) {
    const found = await db.one<{ rows: bigint; short: bigint }>(sql`
      select count(*) as rows, count(*) filter (where length(value) < ${SEALED_BYTES_MIN}) as short
      from (select ${column} as value from ${table} where ${column} is not null limit ${LOOKED_AT_MAX}) as looked_at`)
    sealed += found.rows
    bare += found.short
  }
  return { holds: bare === 0n, says: `${sealed} values of the main database sealed, ${bare} that are not` }
}

/** Life of the keys that seal them, in days, is looked at where the settings are. */
export const mainKeys = (db: Db) =>
  db.many<{ name: string; made_at: Date }>(
    sql`select name, made_at from sealing_keys where state in ('active', 'retiring')`,
  )

const AUDITED_WITHIN_DAYS = 7

/**
 * The pages that take cards were compared with the release within seven days, and are as released (11.6.1).
 */
export async function showPages(db: Db): Promise<{ holds: boolean | null; says: string }> {
  const last = await db.first<{ at: string; differences: number; files: number; recent: boolean }>(sql`
    select to_char(audited_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at, differences, files,
      audited_at > jetpay_now() - make_interval(days => ${AUDITED_WITHIN_DAYS}) as recent
    from page_audits order by audited_at desc limit 1`)
  if (!last) return { holds: null, says: 'the pages were never audited here: run `jetpay page audit`' }
  const { at, differences, files, recent } = last
  const says = `audited at ${at}: ${files} files as released, ${differences} differences`
  return { holds: recent && differences === 0, says }
}

/**
 * Whoever has an authenticator app has the step of the code that was taken last: none is taken twice (8.5.1).
 */
export async function showReplay(db: Db): Promise<Shown> {
  const { apps, open } = await db.one<{ apps: bigint; open: bigint }>(sql`
    select count(*) as apps, count(*) filter (where totp_last_step is null) as open from users
    where totp_sealed is not null`)
  return {
    holds: open === 0n,
    says: `${apps} authenticator apps, ${open} of which a code could be taken twice`,
  }
}

/** A live installation's clock was never moved, as the demo's can be (6.5.3). */
export async function showClockUnmoved(db: Db): Promise<Shown> {
  const { moved } = await db.one<{ moved: boolean }>(sql`select ahead_ms > 0 as moved from clock`)
  return {
    holds: !moved,
    says: moved ? 'the clock was moved, as in a demo' : 'live, and its clock was never moved',
  }
}
