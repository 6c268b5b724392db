-- The bank rail: one queue of all movements between bank accounts, the files that carry them, and what came back.

insert into lifecycle_moves (kind, move, from_state, to_state) values
  ('bank_item', 'send', 'queued', 'sent'),
  ('bank_item', 'settle', 'sent', 'settled'),
  ('bank_item', 'return', 'sent', 'returned'),
  ('bank_item', 'return_late', 'settled', 'returned'),
  ('bank_item', 'reject', 'queued', 'rejected'),
  ('bank_item', 'reject', 'sent', 'rejected');

-- Files are the installation's: one originator at the bank, whose file holds items of all companies. Its row is locked while
-- a file is opened, so that numbers follow each other without a gap, which some banks ask for.
create table bank_file_numbers (
  originator_id text primary key,
  last_number integer not null check (last_number between 0 and 9999)
);

create table bank_files (
  bank_file_id uuid primary key,
  originator_id text not null,
  file_number integer not null check (file_number between 1 and 9999),
  profile text not null,
  currency text not null check (currency in ('CAD', 'USD')),
  created_on date not null,
  -- Names, data centre and account for returns as they were: the file must come out the same however often it is written.
  originator jsonb not null,
  items integer not null,
  debit_total bigint not null,
  credit_total bigint not null,
  -- `writing`: number and items are bound, the file may or may not have left. `sent`: it has.
  state text not null default 'writing' check (state in ('writing', 'sent', 'accepted', 'rejected')),
  -- The staged copy that leaves, of however many were written; set once it is whole.
  staged_as uuid,
  reject_reason text,
  created_at timestamptz not null default jetpay_now(),
  sent_at timestamptz,
  answered_at timestamptz
);
create index bank_files_by_number on bank_files (originator_id, file_number, created_at);
create index bank_files_writing on bank_files (created_at) where state = 'writing';

-- Thirteen characters with its letter, which fit every bank's reference field.
create sequence bank_item_traces maxvalue 999999999999;

create table bank_items (
  company_id uuid not null,
  bank_item_id uuid not null,
  kind text not null check (kind in ('payout', 'debit', 'credit')),
  -- The payout, debit or credit that it moves the money of.
  subject_id uuid not null,
  direction text not null check (direction in ('credit', 'debit')),
  bank_account_id uuid not null,
  amount bigint not null check (amount > 0),
  currency text not null check (currency in ('CAD', 'USD')),
  due_on date not null,
  sundry text not null,
  state text not null default 'queued' check (state in ('queued', 'sent', 'settled', 'returned', 'rejected')),
  -- Set while the item is still queued: from then on it is on its way.
  bank_file_id uuid references bank_files,
  file_line integer,
  file_due_on date,
  trace_number text not null default 'J' || lpad(nextval('bank_item_traces')::text, 12, '0'),
  fail_reason text,
  fail_direction text check (fail_direction in ('pull', 'push')),
  return_code text,
  late boolean not null default false,
  queued_at timestamptz not null default jetpay_now(),
  sent_at timestamptz,
  settled_at timestamptz,
  failed_at timestamptz,
  primary key (company_id, bank_item_id),
  foreign key (company_id, bank_account_id) references bank_accounts,
  check ((bank_file_id is null) = (file_line is null) and (bank_file_id is null) = (file_due_on is null))
);
create index bank_items_waiting on bank_items (queued_at) where state = 'queued' and bank_file_id is null;
create index bank_items_by_file on bank_items (bank_file_id, file_line) where bank_file_id is not null;
create index bank_items_by_due_date on bank_items (file_due_on) where state = 'sent';
create unique index bank_items_by_trace on bank_items (trace_number);
-- Money of one subject moves once: only what failed may be queued again.
create unique index bank_items_once on bank_items (company_id, kind, subject_id)
  where state in ('queued', 'sent', 'settled');
create trigger bank_items_move before update of state on bank_items
  for each row when (old.state is distinct from new.state) execute function refuse_unknown_move('bank_item');

-- Each file of the bank's that was applied, so that none is applied twice, whatever it is called.
create table bank_answers (
  sha256 bytea primary key,
  kind text not null check (kind in ('returns', 'notices', 'acknowledgment', 'settlement')),
  -- The bank's own number of it.
  number text not null,
  items integer not null,
  unmatched integer not null,
  read_at timestamptz not null default jetpay_now()
);
create index bank_answers_by_number on bank_answers (kind, number, read_at);

-- Every return is a record of its own: one that comes after the item had settled does not undo what was told of it.
create table bank_returns (
  company_id uuid not null,
  bank_return_id uuid not null,
  bank_item_id uuid not null,
  return_code text not null,
  late boolean not null,
  returned_at timestamptz not null default jetpay_now(),
  primary key (company_id, bank_return_id),
  foreign key (company_id, bank_item_id) references bank_items
);

-- An account has moved to another branch or number. The number is sealed like the account's own.
create table bank_notices (
  company_id uuid not null,
  bank_notice_id uuid not null,
  bank_item_id uuid not null,
  bank_account_id uuid not null,
  institution_number text not null,
  transit_number text not null,
  account_number_sealed bytea not null,
  account_number_last4 text not null,
  noticed_at timestamptz not null default jetpay_now(),
  primary key (company_id, bank_notice_id),
  foreign key (company_id, bank_item_id) references bank_items
);
alter table bank_accounts add column change_noticed_at timestamptz;
