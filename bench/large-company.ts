import pg from 'pg'
import { createCompany } from '../src/companies/company.ts'
import { databaseUrl, type Installation, mainUrl } from '../src/db/provision.ts'
import { openDatabase } from '../src/db/sql.ts'
import { checkpointEvents } from '../src/events/checkpoint-events.ts'
import type { Context } from '../src/process/context.ts'
import { CHECK_MS } from '../src/verify/snapshot.ts'

/**
 * Debits as the statements of a charge leave them, 9 of 10 paid, over 90 days, with all that belongs to them.
 */
export async function fillLargeCompany(at: Installation, debits: number): Promise<void> {
  const db = openDatabase(mainUrl(at), 1, console.error, CHECK_MS)
  const companyId = await createCompany(db, 'Large')
  await db.close()
  const admin = new pg.Client({
    connectionString: databaseUrl(at, 'postgres', at.adminPassword, 'jetpay'),
  })
  await admin.connect()
  try {
    // Triggers and foreign keys cost minutes here, and what they would refuse is not written.
    await admin.query('set session_replication_role = replica')
    for (const statement of statements(debits))
      await admin.query(statement.replaceAll('$company', `'${companyId}'`))
    const context = { db: openDatabase(mainUrl(at), 1, console.error) } as Context
    while (await checkpointEvents().run(context));
    await context.db.close()
    await admin.query(closedInTheirTime)
    await admin.query('vacuum analyze')
  } finally {
    await admin.end()
  }
}

/** The worker closes a block a minute after its first event. */
const closedInTheirTime = `
  update event_checkpoints c set closed_at = e.created_at + interval '1 minute' from events e
  where e.company_id = c.company_id and e.event_id = c.last_event_id`

const DAYS = 90

/**
 * Charges, of which 9 in 10 are approved; what is older than a day has been cleared. Ids are in the order of
 * time, as UUIDv7 are.
 */
const statements = (debits: number) => [
  `insert into contacts (company_id, contact_id, email, name)
   select $company, md5('contact' || n)::uuid, 'c' || n || '@example.com', 'Contact ' || n from generate_series(1, 1000) n`,
  `insert into credit_cards (company_id, credit_card_id, contact_id, state, fingerprint, created_at, updated_at)
   select $company, md5('card' || n)::uuid, md5('contact' || n)::uuid, 'active', 'f' || n, jetpay_now() - interval '91 days', jetpay_now() - interval '91 days' from generate_series(1, 1000) n`,
  `insert into bank_accounts (company_id, bank_account_id, holder_name, account_type, transit_number, institution_number,
     account_number_sealed, account_number_last4, currency)
   values ($company, md5('account')::uuid, 'Large', 'chequing', '00011', '001', '', '4567', 'CAD')`,
  `insert into debits (company_id, debit_id, contact_id, to_bank_account_id, from_credit_card_id, rail, state, amount, currency,
     statement, note, fail_reason, fail_direction, created_at, updated_at)
   select $company, (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '70008000' || lpad(to_hex(n), 12, '0'))::uuid, md5('contact' || n % 1000 + 1)::uuid, md5('account')::uuid,
     md5('card' || n % 1000 + 1)::uuid, 'card',
     case when n % 10 = 0 then 'failed' when at < jetpay_now() - interval '1 day' then 'completed' else 'paid' end,
     100 + n % 99999, 'CAD', 'Order ' || n, 'Order ' || n || ' of the shop',
     case when n % 10 = 0 then 'insufficient_funds' end, case when n % 10 = 0 then 'pull' end, at, at
   from generate_series(1, ${debits}) n
   cross join lateral (select jetpay_now() - make_interval(secs => (${debits} - n) * ${(DAYS * 86_400) / debits} + 60)) times (at)`,
  `insert into attempts (company_id, attempt_id, debit_id, state, amount, currency, stan, rrn, transmitted_at, updated_at)
   select company_id, debit_id, debit_id, case state when 'failed' then 'declined' else 'approved' end, amount, currency,
     lpad((place % 900000)::text, 6, '0'), to_char(created_at at time zone 'utc', 'YDDD') || lpad(place::text, 8, '0'), created_at, created_at
   from (select *, row_number() over () as place from debits) d`,
  `insert into transaction_moves (company_id, transaction_id, sequence, move, from_state, to_state, moved_at)
   select company_id, debit_id, sequence, move, from_state, to_state,
     case move when 'settle' then created_at + interval '1 day' else created_at end from debits cross join lateral (values
     (1, 'request', null, 'requested', true),
     (2, 'fail', 'requested', 'failed', state = 'failed'), (2, 'charge', 'requested', 'paid', state <> 'failed'),
     (3, 'settle', 'paid', 'completed', state = 'completed')) as made (sequence, move, from_state, to_state, was)
   where was order by 7`,
  `insert into ledger_entries (company_id, transaction_id, sequence, line, account, currency, amount, posted_at)
   select company_id, transaction_id, sequence, line, account, currency,
     case side when 'debit' then amount else -amount end, moved_at
   from transaction_moves join lifecycle_postings p using (move)
   join debits using (company_id) where debit_id = transaction_id and p.kind = 'card_debit'`,
  `insert into ledger_closings (company_id, closed_through) values ($company, current_date - 2)`,
  `insert into ledger_days (company_id, day, account, currency, amount)
   select company_id, day, account, currency, sum(amount) from ledger_entries join ledger_closings using (company_id)
   where day <= closed_through group by 1, 2, 3, 4`,
  `insert into clearing_files (network_id, sequence, business_date, cutoff_at, created_at, sha256, records, state, read_at, checked_at)
   select 'BENCH', ${DAYS} - day, current_date - day, at, at, '', 0, 'checked', at, at
   from generate_series(1, ${DAYS} - 1) day cross join lateral (select jetpay_now() - make_interval(days => day)) times (at)`,
  `insert into clearing_records (network_id, sequence, line, kind, rrn, stan, transmission, authorization_code, last4, currency,
     amount, captured_at, due_at, outcome, company_id, debit_id)
   select 'BENCH', least(${DAYS} - 1, greatest(1, ${DAYS} - 1 - extract(day from jetpay_now() - interval '1 day' - transmitted_at)::integer)),
     row_number() over (), 'sale', rrn, stan, to_char(transmitted_at, 'MMDDHH24MISS'), '', '', d.currency,
     d.amount, transmitted_at, null, 'settled', company_id, debit_id
   from debits d join attempts using (company_id, debit_id) where d.state = 'completed'`,
  `insert into payout_items (company_id, transaction_id, bank_account_id, currency, amount)
   select company_id, debit_id, to_bank_account_id, currency, amount from debits where state = 'completed'`,
  `insert into events (company_id, event_id, type, data, created_at)
   select company_id, row_number() over (order by moved_at, transaction_id, sequence), type, data, moved_at
   from (
     select company_id, moved_at, transaction_id, sequence,
       'transactions.debits.' || case to_state when 'requested' then 'created' else to_state end as type,
       debit_event_data(d) || jsonb_build_object('state', to_state) as data
     from transaction_moves join debits d using (company_id) where debit_id = transaction_id
     union all
     select company_id, jetpay_now() - interval '91 days', credit_card_id, 0, 'contacts.credit_cards.tokenized',
       jsonb_build_object('creditCardId', credit_card_id, 'state', 'active') from credit_cards
   ) told`,
  `insert into event_heads (company_id, last_event_id) select company_id, max(event_id) from events group by 1
   on conflict (company_id) do update set last_event_id = excluded.last_event_id`,
  `insert into idempotency_keys (company_id, key, request_hash, debit_id, status, body, created_at)
   select company_id, debit_id::text, '', debit_id, case state when 'failed' then 402 else 200 end,
     json_build_object('debit_id', debit_id, 'amount', amount, 'statement', statement, 'note', note,
       'to_bank_account_id', to_bank_account_id, 'contact_id', contact_id, 'from_credit_card_id', from_credit_card_id,
       'transaction_state', state)::text, created_at
   from debits where created_at > jetpay_now() - interval '48 hours'`,
]
