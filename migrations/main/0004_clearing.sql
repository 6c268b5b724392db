-- Clearing: the network's daily files as they came, what was made of each record, and the differences that are left for a
-- person. Files and records are the network's, not a company's: a record's company is known only once it is matched.

insert into lifecycle_moves (kind, move, from_state, to_state) values
  ('card_debit', 'settle', 'paid', 'completed'),
  ('card_debit', 'reject', 'paid', 'failed'),
  ('attempt', 'confirm', 'reversing', 'approved'),
  ('reconciliation_item', 'add', 'open', 'open'),
  ('reconciliation_item', 'correct', 'open', 'corrected'),
  ('reconciliation_item', 'settle', 'open', 'settled'),
  ('reconciliation_item', 'fail', 'open', 'failed'),
  ('reconciliation_item', 'write_off', 'open', 'written_off');

-- Which of the transaction's amounts a line is for.
alter table lifecycle_postings add column measure text not null default 'amount'
  check (measure in ('amount', 'record', 'received', 'shortfall', 'expected'));
insert into lifecycle_postings (kind, move, line, account, side, measure) values
  ('card_debit', 'settle', 1, 'bank_clearing', 'debit', 'amount'),
  ('card_debit', 'settle', 2, 'network_receivable', 'credit', 'amount'),
  ('card_debit', 'reject', 1, 'company_payable', 'debit', 'amount'),
  ('card_debit', 'reject', 2, 'network_receivable', 'credit', 'amount'),
  ('reconciliation_item', 'open', 1, 'bank_clearing', 'debit', 'record'),
  ('reconciliation_item', 'open', 2, 'suspense', 'credit', 'record'),
  ('reconciliation_item', 'add', 1, 'bank_clearing', 'debit', 'record'),
  ('reconciliation_item', 'add', 2, 'suspense', 'credit', 'record'),
  ('reconciliation_item', 'correct', 1, 'suspense', 'debit', 'received'),
  ('reconciliation_item', 'correct', 2, 'bank_clearing', 'credit', 'received'),
  ('reconciliation_item', 'settle', 1, 'suspense', 'debit', 'received'),
  ('reconciliation_item', 'settle', 2, 'losses', 'debit', 'shortfall'),
  ('reconciliation_item', 'settle', 3, 'bank_clearing', 'credit', 'expected'),
  ('reconciliation_item', 'write_off', 1, 'suspense', 'debit', 'received'),
  ('reconciliation_item', 'write_off', 2, 'losses', 'credit', 'received');

-- suspense: money that the network paid and that fits no charge yet.
alter table ledger_entries drop constraint ledger_entries_account_check;
alter table ledger_entries add constraint ledger_entries_account_check check (account in
  ('network_receivable', 'company_payable', 'bank_clearing', 'fees', 'refunds', 'losses', 'suspense'));

-- The number of a transaction's next move. The row that is moved is locked by its update, so no rival takes the same.
create function next_move_sequence(company uuid, transaction uuid) returns smallint language sql stable as $$
  select (coalesce(max(sequence), 0) + 1)::smallint from transaction_moves
  where company_id = company and transaction_id = transaction
$$;

-- A clearing record is matched by RRN, and attempts of one day are found by it: it begins with the day.
create index attempts_by_rrn on attempts (rrn);

-- One row per file that was taken in: (network, sequence) is its identity, so that none counts twice.
create table clearing_files (
  network_id text not null,
  sequence bigint not null check (sequence > 0),
  business_date date not null,
  cutoff_at timestamptz not null,
  created_at timestamptz not null,
  sha256 bytea not null,
  records integer not null,
  -- `read`: its records wait to be applied. `checked`: applied, and what should have been in it was looked for.
  state text not null default 'read' check (state in ('read', 'checked')),
  read_at timestamptz not null default jetpay_now(),
  checked_at timestamptz,
  primary key (network_id, sequence)
);

create table clearing_records (
  network_id text not null,
  sequence bigint not null,
  line integer not null,
  kind text not null check (kind in ('sale', 'reversal', 'refund', 'adjustment', 'reject')),
  rrn text not null,
  stan text not null,
  -- Field 7, MMDDhhmmss in UTC.
  transmission text not null,
  authorization_code text not null,
  last4 text not null,
  currency text not null check (currency in ('CAD', 'USD')),
  -- Positive is paid to us.
  amount bigint not null,
  captured_at timestamptz not null,
  reason text,
  -- The attempt's outcome may be unknown still: then the record is looked at again at this time.
  due_at timestamptz default '-infinity',
  outcome text check (outcome in ('settled', 'rejected', 'offset', 'difference')),
  company_id uuid,
  debit_id uuid,
  primary key (network_id, sequence, line),
  foreign key (network_id, sequence) references clearing_files,
  check ((due_at is null) = (outcome is not null))
);
create index clearing_records_by_rrn on clearing_records (rrn);
create index clearing_records_due on clearing_records (due_at, network_id, sequence, line) where due_at is not null;

-- A difference between what the network cleared and what we have. `expected` and `received` are what is still to be squared,
-- in minor units. The nil company is the platform itself: what the network cleared and nobody knows is in its books.
create table reconciliation_items (
  company_id uuid not null,
  item_id uuid not null,
  kind text not null check (kind in ('missing', 'extra', 'amount')),
  state text not null default 'open' check (state in ('open', 'corrected', 'settled', 'failed', 'written_off')),
  rrn text not null,
  currency text not null check (currency in ('CAD', 'USD')),
  expected bigint not null,
  received bigint not null,
  debit_id uuid,
  network_id text not null,
  sequence bigint not null,
  opened_at timestamptz not null default jetpay_now(),
  resolved_at timestamptz,
  resolved_by text,
  note text,
  primary key (company_id, item_id),
  check ((state = 'open') = (resolved_at is null))
);
-- One open item for a charge, whatever arrives for it.
create unique index reconciliation_items_open on reconciliation_items (rrn, currency) where state = 'open';
create trigger reconciliation_items_move before update of state on reconciliation_items
  for each row when (old.state is distinct from new.state) execute function refuse_unknown_move('reconciliation_item');

-- What a person has to look at, once per subject until it is closed. No company where it concerns the platform itself.
create table alarms (
  alarm_id uuid primary key,
  company_id uuid,
  kind text not null,
  subject text not null,
  details jsonb not null,
  raised_at timestamptz not null default jetpay_now(),
  -- When the operator was mailed.
  told_at timestamptz,
  closed_at timestamptz,
  closed_by text,
  note text
);
create unique index alarms_open on alarms (kind, subject) where closed_at is null;
