import { z } from 'zod'
import { isOfCells } from '../cells/foreign-name.ts'
import { hasDeparted } from '../clearing/departed-attempts.ts'
import { type Db, type Statement, sql } from '../db/sql.ts'
import {
  acquirerOfRecord,
  acquirerOfRow,
  acquirersNumber,
  firstAcquirer,
  ownAcquirers,
} from '../process/acceptors.ts'
import { type Check, type Finding, find } from './check.ts'
import { isSquaredWithout } from './dispute-checks.ts'
import { isKeptSinceRestore } from './recovery-checks.ts'
import { readPage, SIMULATED, snapshotAt } from './simulator-pages.ts'

const PAGE = 1_000

const booksPage = z.object({
  entries: z.array(
    z.object({
      seq: z.number(),
      mti: z.string(),
      rrn: z.string(),
      acquirer_id: z.string().optional(),
      terminal_id: z.string().optional(),
      merchant_id: z.string().optional(),
      state: z.string(),
      currency: z.string(),
      amount: z.number(),
      amount_captured: z.number(),
      created_at: z.string(),
      reversed_at: z.string().nullable(),
      dispute: z.object({ amount: z.int() }).nullable(),
      clearings: z.array(z.object({ sequence: z.int(), kind: z.string(), amount: z.int() })),
    }),
  ),
})

/**
 * Holds the network's entries for charges, holds and refunds (0200, 0100) while they are compared: a
 * temporary table, so that a large network's books need no memory of ours. Made before the transaction
 * becomes read-only. What others have asked for (another cell, at the same network) is none of ours.
 */
export const createNetworkEntries = sql`
  create temporary table network_entries (
    rrn text not null, state text not null, currency text not null, captured bigint not null, refunded bigint not null,
    held bigint not null, created_at timestamptz not null, reversed_at timestamptz,
    charged_back bigint, charged_back_in bigint, acquirer_id text, terminal_id text, merchant_id text, sent_by text
  ) on commit drop`

async function readBooks(db: Db, simulatorUrl: string): Promise<void> {
  for (let after = 0, first = true; ; first = false) {
    const { entries } = await readPage(booksPage, `${simulatorUrl}/books?after=${after}&limit=${PAGE}`)
    if (first && entries[0] && entries[0].seq > 1)
      throw new Error('the card network has forgotten its oldest entries; compare with its clearing files')
    if (entries.length === 0) return
    after = entries.at(-1)!.seq
    const sales = entries.filter(({ mti }) => mti === '0200' || mti === '0100')
    const column = <T>(of: (entry: (typeof sales)[number]) => T) => sales.map(of)
    const amounts = (of: string, kept: 'amount' | 'amount_captured') =>
      sales.map((entry) => (entry.state === of ? entry[kept] : 0))
    await db.run(sql`
      insert into network_entries select entry.*, sent_by from unnest(
        ${sales.map(({ rrn }) => rrn)}::text[], ${sales.map(({ state }) => state)}::text[],
        ${sales.map(({ currency }) => currency)}::text[],
        ${amounts('captured', 'amount_captured')}::bigint[], ${amounts('refunded', 'amount')}::bigint[],
        ${amounts('authorized', 'amount')}::bigint[], ${sales.map(({ created_at }) => created_at)}::timestamptz[],
        ${sales.map(({ reversed_at }) => reversed_at)}::timestamptz[],
        ${sales.map(({ dispute }) => dispute?.amount ?? null)}::bigint[], ${sales.map(fileOfChargeback)}::bigint[],
        ${column((e) => e.acquirer_id ?? null)}::text[], ${column((e) => e.terminal_id ?? null)}::text[],
        ${column((e) => e.merchant_id ?? null)}::text[]) as entry (rrn, state, currency, captured, refunded, held, created_at,
          reversed_at, charged_back, charged_back_in, acquirer_id, terminal_id, merchant_id)
      cross join lateral (select coalesce(acquirer_id, ${firstAcquirer}, '') as sent_by) sender
      where (acquirer_id is null or acquirer_id in ${ownAcquirers}
          -- Another cell's, that has come here with its company.
          or exists (select from ${sent} a where a.rrn = entry.rrn and a.sent_by = sender.sent_by))
        and not ${hasDeparted(sql`entry.rrn`, sql`sent_by`)}`)
  }
}

/** Attempts, with the acquirer as whose each was sent: in two cells the same references are given out. */
const sent = sql`(
  select a.*, coalesce(s.acquirer_id, '') as sent_by
  from attempts a left join acceptors s on s.acceptor = ${acquirersNumber(sql`a`)})`

/** The number of the clearing file that a chargeback was in; null before it is in one. */
const fileOfChargeback = ({ dispute, clearings }: z.infer<typeof booksPage>['entries'][number]) =>
  clearings.find(({ kind, amount }) => kind === 'adjustment' && amount === -(dispute?.amount ?? 0))
    ?.sequence ?? null

/**
 * What the network has and we do not, or the other way round. The snapshot is older than the books, so all
 * that it calls approved or held is in them, and may have moved on since; an attempt that it has without an
 * outcome may be either way, and a request that came after the snapshot is not judged.
 */
const differences = sql`
  select attempt_id, coalesce(a.rrn, n.rrn) as rrn, a.kind, a.state as ours, n.state as theirs, a.amount, n.captured,
    n.refunded, n.held
  from ${sent} a full join network_entries n on n.rrn = a.rrn and n.sent_by = a.sent_by
  where case
    when a.state in ('approved', 'authorized') and n.reversed_at > ${snapshotAt} then false
    when a.state = 'approved' then n.currency is distinct from a.currency
      or case a.kind when 'refund' then n.refunded else n.captured end is distinct from a.amount
    when a.state = 'authorized' then coalesce(n.state not in ('authorized', 'captured'), true)
    when a.state in ('sent', 'reversing', 'capturing') then false
    when a.state is null then n.captured + n.refunded + n.held > 0 and n.created_at < ${snapshotAt}
      and not ${isKeptSinceRestore(sql`n.rrn`, sql`n.sent_by`)}
    else n.captured + n.refunded + n.held > 0
  end`

const signed = sql`case a.kind when 'refund' then -a.amount else a.amount end`

/**
 * Per currency, to the cent: what the network keeps for us, less what is not settled yet, against our
 * approved attempts, those of refunds taken off. What we had approved and the network reversed after the
 * snapshot counts as it was; for all else its clock does not matter.
 */
const sums = sql`
  select currency, coalesce(kept, 0) as network, coalesce(approved, 0) as ours
  from (
    select n.currency,
      sum(case when a.state = 'approved' and n.reversed_at > ${snapshotAt} then ${signed}
        else n.captured - n.refunded end) as kept
    from network_entries n left join ${sent} a using (rrn, sent_by)
    where case when a.state is null then n.created_at < ${snapshotAt} and not ${isKeptSinceRestore(sql`n.rrn`, sql`n.sent_by`)}
      else a.state in ('approved', 'declined', 'unsent', 'reversed') end
    group by 1
  ) theirs full join (
    select currency, sum(${signed}) as approved from attempts a where state = 'approved' group by 1
  ) ours using (currency)
  where coalesce(kept, 0) <> coalesce(approved, 0)`

/**
 * What card holders have taken back, once the file that says so is applied; what was reversed since is theirs
 * no more.
 */
const undisputed = sql`
  select n.rrn, a.company_id, a.debit_id, n.charged_back, n.charged_back_in as clearing_file, x.amount_taken
  from network_entries n join ${sent} a on a.rrn = n.rrn and a.sent_by = n.sent_by and a.state = 'approved' and a.kind <> 'refund'
  left join disputes x on x.company_id = a.company_id and x.debit_id = a.debit_id and x.amount_taken = n.charged_back
  where n.charged_back is not null and x.dispute_id is null and not exists (
      select from clearing_records r where r.rrn = n.rrn and ${acquirerOfRecord(sql`r`)} = n.sent_by and r.outcome is null)
    and not ${isSquaredWithout(sql`n.rrn`, sql`n.sent_by`)}
    -- What came from another cell is handed on under its numbers, not the network's.
    and n.sent_by in ${ownAcquirers} and n.charged_back_in <= (
      select max(sequence) from clearing_files f
      where state = 'checked' and ${acquirerOfRow(sql`f`)} = n.sent_by and not ${isOfCells(sql`f.network_id`)})`

/** Where older journals say nothing, or older attempts, nothing is compared. */
const asOthers = sql`
  select a.company_id, a.debit_id, a.attempt_id, a.rrn, s.acquirer_id as ours, n.acquirer_id as theirs,
    s.terminal_id as our_terminal, n.terminal_id as their_terminal
  from network_entries n join ${sent} a using (rrn, sent_by) left join acceptors s using (acceptor)
  where n.acquirer_id is not null and a.acceptor > 0
    and (n.acquirer_id, n.terminal_id, n.merchant_id) is distinct from (s.acquirer_id, s.terminal_id, s.merchant_id)`

/** Whichever of them runs first reads the books for all. */
const compare = (name: string, says: string, violations: Statement): Check => ({
  name,
  says,
  text: SIMULATED,
  reads: 'all',
  async run(db, { simulatorUrl }): Promise<Finding> {
    const { read } = await db.one<{ read: boolean }>(sql`select exists (select from network_entries) as read`)
    if (!read) await readBooks(db, simulatorUrl!)
    return find(db, violations)
  },
})

/** The demo's card network keeps books of its own; both sides must agree. */
export const networkChecks: Check[] = [
  compare(
    'each_capture_is_the_networks',
    'Each approved attempt is captured or refunded at the network for its amount, each hold is ours, and nothing else is there',
    differences,
  ),
  compare(
    'books_agree_to_the_cent',
    'Approved attempts less those of refunds are, per currency, what the network has captured and not given back',
    sums,
  ),
  compare(
    'each_message_is_sent_as_noted',
    'Each attempt is at the network under the acquirer, terminal and merchant that it is kept with',
    asOthers,
  ),
  compare(
    'each_chargeback_is_a_dispute',
    'Whatever the network has charged back in a clearing file is a dispute of ours, for what it took',
    undisputed,
  ),
]
