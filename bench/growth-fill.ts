/** One large company, filled by statements, with all that belongs to its debits; and small ones beside it. */
import pg from 'pg'
import type { DemoFile } from '../src/supervisor/welcome.ts'

/** Rows of one statement, so that what a session holds of them stays small. */
const STEP = 500_000
/** Days over which the debits lie. */
const DAYS = 90
export const CONTACTS = 5_000

/** Of each company: `$company`, `$account` its own bank account; `$from` to `$to` of `$debits`. */
const once = [
  `insert into contacts (company_id, contact_id, email, name, tags, created_at, updated_at)
   select $company, contact(n), 'c' || n || '@example.com', 'Contact ' || n, array['t' || n % 50], at, at
   from generate_series(1, ${CONTACTS}) n cross join lateral (select jetpay_now() - interval '${DAYS} days') times (at)`,
  `insert into credit_cards (company_id, credit_card_id, contact_id, state, fingerprint)
   select $company, card(n), contact(n), 'active', 'f' || n from generate_series(1, ${CONTACTS}) n`,
  `insert into payouts (company_id, payout_id, bank_account_id, state, amount, amount_owed, currency, created_at, updated_at)
   select $company, payout(at), $account, 'completed', 100, 0, 'CAD', at, at
   from generate_series(0, ${DAYS}) day cross join lateral (select date_trunc('day', jetpay_now()) - make_interval(days => day)) times (at)`,
]

/**
 * Of 1,000 debits 897 ended well (those of the last day are `paid` still), 100 failed, two were cancelled by
 * their payers' time, and one waits. Half the statements count up, half are numbers at random.
 */
/** The moves that a debit of `new_debits` has made. */
const moves = `cross join lateral (values
  (1, 'request', null, 'requested', true), (2, 'fail', 'requested', 'failed', state = 'failed'),
  (2, 'expire', 'requested', 'cancelled', state = 'cancelled'), (2, 'charge', 'requested', 'paid', state in ('paid', 'completed')),
  (3, 'settle', 'paid', 'completed', state = 'completed')) as made (sequence, move, from_state, to_state, was) where was`

const steps = [
  `insert into new_debits (company_id, debit_id, contact_id, to_bank_account_id, from_credit_card_id, rail, state, amount, currency,
     statement, note, fail_reason, fail_direction, payable_until, metadata, amount_refunded, created_at, updated_at)
   select $company, debit(n, at), contact(n % ${CONTACTS} + 1), $account,
     case when state in ('requested', 'cancelled') then null else card(n % ${CONTACTS} + 1) end,
     case when state in ('requested', 'cancelled') then null else 'card' end, state, 100 + n * 7919::bigint % 99999, 'CAD',
     case when n % 1000003 = 7 then 'Rare ' else 'Order ' end || case when n % 2 = 0 then n else n * 104729::bigint % 10000000 end, 'Order ' || n || ' of the shop',
     case state when 'failed' then (array['insufficient_funds', 'do_not_honour', 'expired_card'])[n / 10 % 3 + 1] end,
     case state when 'failed' then 'pull' end, case state when 'requested' then timestamptz 'infinity' end, '{}', 0, at, at
   from generate_series($from, $to) n
   cross join lateral (select jetpay_now() - make_interval(secs => ($debits - n) * ${DAYS * 86_400}.0 / $debits + 120)) times (at)
   cross join lateral (select case when n % 10 = 0 then 'failed' when n % 1000 = 1 then 'requested'
     when n % 500 = 3 then 'cancelled' when at < jetpay_now() - interval '1 day' then 'completed' else 'paid' end) states (state)`,
  `insert into attempts (company_id, attempt_id, debit_id, state, amount, currency, stan, rrn, transmitted_at, updated_at)
   select company_id, debit_id, debit_id, case state when 'failed' then 'declined' else 'approved' end, amount, currency,
     lpad((place % 900000)::text, 6, '0'), to_char(created_at, 'YDDD') || lpad(place::text, 8, '0'), created_at, created_at
   from (select *, row_number() over () + $from as place from new_debits where rail = 'card') d`,
  `insert into transaction_moves (company_id, transaction_id, sequence, move, from_state, to_state, moved_at)
   select company_id, debit_id, sequence, move, from_state, to_state, created_at from new_debits ${moves}`,
  `insert into ledger_entries (company_id, transaction_id, sequence, line, account, currency, amount, posted_at)
   select company_id, debit_id, sequence, line, account, currency, case side when 'debit' then amount else -amount end, created_at
   from new_debits ${moves.replace('where was', '')}
   join lifecycle_postings p on p.kind = 'card_debit' and p.move = made.move where was`,
  `insert into payout_items (company_id, transaction_id, bank_account_id, currency, amount, payout_id)
   select company_id, debit_id, to_bank_account_id, currency, amount, payout(date_trunc('day', created_at))
   from new_debits where state = 'completed'`,
  `insert into events (company_id, event_id, type, data, created_at)
   select company_id, (select last_event_id from event_heads where company_id = $company) + row_number() over (),
     'transactions.debits.' || case to_state when 'requested' then 'created' else to_state end,
     debit_event_data(row(d.*)::debits) || jsonb_build_object('state', to_state), created_at
   from new_debits d ${moves}`,
  `update event_heads set last_event_id = last_event_id + (select count(*) from new_debits d ${moves}) where company_id = $company`,
]

const ends = [
  // A payout is the sum of what is in it, as its page adds up.
  `update payouts set amount = sums.amount from (
     select payout_id, sum(amount) as amount from payout_items where company_id = $company and payout_id is not null group by 1) sums
   where company_id = $company and payouts.payout_id = sums.payout_id`,
  `delete from payouts where company_id = $company and not exists (
     select from payout_items i where i.company_id = $company and i.payout_id = payouts.payout_id)`,
  // As it is kept when a payout is made (src/payouts/payout-sums.ts).
  `insert into payout_sums (company_id, payout_id, part, less, carried, time_zone, amount, items)
   select i.company_id, i.payout_id, i.part, i.amount < 0, false, c.time_zone, sum(i.amount), count(*)
   from payout_items i join companies c using (company_id)
   where i.company_id = $company and i.payout_id is not null group by 1, 2, 3, 4, 6`,
  `insert into ledger_closings (company_id, closed_through) values ($company, current_date - 2)
   on conflict (company_id) do update set closed_through = excluded.closed_through`,
  `insert into ledger_days (company_id, day, account, currency, amount)
   select company_id, day, account, currency, sum(amount) from ledger_entries join ledger_closings using (company_id)
   where company_id = $company and day <= closed_through group by 1, 2, 3, 4`,
]

type Demo = Pick<DemoFile, 'company_id' | 'bank_account_id'>

/** Ids that whoever asks can make again: of contact and card `n`, and of a debit by its time. */
const names = `
  create function pg_temp.contact(n bigint) returns uuid language sql immutable as $$ select md5('contact' || n)::uuid $$;
  create function pg_temp.card(n bigint) returns uuid language sql immutable as $$ select md5('card' || n)::uuid $$;
  create function pg_temp.debit(n bigint, at timestamptz) returns uuid language sql immutable as $$
    select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex(n % 4096), 3, '0') || '8' || lpad(to_hex(n), 15, '0'))::uuid $$;
  create function pg_temp.payout(at timestamptz) returns uuid language sql immutable as $$
    select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '70008000000000000000')::uuid $$;
  set search_path = public, pg_temp`

/** Tables of which there are so many rows that their indexes are made at the end. */
const large = ['debits', 'attempts', 'transaction_moves', 'ledger_entries', 'payout_items', 'events']

/**
 * Fills a company with `debits` debits, each with its events, 2.8 of them on average; nobody else is
 * connected.
 */
export async function fillCompany(at: pg.ClientConfig, demo: Demo, debits: number): Promise<void> {
  const admin = new pg.Client(at)
  await admin.connect()
  const { company_id: company, bank_account_id: account } = demo
  const own = (text: string) => text.replace(/\b(contact|card|debit|payout)\(/g, 'pg_temp.$1(')
  const run = (text: string, values: Record<string, string | number>) =>
    admin.query(
      Object.entries(values).reduce(
        (so, [name, value]) => so.replaceAll(`$${name}`, String(value)),
        own(text),
      ),
    )
  const ids = { company: `'${company}'::uuid`, account: `'${account}'::uuid`, debits }
  try {
    await admin.query(names)
    // Triggers and foreign keys cost minutes here, and what they would refuse is not written.
    await admin.query(
      `set session_replication_role = replica; set maintenance_work_mem = '512MB'; set work_mem = '256MB'`,
    )
    await admin.query(
      `update pg_index set indisready = false, indisvalid = false where indrelid = any ('{${large}}'::regclass[])`,
    )
    for (const text of once) await run(text, ids)
    for (let from = 1; from <= debits; from += STEP) {
      const to = Math.min(from + STEP - 1, debits)
      const [insert, ...others] = steps
      await admin.query('begin')
      await admin.query('create temporary table new_debits (like debits) on commit drop')
      await run(insert!, { ...ids, from, to })
      await admin.query('insert into debits select * from new_debits')
      for (const text of others) await run(text, { ...ids, from, to })
      await admin.query('commit')
    }
    for (const table of large) await admin.query(`reindex table ${table}`)
    for (const text of ends) await run(text, ids)
    await admin.query('vacuum analyze')
    await admin.query('checkpoint')
  } finally {
    await admin.end()
  }
}
