import { z } from 'zod'
import { hasDeparted } from '../clearing/departed-attempts.ts'
import { type Db, sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import { acquirersNumber, firstAcquirer, ownAcquirers } from '../process/acceptors.ts'
import { readPage } from '../verify/simulator-pages.ts'

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
      stan: z.string(),
      state: z.string(),
      currency: z.string(),
      amount: z.number(),
      amount_captured: z.number(),
      last4: z.string(),
      transmission: z.string().regex(/^\d{10}$/),
      created_at: z.string(),
    }),
  ),
})
type Entry = z.infer<typeof booksPage>['entries'][number]

/**
 * Whose books they are: `acquirerIds` are ours by the settings, because who we were in the lost time may be
 * noted nowhere any more.
 */
type Network = { simulatorUrl: string; acquirerIds: string[] }

/**
 * When it was sent, by our clock, to the second: with the STAN what the network knows it by, so a reversal
 * that named the time at which the network had it would be of another request. It has no year, which is the
 * one that is nearest to the network's own time.
 */
export function sentAt({ transmission, created_at }: Pick<Entry, 'transmission' | 'created_at'>): string {
  const [month = 0, ...rest] = (transmission.match(/../g) ?? []).map(Number)
  const [day = 0, hour = 0, minute = 0, second = 0] = rest
  const had = new Date(created_at)
  const [nearest = 0] = [-1, 0, 1]
    .map((years) => Date.UTC(had.getUTCFullYear() + years, month - 1, day, hour, minute, second))
    .sort((one, other) => Math.abs(one - had.getTime()) - Math.abs(other - had.getTime()))
  return new Date(nearest).toISOString()
}

/**
 * Reads the card network's books and keeps, once each, what moved money there and is not here, or is there
 * otherwise than here. What agrees by now is closed. Runs in a transaction of its own.
 */
export async function findCardMovements(db: Db, recoveryId: string, network: Network): Promise<void> {
  await readBooks(db, network)
  await keepUnknown(db, recoveryId)
  await keepMovedOn(db, recoveryId)
  await closeAgreed(db)
}

/**
 * The same once the doors are open: only closes what agrees. What is otherwise by then is under way, as every
 * day.
 */
export async function closeCardMovements(db: Db, network: Network): Promise<void> {
  await readBooks(db, network)
  await closeAgreed(db)
}

async function readBooks(db: Db, { simulatorUrl, acquirerIds }: Network): Promise<void> {
  await db.run(sql`
    create temporary table network_said (
      rrn text, stan text, mti text, state text, currency text, amount bigint, captured bigint, last4 text,
      created_at timestamptz, acquirer_id text, terminal_id text, merchant_id text,
      sent_by text, primary key (rrn, sent_by)
    ) on commit drop`)
  for (let after = 0; ; ) {
    const { entries } = await readPage(booksPage, `${simulatorUrl}/books?after=${after}&limit=${PAGE}`)
    const last = entries.at(-1)
    if (!last) break
    after = last.seq
    const sales = entries.filter(({ mti }) => mti === '0200' || mti === '0100')
    const column = <T>(of: (entry: (typeof sales)[number]) => T) => sales.map(of)
    await db.run(sql`
      insert into network_said select entry.*, sent_by from unnest(
        ${column((e) => e.rrn)}::text[], ${column((e) => e.stan)}::text[], ${column((e) => e.mti)}::text[],
        ${column((e) => e.state)}::text[], ${column((e) => e.currency)}::text[], ${column((e) => e.amount)}::bigint[],
        ${column((e) => e.amount_captured)}::bigint[], ${column((e) => e.last4)}::text[],
        ${column(sentAt)}::timestamptz[], ${column((e) => e.acquirer_id ?? null)}::text[],
        ${column((e) => e.terminal_id ?? null)}::text[], ${column((e) => e.merchant_id ?? null)}::text[])
        as entry (rrn, stan, mti, state, currency, amount, captured, last4, created_at, acquirer_id, terminal_id, merchant_id)
      cross join lateral (select coalesce(acquirer_id, ${firstAcquirer}, '') as sent_by) sender
      where (acquirer_id is null or acquirer_id = any (${acquirerIds}) or acquirer_id in ${ownAcquirers}
          or exists (select from ${sent} a where a.rrn = entry.rrn and a.sent_by = sender.sent_by))
        and not ${hasDeparted(sql`entry.rrn`, sql`sent_by`)}
      on conflict do nothing`)
  }
}

/** Attempts, with the acquirer as whose each was sent: in two cells the same references are given out. */
const sent = sql`(
  select a.*, coalesce(s.acquirer_id, '') as sent_by
  from attempts a left join acceptors s on s.acceptor = ${acquirersNumber(sql`a`)})`

const ids = (count: number) => Array.from({ length: count }, newId)

/** A charge, hold or refund of which no attempt is known. What was declined or reversed moved nothing. */
async function keepUnknown(db: Db, recoveryId: string): Promise<void> {
  const { count } = await db.one<{ count: number }>(sql`select count(*)::integer as count from network_said`)
  await db.run(sql`
    insert into recovery_items (item_id, recovery_id, kind, reference, acquirer_id, sequence, amount, currency, last4, happened_at, details)
    select item_id, ${recoveryId}, case n.state when 'captured' then 'charge' when 'authorized' then 'hold' else 'refund' end,
      n.rrn, n.sent_by, n.stan, n.amount, n.currency, n.last4, n.created_at,
      jsonb_build_object('authorized', n.mti = '0100', 'captured', n.captured)
        || case when n.acquirer_id is null then '{}' else jsonb_build_object('acceptor', jsonb_build_object(
          'acquirer_id', n.acquirer_id, 'terminal_id', n.terminal_id, 'merchant_id', n.merchant_id)) end
    from (
      select n.*, row_number() over (order by created_at, rrn, sent_by) as line from network_said n
      where state in ('captured', 'authorized', 'refunded') and not exists (
        select from ${sent} a where a.rrn = n.rrn and a.sent_by = n.sent_by)
    ) n join unnest(${ids(count)}::uuid[]) with ordinality as given (item_id, line) using (line)
    on conflict (reference, acquirer_id, kind) do nothing`)
}

/** What an attempt that is known has become in the lost time. */
const movedOn = sql`
  select a.company_id, a.debit_id, a.attempt_id, a.rrn, a.sent_by, a.stan, a.amount, a.currency, n.last4, n.captured, n.created_at, case
      when a.state in ('sent', 'reversing', 'capturing') and n.state in ('captured', 'authorized', 'refunded') then 'under_way'
      when a.state = 'authorized' and n.state = 'captured' then 'captured_since'
      when a.state in ('approved', 'authorized') and n.state = 'reversed' then 'undone_since'
    end as kind
  from network_said n join ${sent} a using (rrn, sent_by)`

async function keepMovedOn(db: Db, recoveryId: string): Promise<void> {
  const { count } = await db.one<{ count: number }>(sql`
    select count(*)::integer as count from (${movedOn}) m where kind is not null`)
  await db.run(sql`
    insert into recovery_items (item_id, recovery_id, kind, reference, acquirer_id, sequence, amount, currency, last4, happened_at, details)
    select item_id, ${recoveryId}, kind, rrn, sent_by, stan, case kind when 'captured_since' then captured else amount end, currency,
      last4, created_at, jsonb_build_object('company_id', company_id, 'transaction_id', debit_id, 'attempt_id', attempt_id)
    from (select m.*, row_number() over (order by rrn, sent_by) as line from (${movedOn}) m where kind is not null) m
    join unnest(${ids(count)}::uuid[]) with ordinality as given (item_id, line) using (line)
    on conflict (reference, acquirer_id, kind) do nothing`)
}

/** Both sides say the same again: whoever saw to it has done so. */
const closeAgreed = (db: Db) =>
  db.run(sql`
    update recovery_items i set state = 'agreed', resolved_at = jetpay_now()
    where state = 'open' and kind in ('under_way', 'captured_since', 'undone_since')
      and not exists (select from (${movedOn}) m where m.rrn = i.reference and i.acquirer_id in ('', m.sent_by) and m.kind = i.kind)`)
