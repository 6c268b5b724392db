import { z } from 'zod'
import { type Db, sql } from '../db/sql.ts'
import { type Check, type Finding, find } from './check.ts'
import { readPage } from './simulator-pages.ts'

const PAGE = 1_000

const booksPage = z.object({
  entries: z.array(
    z.object({
      seq: z.number(),
      mti: z.string(),
      rrn: z.string(),
      state: z.string(),
      currency: z.string(),
      amount_captured: z.number(),
      created_at: z.string(),
    }),
  ),
})

/**
 * Holds the network's entries for financial requests (0200) while they are compared: a temporary table, so that a large
 * network's books need no memory of ours. Made before the transaction becomes read-only.
 */
export const createNetworkEntries = sql`
  create temporary table network_entries (
    rrn text not null, state text not null, currency text not null, captured bigint not null, created_at timestamptz not null
  ) on commit drop`

async function readBooks(db: Db, simulatorUrl: string): Promise<void> {
  for (let after = 0, first = true; ; first = false) {
    const { entries } = await readPage(booksPage, `${simulatorUrl}/books?after=${after}&limit=${PAGE}`)
    if (first && entries[0] && entries[0].seq > 1)
      throw new Error('the card network has forgotten its oldest entries; compare with its clearing files')
    if (entries.length === 0) return
    after = entries.at(-1)!.seq
    const sales = entries.filter(({ mti }) => mti === '0200')
    await db.run(sql`
      insert into network_entries select * from unnest(
        ${sales.map(({ rrn }) => rrn)}::text[], ${sales.map(({ state }) => state)}::text[],
        ${sales.map(({ currency }) => currency)}::text[],
        ${sales.map(({ state, amount_captured }) => (state === 'captured' ? amount_captured : 0))}::bigint[],
        ${sales.map(({ created_at }) => created_at)}::timestamptz[])`)
  }
}

/**
 * What the network holds and we do not, or the other way round. The snapshot is older than the books, so all that it
 * calls approved is in them; an attempt that it has without an outcome may be either way, and a request that came after
 * the snapshot is not judged.
 */
const differences = sql`
  select attempt_id, coalesce(a.rrn, n.rrn) as rrn, a.state as ours, n.state as theirs, a.amount, n.captured
  from attempts a full join network_entries n on n.rrn = a.rrn
  where case
    when a.state = 'approved' then n.captured is distinct from a.amount or n.currency is distinct from a.currency
    when a.state in ('sent', 'reversing') then false
    when a.state is null then n.captured > 0 and n.created_at < transaction_timestamp()
    else n.captured > 0
  end`

/** Per currency, to the cent: what the network keeps for us, less what is not settled yet, against our approved attempts. */
const sums = sql`
  select currency, coalesce(captured, 0) as network, coalesce(paid, 0) as ours
  from (
    select n.currency, sum(n.captured) as captured from network_entries n left join attempts a using (rrn)
    where case when a.state is null then n.created_at < transaction_timestamp() else a.state not in ('sent', 'reversing') end
    group by 1
  ) theirs full join (
    select currency, sum(amount) as paid from attempts where state = 'approved' group by 1
  ) ours using (currency)
  where coalesce(captured, 0) <> coalesce(paid, 0)`

/** The demo's card network keeps books of its own; both sides must agree. */
export const networkChecks: Check[] = [
  {
    name: 'each_capture_is_the_networks',
    says: 'Each approved attempt is captured at the network for its amount, and nothing else is',
    async run(db, { simulatorUrl }): Promise<Finding> {
      await readBooks(db, simulatorUrl!)
      return find(db, differences)
    },
  },
  {
    name: 'books_agree_to_the_cent',
    says: 'Approved attempts are, per currency, what the network has captured and not given back',
    run: (db) => find(db, sums),
  },
]
